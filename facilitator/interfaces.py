"""What network interfaces this computer has: facts only, read through psutil; ``network`` judges them."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import psutil

Address = IPv4Address | IPv6Address

DEVICES = Path("/sys/class/net")
"""Linux only: a folder per interface."""

_DEFAULT_ROUTE = "00000000"
_ASKED = ("192.0.2.1", 9)
"""An address kept for documentation: connecting a UDP socket to it sends nothing, it only asks for a route."""


@dataclass(frozen=True)
class Interface:
    """One interface of a computer, as the system tells it."""

    name: str
    addresses: tuple[Address, ...]
    up: bool = True
    loopback: bool = False
    point_to_point: bool = False
    wireless: bool | None = None
    """None when the system does not say; then the name has to."""
    gateway: bool = False
    """True when the way out to other networks goes through it."""
    virtual: bool | None = None
    """True when no device stands behind it; None when the system does not say."""


def interfaces() -> tuple[Interface, ...]:
    """All interfaces of this computer that have an address, in the system's order."""
    states = psutil.net_if_stats()
    ways_out = _ways_out()
    found = []
    for name, entries in psutil.net_if_addrs().items():
        addresses = tuple(
            ip_address(entry.address.split("%")[0])
            for entry in entries
            if entry.family in (socket.AF_INET, socket.AF_INET6)
        )
        if not addresses:
            continue
        state = states.get(name)
        flags = state.flags.split(",") if state else []
        found.append(
            Interface(
                name=name,
                addresses=addresses,
                up=state.isup if state else True,
                loopback=all(address.is_loopback for address in addresses),
                point_to_point="pointopoint" in flags or "pointtopoint" in flags,
                wireless=_wireless(name),
                gateway=name in ways_out or any(str(address) in ways_out for address in addresses),
                virtual=_virtual(name),
            )
        )
    return tuple(found)


def _ways_out() -> frozenset[str]:
    """Names (Linux) or addresses (elsewhere) of what has a route to other networks.

    The address alone is not trusted as "the" address: under a VPN it is the VPN's, and without an uplink there
    is none. It is one sign among several.
    """
    if DEVICES.is_dir():
        try:
            lines = Path("/proc/net/route").read_text("ascii").splitlines()[1:]
        except OSError:
            return frozenset()
        return frozenset(fields[0] for fields in map(str.split, lines) if fields[1] == _DEFAULT_ROUTE)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_ASKED)
        except OSError:
            return frozenset()
        return frozenset((asking.getsockname()[0],))


def _wireless(name: str) -> bool | None:
    if not DEVICES.is_dir():
        return None
    folder = DEVICES / name
    return (folder / "wireless").exists() or (folder / "phy80211").exists()


def _virtual(name: str) -> bool | None:
    if not DEVICES.is_dir():
        return None
    device = DEVICES / name
    # In a container the only way out is a virtual device too, so this is a weak sign.
    return device.exists() and not (device / "device").exists()
