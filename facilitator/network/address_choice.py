"""Chooses the address that the join code shows, states how certain the choice is, and writes the join address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from facilitator.network import scoring
from facilitator.network.interfaces import Interface, Machine, interfaces
from facilitator.network.scoring import AddressCandidate

__all__ = [
    "ALL_INTERFACES",
    "MAX_ADDRESS_LENGTH",
    "AddressCandidate",
    "AddressChoice",
    "best_candidate",
    "candidates",
    "choose_address",
    "choose_join_address",
    "join_address",
]

ALL_INTERFACES = frozenset(("", "0.0.0.0", "::", "*"))
"""Values of ``--host`` that mean all interfaces."""

MAX_ADDRESS_LENGTH = 42
"""Most characters that a QR code of 29 modules (version 3) holds as bytes with error correction M (ISO/IEC 18004)."""

MIN_LIKELY_SCORE = 25
"""Score below which an address is only a guess."""

CLEAR_LEAD = 20
"""Points by which the best address has to lead over a likely one in another network to be certain."""


@dataclass(frozen=True)
class AddressChoice:
    """The addresses to choose from, ``ways``, best first, and the reason to doubt that the first is right."""

    ways: tuple[AddressCandidate, ...]
    doubt: str = ""
    """Catalogue key of the reason why the choice is only a guess; empty when it is certain."""

    @property
    def best(self) -> AddressCandidate | None:
        """The address to show; None when this computer is not in any network."""
        return self.ways[0] if self.ways else None


def choose_address(machine: Machine) -> AddressChoice:
    """Rank the addresses of ``machine`` by how likely phones in the room reach them, and say how certain that is."""
    ways = tuple(candidates(machine.interfaces))
    return AddressChoice(ways, _doubt(ways, machine.container_kind))


def _doubt(ways: tuple[AddressCandidate, ...], inside: str) -> str:
    """Catalogue key of the strongest reason for doubt; empty for none."""
    if not ways:
        return "network.doubt.none"
    if inside:
        return f"network.doubt.{inside}"
    first = ways[0]
    if first.score < MIN_LIKELY_SCORE:
        return "network.doubt.weak"
    # Two addresses in one network are equally good, so only a close one in another network makes the choice uncertain.
    rivals = [way for way in ways[1:] if way.score >= MIN_LIKELY_SCORE and first.score - way.score < CLEAR_LEAD]
    if any(not (first.network and way.network == first.network) for way in rivals):
        return "network.doubt.close"
    return ""


def candidates(machine: Iterable[Interface] | None = None) -> list[AddressCandidate]:
    """Every usable address of ``machine``, by default this computer, best first; loopback is left out."""
    return scoring.candidates(interfaces() if machine is None else machine)


def best_candidate(machine: Iterable[Interface] | None = None) -> AddressCandidate | None:
    """The address to show; None when this computer is not in any network."""
    found = candidates(machine)
    return found[0] if found else None


def choose_join_address(host: str, url: str, port: int, code: str, tls: bool) -> str:
    """The join address for a server that listens on ``host``; ``url``, when not empty, replaces scheme and host.

    Loopback is used only when ``host`` names it or when there is no other address: see ``is_local_only``.
    """
    if host in ALL_INTERFACES and not url:
        chosen = best_candidate()
        host = chosen.address if chosen else "127.0.0.1"
    return join_address(host, port, url, code, tls)


def join_address(host: str, port: int, url: str, code: str, tls: bool = False) -> str:
    """``http://host:port/code``, or ``url`` followed by the code; default ports are left out to keep it short."""
    scheme = "https" if tls else "http"
    if url:
        base = (url if "://" in url else f"{scheme}://{url}").rstrip("/")
        return base if base.endswith(f"/{code}") else f"{base}/{code}"
    named = f"[{host}]" if ":" in host and not host.startswith("[") else host
    place = named if port == (443 if tls else 80) else f"{named}:{port}"
    return f"{scheme}://{place}/{code}"


def is_local_only(address: str) -> bool:
    """Whether a join address is a loopback address, which no phone can reach."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
