"""Made-up computers as their systems tell of them, and which address phones in the room would reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_interface
from typing import Any

from facilitator.network.interfaces import Interface, Machine


def card(name: str, *addresses: str, **more: Any) -> Interface:
    """An interface; addresses may have a prefix, ``192.168.1.20/24``."""
    found = [ip_interface(address) for address in addresses]
    prefixes = tuple(each.network.prefixlen for each in found) if any("/" in each for each in addresses) else ()
    return Interface(name=name, addresses=tuple(each.ip for each in found), prefixes=prefixes, **more)


@dataclass(frozen=True)
class Case:
    """A computer; ``right`` are the addresses that phones reach, best first, none where nobody can know."""

    cards: tuple[Interface, ...]
    right: tuple[str, ...]
    doubt: str = ""
    """Why the program should say that it is not sure; empty when it should be sure."""
    inside: str = ""

    @property
    def machine(self) -> Machine:
        return Machine(self.cards, self.inside)


LOOP = card("lo", "127.0.0.1/8", "::1/128", loopback=True)
MAC_LOOP = card("lo0", "127.0.0.1/8", "::1/128", loopback=True)
WINDOWS_LOOP = card("Loopback Pseudo-Interface 1", "127.0.0.1/8", "::1/128", loopback=True)


def linux(*cards: Interface, right: tuple[str, ...], doubt: str = "", inside: str = "") -> Case:
    """A Linux computer; there the interfaces state whether they are wireless and backed by a device."""
    return Case((LOOP, *cards), right, doubt, inside)


def mac(*cards: Interface, right: tuple[str, ...], doubt: str = "") -> Case:
    """macOS calls Wi-Fi and cable alike, ``en0``; its own bridges have link-local IPv6 only."""
    own = (card("awdl0", "fe80::1c:1"), card("llw0", "fe80::1c:1"), card("utun0", "fe80::9", point_to_point=True))
    return Case((MAC_LOOP, *cards, *own), right, doubt)


def windows(*cards: Interface, right: tuple[str, ...], doubt: str = "") -> Case:
    """Windows has names for people, and hardware addresses."""
    return Case((WINDOWS_LOOP, *cards), right, doubt)


def wlan(address: str = "192.168.1.20/24", **more: Any) -> Interface:
    """A Linux laptop's Wi-Fi."""
    return card("wlp3s0", address, "fe80::20/64", **{"wireless": True, "virtual": False, "gateway": True, **more})


def cable(name: str = "enp0s31f6", address: str = "10.1.2.3/24", **more: Any) -> Interface:
    """A Linux laptop's cable."""
    return card(name, address, **{"wireless": False, "virtual": False, **more})


DOCKER = card("docker0", "172.17.0.1/16", wireless=False, virtual=True, mac="02:42:ac:11:00:01")
LIBVIRT = card("virbr0", "192.168.122.1/24", wireless=False, virtual=True)
WSL = card("vEthernet (WSL (Hyper-V firewall))", "172.28.0.1/20", mac="00:15:5d:01:02:03")
SWITCH = card("vEthernet (Default Switch)", "172.19.160.1/20", mac="00:15:5d:0a:0b:0c")
WIFI = card("Wi-Fi", "192.168.43.12/24", gateway=True, mac="a4:c3:f0:11:22:33")

CASES: Mapping[str, Case] = {
    # --- Linux
    "Linux, only Wi-Fi": linux(wlan(), right=("192.168.1.20",)),
    "Linux, Wi-Fi without an uplink": linux(wlan(gateway=False), right=("192.168.1.20",)),
    "Linux, only a cable": linux(cable(gateway=True), right=("10.1.2.3",)),
    "Linux, old names": linux(card("eth0", "192.168.0.7/24", gateway=True), right=("192.168.0.7",)),
    "Linux, cable without an address from the network": linux(
        card("eno1", "169.254.9.9/16", wireless=False, virtual=False), wlan(), right=("192.168.1.20",)
    ),
    "Linux, Docker and libvirt": linux(DOCKER, LIBVIRT, wlan(), right=("192.168.1.20",)),
    "Linux, many bridges of containers": linux(
        *(card(f"br-{n:012x}", f"172.{18 + n}.0.1/16", virtual=True, wireless=False) for n in range(6)),
        card("veth12ab", "169.254.3.3/16", virtual=True, wireless=False),
        wlan(),
        right=("192.168.1.20",),
    ),
    "Linux, full-tunnel VPN": linux(
        wlan(gateway=False), card("tun0", "10.8.0.2/24", point_to_point=True, gateway=True), right=("192.168.1.20",)
    ),
    "Linux, WireGuard": linux(
        wlan(gateway=False), card("wg0", "10.66.0.2/32", gateway=True, virtual=True), right=("192.168.1.20",)
    ),
    "Linux, Tailscale": linux(
        wlan(), card("tailscale0", "100.101.5.6/32", "fd7a:115c:a1e0::5/128", virtual=True), right=("192.168.1.20",)
    ),
    "Linux, a VPN left behind": linux(wlan(), card("ppp0", "10.20.0.9/32"), right=("192.168.1.20",)),
    "Linux, only a VPN": linux(card("tun0", "10.8.0.2/24", point_to_point=True, gateway=True), right=(), doubt="weak"),
    "Linux, its own hotspot beside a cable": linux(
        wlan("10.42.0.1/24", gateway=False), cable(gateway=True), right=("10.42.0.1",)
    ),
    "Linux, Wi-Fi and cable in two networks": linux(
        wlan(), cable(gateway=True), right=("192.168.1.20", "10.1.2.3"), doubt="close"
    ),
    "Linux, Wi-Fi and cable in the same network": linux(
        wlan("10.1.2.77/24"), cable(gateway=True), right=("10.1.2.77", "10.1.2.3")
    ),
    "Linux, Wi-Fi that is off": linux(wlan(up=False, gateway=False), cable(gateway=True), right=("10.1.2.3",)),
    "Linux, mobile broadband and Wi-Fi": linux(
        wlan(gateway=False), card("wwan0", "10.150.3.4/30", gateway=True), right=("192.168.1.20",)
    ),
    "Linux, only mobile broadband": linux(card("wwan0", "100.70.3.4/30", gateway=True), right=(), doubt="weak"),
    "Linux, a public address on Wi-Fi": linux(wlan("130.233.5.6/20"), right=("130.233.5.6",)),
    "Linux, both families": linux(
        card("wlp3s0", "2001:db8::5/64", "192.168.7.7/24", wireless=True, gateway=True), right=("192.168.7.7",)
    ),
    "Linux, IPv6 only": linux(cable("eth0", "2001:db8::5/64", gateway=True), right=("2001:db8::5",), doubt="weak"),
    "Linux, nothing but loopback": linux(right=(), doubt="none"),
    "Linux, nothing but an address that nobody gave": linux(cable("eth0", "169.254.1.1/16"), right=(), doubt="weak"),
    "Linux, a container": linux(
        card("eth0", "172.17.0.2/16", gateway=True, virtual=True), right=(), doubt="container", inside="container"
    ),
    "WSL 2 behind Windows": linux(
        card("eth0", "172.28.5.6/20", gateway=True, virtual=True), right=(), doubt="wsl", inside="wsl"
    ),
    # --- macOS
    "macOS, Wi-Fi": mac(card("en0", "192.168.0.31/24", gateway=True), right=("192.168.0.31",)),
    "macOS, a VPN and virtual machines": mac(
        card("en0", "192.168.0.31/24"),
        card("bridge100", "192.168.64.1/24"),
        card("vmnet8", "172.16.44.1/24"),
        card("utun4", "10.20.0.5/32", point_to_point=True, gateway=True),
        right=("192.168.0.31",),
    ),
    "macOS, shares its own network": mac(
        card("en5", "10.1.9.9/24", gateway=True),
        card("bridge100", "192.168.2.1/24"),
        right=("192.168.2.1", "10.1.9.9"),
        doubt="close",
    ),
    "macOS, Wi-Fi and a dock's cable": mac(
        card("en0", "10.0.4.5/24", gateway=True),
        card("en7", "10.0.9.6/24"),
        right=("10.0.4.5", "10.0.9.6"),
        doubt="close",
    ),
    "macOS, Tailscale without Wi-Fi": mac(card("utun3", "100.90.1.2/32", point_to_point=True), right=(), doubt="weak"),
    # --- Windows
    "Windows, Wi-Fi": windows(WIFI, right=("192.168.43.12",)),
    "Windows, Hyper-V, WSL, VirtualBox and a pulled cable": windows(
        WSL,
        SWITCH,
        card("Ethernet 2", "192.168.56.1/24", mac="0a:00:27:00:00:0f"),
        card("Ethernet", "169.254.10.2/16", mac="a4:bb:6d:01:02:03"),
        WIFI,
        right=("192.168.43.12",),
    ),
    "Windows in Finnish": windows(
        card("Ethernet", "169.254.7.7/16"), card("WLAN", "10.0.0.8/24", gateway=True), right=("10.0.0.8",)
    ),
    "Windows in Swedish, old": windows(
        card("Trådlös nätverksanslutning", "10.0.0.9/24", gateway=True),
        card("Anslutning till lokalt nätverk", "169.254.7.8/16"),
        right=("10.0.0.9",),
    ),
    "Windows, AnyConnect as Ethernet 3": windows(
        card("Wi-Fi", "192.168.43.12/24"),
        card("Ethernet 3", "10.64.3.4/18", gateway=True, mac="00:05:9a:3c:7a:00"),
        right=("192.168.43.12",),
    ),
    "Windows, OpenVPN's adapter as Ethernet 2": windows(
        card("Wi-Fi", "192.168.43.12/24"),
        card("Ethernet 2", "10.8.0.6/24", gateway=True, mac="00:ff:1a:2b:3c:4d"),
        right=("192.168.43.12",),
    ),
    "Windows, FortiClient": windows(
        WIFI, card("Ethernet 4", "10.212.134.200/32", mac="00:09:0f:fe:00:01"), right=("192.168.43.12",)
    ),
    "Windows, a VPN that nobody can tell from a cable": windows(
        card("Wi-Fi", "192.168.43.12/24"),
        card("Ethernet 5", "10.9.9.9/24", gateway=True, mac="aa:bb:cc:00:00:01"),
        right=("192.168.43.12",),
        doubt="close",
    ),
    "Windows, its mobile hotspot": windows(
        WIFI,
        card("Local Area Connection* 10", "192.168.137.1/24"),
        right=("192.168.137.1", "192.168.43.12"),
        doubt="close",
    ),
    "Windows, Wi-Fi Direct left over": windows(
        WIFI, card("Local Area Connection* 2", "169.254.90.1/16"), right=("192.168.43.12",)
    ),
    "Windows, an iPhone on a cable and Wi-Fi": windows(
        card("Wi-Fi", "10.3.3.3/24"),
        card("Apple Mobile Device Ethernet", "172.20.10.2/28", gateway=True),
        right=("10.3.3.3",),
    ),
    "Windows, VMware": windows(
        WIFI,
        card("VMware Network Adapter VMnet1", "192.168.200.1/24", mac="00:50:56:c0:00:01"),
        card("VMware Network Adapter VMnet8", "192.168.201.1/24", mac="00:50:56:c0:00:08"),
        right=("192.168.43.12",),
    ),
    "Windows, Bluetooth": windows(
        WIFI, card("Bluetooth Network Connection", "169.254.44.4/16"), right=("192.168.43.12",)
    ),
}
