"""Reads the network interfaces of this computer through psutil; ``scoring`` rates them."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import NamedTuple

import psutil

IpAddress = IPv4Address | IPv6Address

DEVICES = Path("/sys/class/net")
"""Linux only: holds a folder for each interface."""

KERNEL = Path("/proc/sys/kernel/osrelease")
"""Linux only: the release of the kernel, which names Microsoft under WSL."""
CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""Files that Docker and Podman create inside a container."""

_DEFAULT_ROUTE = "00000000"
_PROBE_ADDRESS = ("192.0.2.1", 9)
"""Address and port of a UDP "connection" that makes the system choose a route; nothing is sent.

The address is reserved for documentation (RFC 5737), so it belongs to no real host.
"""


@dataclass(frozen=True)
class Interface:
    """One network interface, as the operating system describes it."""

    name: str
    addresses: tuple[IpAddress, ...]
    up: bool = True
    loopback: bool = False
    point_to_point: bool = False
    wireless: bool | None = None
    """None when the system does not tell; the name is then used instead."""
    gateway: bool = False
    """True when the default route goes through it."""
    virtual: bool | None = None
    """True when there is no hardware device behind it; None when the system does not tell."""
    mac: str = ""
    """Hardware address as ``00:05:9a:3c:7a:00``, empty for none: on Windows it tells more than the name."""
    prefixes: tuple[int, ...] = ()
    """Prefix lengths in bits, in the order of ``addresses``; empty when not known."""


class Machine(NamedTuple):
    """A computer: its interfaces, and whether it is a guest in another one."""

    interfaces: tuple[Interface, ...]
    container_kind: str = ""
    """``wsl`` or ``container``, else empty. A guest often does not have the addresses of the host computer."""


def this_machine() -> Machine:
    """Read the present state of this computer."""
    return Machine(interfaces(), container_kind())


def interfaces() -> tuple[Interface, ...]:
    """All interfaces of this computer that have an IP address, in the order of the system."""
    states = psutil.net_if_stats()
    ways_out = _default_routes()
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


def container_kind() -> str:
    """``wsl`` or ``container`` when the program runs in one, else empty."""
    try:
        if "microsoft" in KERNEL.read_text("ascii").lower():
            return "wsl"
    except (OSError, UnicodeDecodeError):
        pass
    return "container" if any(file.exists() for file in CONTAINERS) else ""


def _default_routes() -> frozenset[str]:
    """Names (on Linux) or addresses (elsewhere) of the interfaces with a default route.

    The default route is only one sign among several: with a VPN it goes through the VPN, and without an uplink there
    is none.
    """
    if DEVICES.is_dir():
        try:
            lines = Path("/proc/net/route").read_text("ascii").splitlines()[1:]
        except OSError:
            return frozenset()
        return frozenset(fields[0] for fields in map(str.split, lines) if fields[1] == _DEFAULT_ROUTE)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_PROBE_ADDRESS)
        except OSError:
            return frozenset()
        return frozenset((asking.getsockname()[0],))


def _mac(address: str) -> str:
    return address.replace("-", ":").lower()


def _prefix(address: str, netmask: str | None) -> int:
    """Prefix length in bits; the length of the whole address when the netmask is missing or invalid."""
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
    """Whether an interface is Wi-Fi; None on systems other than Linux."""
    if not DEVICES.is_dir():
        return None
    folder = DEVICES / name
    return (folder / "wireless").exists() or (folder / "phy80211").exists()


def _virtual(name: str) -> bool | None:
    """Whether an interface has no hardware device; None on systems other than Linux."""
    if not DEVICES.is_dir():
        return None
    device = DEVICES / name
    # In a container the only usable interface is virtual as well, so ``scoring`` gives this sign few points.
    return device.exists() and not (device / "device").exists()
