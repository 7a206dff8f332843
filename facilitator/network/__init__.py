"""Which address the join code shows: the best of the scored ones, how sure that is, and how the address is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from facilitator.network import scoring
from facilitator.network.interfaces import Interface, Machine, interfaces
from facilitator.network.scoring import Candidate

__all__ = ["ANYWHERE", "LONGEST", "Candidate", "Pick", "best", "candidates", "choose", "join_address", "pick"]

ANYWHERE = frozenset(("", "0.0.0.0", "::", "*"))
"""Values of ``--host`` that mean every interface."""

LONGEST = 42
"""Characters of an address that a code of 29 modules holds with good error correction."""

LIKELY = 25
"""Points below which no address is more than a guess."""

CLEAR = 20
"""Points by which the best has to be ahead of another likely one in another network."""


@dataclass(frozen=True)
class Pick:
    """What was chosen of ``ways`` (best first), and what speaks against being sure."""

    ways: tuple[Candidate, ...]
    doubt: str = ""
    """Catalogue key of why it is only a guess; empty when it is clear."""

    @property
    def best(self) -> Candidate | None:
        """The address to show; None when this computer has only itself to talk to."""
        return self.ways[0] if self.ways else None


def pick(machine: Machine) -> Pick:
    """The address that phones in the room most likely reach; honest about what cannot be known from here."""
    ways = tuple(candidates(machine.interfaces))
    return Pick(ways, _doubt(ways, machine.inside))


def _doubt(ways: tuple[Candidate, ...], inside: str) -> str:
    if not ways:
        return "network.doubt.none"
    if inside:
        return f"network.doubt.{inside}"
    first = ways[0]
    if first.score < LIKELY:
        return "network.doubt.weak"
    rivals = [way for way in ways[1:] if way.score >= LIKELY and first.score - way.score < CLEAR]
    if any(not (first.network and way.network == first.network) for way in rivals):
        return "network.doubt.close"
    return ""


def candidates(machine: Iterable[Interface] | None = None) -> list[Candidate]:
    """Every address of ``machine`` (this computer if not given) that is up and not loopback, best first."""
    return scoring.candidates(interfaces() if machine is None else machine)


def best(machine: Iterable[Interface] | None = None) -> Candidate | None:
    """The address to show; None when this computer has only itself to talk to."""
    found = candidates(machine)
    return found[0] if found else None


def choose(host: str, url: str, port: int, code: str, tls: bool) -> str:
    """What the join code says. ``host`` is what is listened on, ``url`` what the user wants said instead.

    Loopback is chosen only when it was asked for, or when there is nothing else: see ``only_here``.
    """
    if host in ANYWHERE and not url:
        chosen = best()
        host = chosen.address if chosen else "127.0.0.1"
    return join_address(host, port, url, code, tls)


def join_address(host: str, port: int, url: str, code: str, tls: bool = False) -> str:
    """``http://host:port/code``, or ``url`` with the code behind it; as short as it can be said."""
    scheme = "https" if tls else "http"
    if url:
        base = (url if "://" in url else f"{scheme}://{url}").rstrip("/")
        return base if base.endswith(f"/{code}") else f"{base}/{code}"
    named = f"[{host}]" if ":" in host and not host.startswith("[") else host
    place = named if port == (443 if tls else 80) else f"{named}:{port}"
    return f"{scheme}://{place}/{code}"


def only_here(address: str) -> bool:
    """Whether a join address leads no further than this computer, so that no phone can reach it."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
