"""What network interfaces this computer has: facts only, read through psutil; ``scoring`` judges them."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import NamedTuple

import psutil

Address = IPv4Address | IPv6Address

DEVICES = Path("/sys/class/net")
"""Linux only: a folder per interface."""

KERNEL = Path("/proc/sys/kernel/osrelease")
CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""Files that container engines leave inside."""

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
    mac: str = ""
    """Its hardware address, ``00:05:9a:3c:7a:00``: on Windows it tells what the name does not. Empty for none."""
    prefixes: tuple[int, ...] = ()
    """Length of each address's network part, in the order of ``addresses``; empty when not known."""


class Machine(NamedTuple):
    """A computer: its interfaces, and what it runs inside of."""

    interfaces: tuple[Interface, ...]
    inside: str = ""
    """``wsl`` or ``container``: its addresses are then often not those of the computer around it. Empty for neither."""


def this_machine() -> Machine:
    """This computer, now."""
    return Machine(interfaces(), inside())


def interfaces() -> tuple[Interface, ...]:
    """All interfaces of this computer that have an address, in the system's order."""
    states = psutil.net_if_stats()
    ways_out = _ways_out()
    found = []
    for name, entries in psutil.net_if_addrs().items():
        kept = [entry for entry in entries if entry.family in (socket.AF_INET, socket.AF_INET6)]
        addresses = tuple(ip_address(entry.address.split("%")[0]) for entry in kept)
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
                mac=next((_mac(entry.address) for entry in entries if entry.family == psutil.AF_LINK), ""),
                prefixes=tuple(_prefix(entry.address, entry.netmask) for entry in kept),
            )
        )
    return tuple(found)


def inside() -> str:
    """``wsl`` or ``container`` when this program runs in one; else empty."""
    try:
        if "microsoft" in KERNEL.read_text("ascii").lower():
            return "wsl"
    except (OSError, UnicodeDecodeError):
        pass
    return "container" if any(file.exists() for file in CONTAINERS) else ""


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


def _mac(address: str) -> str:
    return address.replace("-", ":").lower()


def _prefix(address: str, netmask: str | None) -> int:
    """Length of the network part; all of the address when the system does not say."""
    version = ip_address(address.split("%")[0]).version
    whole = 32 if version == 4 else 128
    if not netmask:
        return whole
    try:
        if version == 4:
            return ip_network(f"0.0.0.0/{netmask}").prefixlen
        return bin(int(IPv6Address(netmask.split("/")[0]))).count("1")
    except ValueError:
        return whole


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
