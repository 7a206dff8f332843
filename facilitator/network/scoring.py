"""How likely phones in the room reach an address: points for what speaks for and against it, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_network

from facilitator.network.interfaces import Address, Interface

_WIRELESS = re.compile(r"^(wl|ath|ra\d|wi-?fi|wlan|airport|trådlös|langaton|wireless)", re.IGNORECASE)
_CABLE = re.compile(
    r"^(eth|en[ops]?\d|enx|em\d|ethernet|lan[- \d]|lähiverkko|local area connection( \d+)?$|anslutning till lokalt)",
    re.IGNORECASE,
)
_TUNNEL = re.compile(
    r"(^(tun|tap|utun|ppp|wg|ipsec|gpd|zt|nordlynx|proton|tailscale|cscotun|warp|cloudflare)"
    r"|vpn|wireguard|anyconnect|cisco secure|forti|globalprotect|pangp|zscaler|openconnect)",
    re.IGNORECASE,
)
_INNER = re.compile(
    r"(^(docker|br-|veth|virbr|vmnet|vbox|vnet|lxc|lxd|cni|flannel|podman|bridge\d|awdl|llw|anpi|ap\d$|utap|nat$)"
    r"|^vethernet|virtualbox|vmware|hyper-v|\bwsl\b|host-only|default switch|npcap|bluetooth|connection\* \d)",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"^(wwan|rmnet|cellular|mobile|mobil|mobiili)", re.IGNORECASE)
_TETHER = re.compile(r"(^usb\d|rndis|apple mobile device|iphone usb)", re.IGNORECASE)

MAKERS: Mapping[str, str] = {
    "00:05:9a": "vpn",
    "00:09:0f": "vpn",
    "00:ff:": "vpn",
    "02:50:41": "vpn",
    "00:05:69": "virtual",
    "00:0c:29": "virtual",
    "00:50:56": "virtual",
    "00:15:5d": "virtual",
    "00:1c:42": "virtual",
    "08:00:27": "virtual",
    "0a:00:27": "virtual",
    "02:42:": "virtual",
}
"""How a hardware address begins that no card has: adapters of VPN clients and of virtual machines. On Windows these
are called ``Ethernet 3`` and the like, so the name says nothing."""

HOTSPOTS = frozenset(map(IPv4Address, ("192.168.137.1", "10.42.0.1", "192.168.2.1")))
"""What Windows, Linux and macOS call themselves in a network of their own making."""

_CARRIER = ip_network("100.64.0.0/10")
"""Addresses that mobile operators and some VPNs give: no phone in the room reaches them."""


@dataclass(frozen=True)
class Candidate:
    """One address that phones might reach. ``reasons`` are catalogue keys, what counted most first."""

    address: str
    interface: str
    score: int
    reasons: tuple[str, ...]
    network: str = ""
    """The network that it is in, ``192.168.1.0/24``; empty when not known."""


def candidates(machine: Iterable[Interface]) -> list[Candidate]:
    """Every address of the computer that is up and not loopback, best first."""
    found = [
        judge(interface, address)
        for interface in machine
        if interface.up and not interface.loopback
        for address in interface.addresses
        if _reachable(address)
    ]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.interface, candidate.address))


def judge(interface: Interface, address: Address) -> Candidate:
    """The score of one address of one interface, with its reasons."""
    signs = [*_kind(interface, address), *_range(address)]
    if interface.gateway:
        signs.append((15, "network.gateway"))
    signs.sort(key=lambda sign: -abs(sign[0]))
    return Candidate(
        address=str(address),
        interface=interface.name,
        score=sum(points for points, _ in signs),
        reasons=tuple(reason for _, reason in signs),
        network=_network(interface, address),
    )


def _reachable(address: Address) -> bool:
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return False
    # A link-local IPv6 address means nothing without the name of the phone's own interface.
    return not (address.version == 6 and address.is_link_local)


def _network(interface: Interface, address: Address) -> str:
    if not interface.prefixes:
        return ""
    prefix = interface.prefixes[interface.addresses.index(address)]
    return str(ip_network(f"{address}/{prefix}", strict=False))


def _kind(interface: Interface, address: Address) -> list[tuple[int, str]]:
    """What the interface is, by name, flags and hardware address; the first that fits counts."""
    name, made = interface.name, _maker(interface.mac)
    if address in HOTSPOTS and not (_TUNNEL.search(name) or interface.point_to_point):
        return [(60 if interface.wireless or _WIRELESS.search(name) else 30, "network.hotspot")]
    if _TUNNEL.search(name) or interface.point_to_point or made == "vpn":
        return [(-60, "network.vpn")]
    if _INNER.search(name) or made == "virtual":
        return [(-50, "network.virtual")]
    if _MOBILE.search(name):
        return [(-45, "network.mobile")]
    if _TETHER.search(name):
        return [(-10, "network.tether")]
    if interface.wireless or (interface.wireless is None and _WIRELESS.search(name)):
        return [(30, "network.wifi")]
    if _CABLE.search(name):
        return [(20, "network.cable")]
    return [(-5, "network.no_device")] if interface.virtual else []


def _maker(mac: str) -> str:
    return next((kind for beginning, kind in MAKERS.items() if mac.startswith(beginning)), "")


def _range(address: Address) -> list[tuple[int, str]]:
    if address.is_link_local:
        return [(-80, "network.link_local")]
    if address.version == 6:
        # Works where there is nothing else, but is long, and many guest networks do not carry it.
        return [(-30, "network.ipv6")]
    if address in _CARRIER:
        return [(-40, "network.carrier")]
    if address.is_private:
        return [(25, "network.private")]
    return [(0, "network.public")]
