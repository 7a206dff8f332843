"""Which address the join code shows, on made-up computers and on this one."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import pytest
from assertions import none

from facilitator.i18n.messages import LANGUAGES, say
from facilitator.network import address_choice
from facilitator.network.interfaces import Interface


def card(name: str, *addresses: str, **more: Any) -> Interface:
    """An interface with these addresses."""
    return Interface(name=name, addresses=tuple(map(ip_address, addresses)), **more)


LOOP = card("lo", "127.0.0.1", "::1", loopback=True)

MACHINES = {
    "only Wi-Fi": ([LOOP, card("wlp3s0", "192.168.1.20", wireless=True, gateway=True)], "192.168.1.20"),
    "Wi-Fi without an uplink": ([LOOP, card("wlan0", "10.42.0.7", wireless=True)], "10.42.0.7"),
    "cable": ([LOOP, card("eno1", "10.1.2.3", gateway=True)], "10.1.2.3"),
    "full-tunnel VPN over Wi-Fi": (
        [
            LOOP,
            card("wlp3s0", "192.168.8.2", wireless=True),
            card("tun0", "10.8.0.2", point_to_point=True, gateway=True),
        ],
        "192.168.8.2",
    ),
    "WireGuard": ([LOOP, card("wg0", "10.66.0.2", gateway=True), card("enp0s25", "172.16.5.9")], "172.16.5.9"),
    "macOS with a VPN and its own bridges": (
        [
            card("lo0", "127.0.0.1", loopback=True),
            card("bridge100", "192.168.64.1"),
            card("en0", "192.168.0.31", gateway=True),
            card("utun4", "10.20.0.5", point_to_point=True),
            card("awdl0", "fe80::1"),
        ],
        "192.168.0.31",
    ),
    "Docker and libvirt": (
        [
            LOOP,
            card("docker0", "172.17.0.1"),
            card("virbr0", "192.168.122.1"),
            card("wlan0", "192.168.1.5", wireless=True),
        ],
        "192.168.1.5",
    ),
    "Windows with Hyper-V, WSL and VirtualBox": (
        [
            card("vEthernet (WSL)", "172.28.0.1"),
            card("VirtualBox Host-Only Network", "192.168.56.1"),
            card("Ethernet", "169.254.10.2"),
            card("Wi-Fi", "192.168.43.12", gateway=True),
        ],
        "192.168.43.12",
    ),
    "Windows in Finnish, cable pulled": (
        [card("Ethernet", "169.254.7.7"), card("WLAN", "10.0.0.8")],
        "10.0.0.8",
    ),
    "an interface that is down": (
        [card("wlan0", "192.168.1.9", wireless=True, up=False), card("eth0", "10.0.0.4")],
        "10.0.0.4",
    ),
    "two addresses, one of each family": ([card("eth0", "2001:db8::5", "192.168.7.7", gateway=True)], "192.168.7.7"),
    "IPv6 only": ([LOOP, card("eth0", "2001:db8::5", "fe80::5", gateway=True)], "2001:db8::5"),
    "nothing but an address nobody gave": ([LOOP, card("eth0", "169.254.1.1")], "169.254.1.1"),
}


@pytest.mark.parametrize("name", MACHINES)
def test_the_address_that_phones_in_the_room_can_reach_is_chosen(name: str) -> None:
    machine, wanted = MACHINES[name]
    chosen = address_choice.best_candidate(machine)
    assert chosen is not None
    assert chosen.address == wanted


@pytest.mark.parametrize("name", MACHINES)
def test_every_candidate_says_why_in_all_languages(name: str) -> None:
    for candidate in address_choice.candidates(MACHINES[name][0]):
        assert candidate.reasons
        for reason in candidate.reasons:
            assert all(say(reason, language) for language in LANGUAGES)


def test_loopback_is_never_a_candidate() -> None:
    assert address_choice.best_candidate([LOOP]) is None


def test_this_computer_is_read_without_a_loopback_among_the_candidates() -> None:
    assert none(ip_address(found.address).is_loopback for found in address_choice.candidates())


@pytest.mark.parametrize(
    ("host", "port", "url", "tls", "said"),
    [
        ("192.168.1.20", 8000, "", False, "http://192.168.1.20:8000/4829"),
        ("192.168.1.20", 80, "", False, "http://192.168.1.20/4829"),
        ("192.168.1.20", 443, "", True, "https://192.168.1.20/4829"),
        ("127.0.0.1", 8123, "", False, "http://127.0.0.1:8123/4829"),
        ("::1", 8000, "", False, "http://[::1]:8000/4829"),
        ("", 8000, "https://cx.example.org", False, "https://cx.example.org/4829"),
        ("", 8000, "https://cx.example.org/4829", False, "https://cx.example.org/4829"),
        ("127.0.0.1", 8000, "cx.example.org/room/", True, "https://cx.example.org/room/4829"),
    ],
)
def test_the_join_address_is_as_short_as_it_can_be(host: str, port: int, url: str, tls: bool, said: str) -> None:
    assert address_choice.choose_join_address(host, url, port, "4829", tls) == said


def test_any_private_address_with_its_port_fits_a_small_code() -> None:
    assert len(address_choice.join_address("192.168.100.200", 65535, "", "482913")) <= address_choice.MAX_ADDRESS_LENGTH


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:8000/4829", True),
        ("http://[::1]:8000/4829", True),
        ("http://localhost:8000/4829", True),
        ("http://192.168.1.20:8000/4829", False),
        ("https://cx.example.org/4829", False),
    ],
)
def test_an_address_that_no_phone_can_reach_is_known_as_such(address: str, here: bool) -> None:
    assert address_choice.is_local_only(address) is here
