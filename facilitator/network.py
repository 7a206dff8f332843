"""Which address the join code shows: every interface is scored, the best is chosen, and the reasons are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from facilitator.interfaces import Address, Interface, interfaces

ANYWHERE = frozenset(("", "0.0.0.0", "::", "*"))
"""Values of ``--host`` that mean every interface."""

LONGEST = 42
"""Characters of an address that a code of 29 modules holds with good error correction."""

_WIRELESS = re.compile(r"^(wl|ath|ra\d|wi-?fi|wlan|airport|trådlös|langaton)", re.IGNORECASE)
_CABLE = re.compile(r"^(eth|en[ops]?\d|enx|em\d|ethernet|lan[- \d]|lähiverkko)", re.IGNORECASE)
_TUNNEL = re.compile(
    r"(^(tun|tap|utun|ppp|wg|ipsec|gpd|zt|nordlynx|proton|tailscale|cscotun)|vpn|wireguard|anyconnect|forti|globalprotect)",
    re.IGNORECASE,
)
_INNER = re.compile(
    r"(^(docker|br-|veth|virbr|vmnet|vbox|lxc|lxd|cni|flannel|podman|bridge\d|awdl|llw|anpi|ap\d$)"
    r"|vethernet|virtualbox|vmware|hyper-v|\bwsl\b|host-only|default switch|npcap|bluetooth)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """One address that phones might reach. ``reasons`` are catalogue keys, what counted most first."""

    address: str
    interface: str
    score: int
    reasons: tuple[str, ...]


def candidates(machine: Iterable[Interface] | None = None) -> list[Candidate]:
    """Every address of ``machine`` (this computer if not given) that is up and not loopback, best first."""
    found = [
        judge(interface, address)
        for interface in (interfaces() if machine is None else machine)
        if interface.up and not interface.loopback
        for address in interface.addresses
        if _reachable(address)
    ]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.interface, candidate.address))


def judge(interface: Interface, address: Address) -> Candidate:
    """The score of one address of one interface, with its reasons."""
    signs = [*_kind(interface), *_range(address)]
    if interface.gateway:
        signs.append((15, "network.gateway"))
    signs.sort(key=lambda sign: -abs(sign[0]))
    return Candidate(
        address=str(address),
        interface=interface.name,
        score=sum(points for points, _ in signs),
        reasons=tuple(reason for _, reason in signs),
    )


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


def _reachable(address: Address) -> bool:
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return False
    # A link-local IPv6 address means nothing without the name of the phone's own interface.
    return not (address.version == 6 and address.is_link_local)


def _kind(interface: Interface) -> list[tuple[int, str]]:
    name = interface.name
    if _TUNNEL.search(name) or interface.point_to_point:
        return [(-60, "network.vpn")]
    if _INNER.search(name):
        return [(-50, "network.virtual")]
    if interface.wireless or (interface.wireless is None and _WIRELESS.search(name)):
        return [(30, "network.wifi")]
    if _CABLE.search(name):
        return [(20, "network.cable")]
    return [(-5, "network.no_device")] if interface.virtual else []


def _range(address: Address) -> list[tuple[int, str]]:
    if address.is_link_local:
        return [(-80, "network.link_local")]
    if address.version == 6:
        # Works where there is nothing else, but is long, and many guest networks do not carry it.
        return [(-30, "network.ipv6")]
    if address.is_private:
        return [(25, "network.private")]
    return [(0, "network.public")]
