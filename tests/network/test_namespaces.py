"""Real interfaces, routes and phones in network namespaces of Linux, read by the real program."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from network_namespaces import Net, Served, available, run, wire

from facilitator.cli.main import main

if not available() and not os.environ.get("CI"):
    pytest.skip("network namespaces want Linux, iproute2 and the right to make them", allow_module_level=True)


def plugged(name: str, address: str, *, up: bool = True) -> tuple[str, ...]:
    """An interface with a carrier. Veth pairs are what every kernel has; names are what the program goes by."""
    family = ("-6 ", " nodad") if ":" in address else ("", "")
    return (
        f"link add {name} type veth peer name {name}p",
        f"link set {name}p up",
        f"{family[0]}addr add {address} dev {name}{family[1]}",
        *([f"link set {name} up"] if up else []),
    )


WIFI = plugged("wlan0", "192.168.1.20/24")
OUT = ("route add default via 192.168.1.1",)
DOCKER = (
    "link add docker0 type bridge",
    "link add veth9 type veth peer name veth8",
    *("link set veth9 master docker0", "link set veth9 up", "link set veth8 up"),
    *("addr add 172.17.0.1/16 dev docker0", "link set docker0 up"),
)
TUNNEL = plugged("tun0", "10.8.0.2/24")

COMPUTERS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "a plain network": ((*WIFI, *OUT), "192.168.1.20"),
    "no uplink": (WIFI, "192.168.1.20"),
    "Docker beside it": ((*WIFI, *DOCKER), "192.168.1.20"),
    "a full-tunnel VPN": ((*WIFI, *TUNNEL, "route add default dev tun0"), "192.168.1.20"),
    "an address that nobody gave beside it": (
        (*WIFI, *plugged("eth0", "169.254.7.7/16")),
        "192.168.1.20",
    ),
    "an interface that is down": (
        (*WIFI, *plugged("eth0", "10.9.9.9/24", up=False)),
        "192.168.1.20",
    ),
    "IPv6 only": (
        plugged("eth0", "2001:db8::5/64"),
        "2001:db8::5",
    ),
    "nothing": ((), ""),
}


@pytest.fixture
def laptop() -> Iterator[Net]:
    """A computer without a network."""
    with Net() as net:
        yield net


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workshop on disk."""
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path))
    path = tmp_path / "workshop.json"
    assert main(["new", "--minutes", "60", "--language", "fi", "--out", str(path)]) == 0
    return path


@pytest.mark.parametrize("name", COMPUTERS)
def test_the_doctor_picks_the_address_that_the_room_reaches(name: str, laptop: Net, tmp_path: Path) -> None:
    commands, wanted = COMPUTERS[name]
    laptop.ip(*commands)
    found = laptop.doctor(tmp_path)
    assert (found["pick"] or {"address": ""})["address"] == wanted
    if name in ("IPv6 only", "nothing"):
        assert not found["sure"]


def test_a_phone_in_the_room_turns_the_line_green_and_the_laptop_itself_does_not(
    laptop: Net, session: Path, tmp_path: Path
) -> None:
    with Net() as phone:
        wire(laptop, phone, "eth0")
        laptop.ip("addr add 192.168.1.20/24 dev eth0", "link set eth0 up")
        phone.ip("addr add 192.168.1.77/24 dev phone0", "link set phone0 up")
        with Served(laptop, tmp_path, session) as served:
            address = str(served.ready["url"])
            assert address.startswith("http://192.168.1.20:")
            fetch = ("curl", "-sf", "--max-time", "10", "-o", str(tmp_path / "page"), address)
            run(*laptop.words(*fetch))
            assert not served.network["reached"]
            run(*phone.words(*fetch))
            assert served.network["reached"]
            assert "192.168.1.77" not in str(served.execute("state"))
        assert "192.168.1.77" not in session.read_text("utf-8")


def test_when_the_address_goes_the_room_says_so_and_the_new_one_works_at_once(
    laptop: Net, session: Path, tmp_path: Path
) -> None:
    with Net() as phone:
        wire(laptop, phone, "eth0")
        laptop.ip("addr add 192.168.1.20/24 dev eth0", "link set eth0 up")
        phone.ip("link set phone0 up", "addr add 10.5.5.77/24 dev phone0")
        with Served(laptop, tmp_path, session) as served:
            laptop.ip("addr del 192.168.1.20/24 dev eth0", "addr add 10.5.5.20/24 dev eth0")
            found = served.until(lambda network: bool(network["lost"]))
            assert [way["address"] for way in found["ways"]] == ["10.5.5.20"]
            assert served.address.startswith("http://192.168.1.20:")
            assert served.execute("address", address="10.5.5.20")["ok"]
            assert served.address.startswith("http://10.5.5.20:")
            assert not served.network["lost"]
            run(*phone.words("curl", "-sf", "--max-time", "10", "-o", str(tmp_path / "page"), served.address))
            assert served.network["reached"]


def test_a_vpn_that_comes_up_meanwhile_changes_nothing(laptop: Net, session: Path, tmp_path: Path) -> None:
    laptop.ip(*WIFI, *OUT)
    with Served(laptop, tmp_path, session) as served:
        laptop.ip(*TUNNEL, "route replace default dev tun0")
        found = served.until(lambda network: len(network["ways"]) == 2)
        assert not found["lost"]
        assert served.address.startswith("http://192.168.1.20:")


def test_a_network_that_is_gone_is_told_and_its_return_too(laptop: Net, session: Path, tmp_path: Path) -> None:
    laptop.ip(*WIFI)
    with Served(laptop, tmp_path, session, fresh=True) as served:
        laptop.ip("link set wlan0 down")
        assert not served.until(lambda network: bool(network["lost"]))["ways"]
        laptop.ip("link set wlan0 up")
        served.until(lambda network: not network["lost"])
