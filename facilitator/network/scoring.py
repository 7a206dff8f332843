"""Scores the addresses of this computer by how likely phones in the room can reach them, and gives the reasons.

The points of all signs of an address are added. They are set so that a tunnel, an internal network or a link-local
address loses against any real network, and that Wi-Fi with a gateway and a private address wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_network

from facilitator.network.interfaces import Interface, IpAddress

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
_INTERNAL = re.compile(
    r"(^(docker|br-|veth|virbr|vmnet|vbox|vnet|lxc|lxd|cni|flannel|podman|bridge\d|awdl|llw|anpi|ap\d$|utap|nat$)"
    r"|^vethernet|virtualbox|vmware|hyper-v|\bwsl\b|host-only|default switch|npcap|bluetooth|connection\* \d)",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"^(wwan|rmnet|cellular|mobile|mobil|mobiili)", re.IGNORECASE)
_TETHER = re.compile(r"(^usb\d|rndis|apple mobile device|iphone usb)", re.IGNORECASE)

ADAPTER_PREFIXES: Mapping[str, str] = {
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
"""First octets of a hardware address -> kind of a software adapter, ``vpn`` or ``virtual``.

Needed on Windows, where adapters of VPN clients and virtual machines have names like ``Ethernet 3``.
"""

HOTSPOT_ADDRESSES = frozenset(map(IPv4Address, ("192.168.137.1", "10.42.0.1", "192.168.2.1")))
"""The computer's own address in a hotspot that Windows, Linux (NetworkManager) or macOS has opened."""

_CARRIER_NAT = ip_network("100.64.0.0/10")
"""Shared address space of operators (carrier-grade NAT, RFC 6598), also used by VPNs: unreachable for phones here."""


@dataclass(frozen=True)
class AddressCandidate:
    """One address that phones might reach. ``reasons`` are catalogue keys, those with most points first."""

    address: str
    interface: str
    score: int
    reasons: tuple[str, ...]
    network: str = ""
    """The network of the address, as ``192.168.1.0/24``; empty when not known."""


def candidates(machine: Iterable[Interface]) -> list[AddressCandidate]:
    """Every usable address of the interfaces that are up and not loopback, best first."""
    found = [
        score_address(interface, address)
        for interface in machine
        if interface.up and not interface.loopback
        for address in interface.addresses
        if _is_usable(address)
    ]
    # Names break ties, so that the choice does not depend on the order in which the system lists interfaces.
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.interface, candidate.address))


def score_address(interface: Interface, address: IpAddress) -> AddressCandidate:
    """Score one address of one interface."""
    # What the interface is and what range the address is in count independently of each other.
    signs = [*_interface_points(interface, address), *_address_points(address)]
    if interface.gateway:
        signs.append((15, "network.gateway"))
    signs.sort(key=lambda sign: -abs(sign[0]))
    return AddressCandidate(
        address=str(address),
        interface=interface.name,
        score=sum(points for points, _ in signs),
        reasons=tuple(reason for _, reason in signs),
        network=_network(interface, address),
    )


def _is_usable(address: IpAddress) -> bool:
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return False
    # A link-local IPv6 address is only valid with a zone, which is the name of an interface of the phone (RFC 4007).
    return not (address.version == 6 and address.is_link_local)


def _network(interface: Interface, address: IpAddress) -> str:
    if not interface.prefixes:
        return ""
    prefix = interface.prefixes[interface.addresses.index(address)]
    return str(ip_network(f"{address}/{prefix}", strict=False))


def _interface_points(interface: Interface, address: IpAddress) -> list[tuple[int, str]]:
    """Points for the kind of the interface, by its name, flags and hardware address; the first match counts."""
    name, made = interface.name, _adapter_kind(interface.mac)
    # A hotspot comes first: its interface is often virtual, but every phone that joins it reaches this computer.
    if address in HOTSPOT_ADDRESSES and not (_TUNNEL.search(name) or interface.point_to_point):
        return [(60 if interface.wireless or _WIRELESS.search(name) else 30, "network.hotspot")]
    # Signs against an address come before those for it: a VPN adapter may well be called "Ethernet 2".
    if _TUNNEL.search(name) or interface.point_to_point or made == "vpn":
        return [(-60, "network.vpn")]
    if _INTERNAL.search(name) or made == "virtual":
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


def _adapter_kind(mac: str) -> str:
    return next((kind for beginning, kind in ADAPTER_PREFIXES.items() if mac.startswith(beginning)), "")


def _address_points(address: IpAddress) -> list[tuple[int, str]]:
    """Points for the range that the address is in."""
    if address.is_link_local:
        return [(-80, "network.link_local")]
    if address.version == 6:
        # Used when there is no other: it is long to type, and many guest networks do not route IPv6.
        return [(-30, "network.ipv6")]
    if address in _CARRIER_NAT:
        return [(-40, "network.carrier")]
    if address.is_private:
        return [(25, "network.private")]
    return [(0, "network.public")]
