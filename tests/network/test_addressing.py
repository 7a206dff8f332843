"""The address of one workshop: chosen, watched, changed, proved by a phone."""

from __future__ import annotations

import pytest
from fake_machines import CASES, LOOP, card, wlan

from facilitator.errors import RuleBroken
from facilitator.network.addressing import JoinAddress
from facilitator.network.interfaces import Interface, Machine

CABLE = card("enp0s31f6", "10.1.2.3/24", wireless=False, virtual=False, gateway=True)
VPN = card("tun0", "10.8.0.2/24", point_to_point=True, gateway=True)


class Laptop:
    """A computer whose network a test changes."""

    def __init__(self, *cards: Interface) -> None:
        self.cards = cards
        self.now = 1000.0

    def read(self) -> Machine:
        return Machine((LOOP, *self.cards))

    def addressing(self, host: str = "", url: str = "") -> JoinAddress:
        return JoinAddress(host, url, 8000, "4829", False, clock=lambda: self.now, read=self.read)


def test_the_code_says_the_best_address_and_lists_the_others() -> None:
    found = Laptop(wlan(), CABLE).addressing()
    assert found.address == "http://192.168.1.20:8000/4829"
    assert [way.address for way in found.outlook.ways] == ["192.168.1.20", "10.1.2.3"]
    assert found.outlook.ways[1].url == "http://10.1.2.3:8000/4829"
    assert found.outlook.doubt == "network.doubt.close"


def test_an_address_is_changed_by_one_act_and_is_then_no_guess() -> None:
    found = Laptop(wlan(), CABLE).addressing()
    found.set_address("10.1.2.3")
    assert found.address == "http://10.1.2.3:8000/4829"
    assert found.outlook.chosen
    assert not found.outlook.doubt


def test_a_tunnel_can_be_shown_and_left_again() -> None:
    found = Laptop(wlan()).addressing()
    found.set_address("https://room.example.org/")
    assert found.address == "https://room.example.org/4829"
    assert not found.update(Machine((LOOP,))) or not found.outlook.lost
    found.update(Machine((LOOP, wlan())))
    found.set_address("192.168.1.20")
    assert found.address == "http://192.168.1.20:8000/4829"


@pytest.mark.parametrize(
    "wrong", ["javascript:alert(1)", "ftp://a.b", "two words.fi", "", "nodots", "http://a.b:99999", "a" * 300]
)
def test_what_no_phone_can_open_is_refused_with_a_sentence(wrong: str) -> None:
    found = Laptop(wlan()).addressing()
    with pytest.raises(RuleBroken):
        found.set_address(wrong)
    assert found.address == "http://192.168.1.20:8000/4829"


def test_an_address_that_disappears_is_told_and_the_new_one_offered_but_not_taken() -> None:
    laptop = Laptop(wlan())
    found = laptop.addressing()
    assert found.update(Machine((LOOP, wlan("192.168.8.9/24"))))
    assert found.outlook.lost
    assert found.outlook.alternative is not None
    assert found.outlook.alternative.address == "192.168.8.9"
    assert found.address == "http://192.168.1.20:8000/4829"
    found.set_address("192.168.8.9")
    assert [found.outlook.lost] == [False]


def test_no_network_at_all_is_told_and_its_return_too() -> None:
    found = Laptop(wlan()).addressing()
    assert found.update(Machine((LOOP,)))
    assert found.outlook.lost
    assert found.outlook.alternative is None
    assert found.update(Machine((LOOP, wlan())))
    assert not found.outlook.lost


def test_a_vpn_that_comes_up_changes_nothing_of_what_is_shown() -> None:
    found = Laptop(wlan()).addressing()
    assert found.update(Machine((LOOP, wlan(gateway=False), VPN)))
    assert not found.outlook.lost
    assert found.address == "http://192.168.1.20:8000/4829"
    assert not found.outlook.doubt


def test_a_network_that_comes_after_the_start_is_offered() -> None:
    found = Laptop().addressing()
    assert found.address == "http://127.0.0.1:8000/4829"
    assert found.outlook.doubt == "network.doubt.none"
    assert found.update(Machine((LOOP, wlan())))
    assert found.outlook.alternative is not None


def test_looking_again_at_the_same_network_tells_nothing() -> None:
    found = Laptop(wlan()).addressing()
    assert not found.update(Machine((LOOP, wlan())))


def test_a_phone_proves_the_address_and_a_browser_on_this_computer_does_not() -> None:
    found = Laptop(wlan()).addressing()
    for own in ("127.0.0.1", "::1", "192.168.1.20", "::ffff:192.168.1.20"):
        assert not found.note_arrival(own)
    assert not found.outlook.reached
    proved = found.note_arrival("192.168.1.77")
    assert proved
    assert [found.outlook.reached] == [True]
    assert not found.note_arrival("192.168.1.78")


def test_another_address_has_to_be_proved_anew() -> None:
    laptop = Laptop(wlan(), CABLE)
    found = laptop.addressing()
    found.note_arrival("192.168.1.77")
    laptop.now += 50
    found.set_address("10.1.2.3")
    assert not found.outlook.reached
    assert found.outlook.since == 1050.0


def test_through_a_tunnel_everybody_comes_from_this_computer() -> None:
    found = Laptop(wlan()).addressing(url="https://room.example.org")
    assert found.note_arrival("127.0.0.1")


def test_where_one_address_is_listened_on_there_is_nothing_to_choose() -> None:
    found = Laptop(wlan(), CABLE).addressing(host="10.1.2.3")
    assert found.address == "http://10.1.2.3:8000/4829"
    assert found.outlook.fixed
    with pytest.raises(RuleBroken, match="address_fixed"):
        found.set_address("192.168.1.20")


@pytest.mark.parametrize("name", CASES)
def test_every_made_up_computer_gives_an_address_or_says_that_there_is_none(name: str) -> None:
    case = CASES[name]
    found = JoinAddress("", "", 8000, "4829", False, clock=lambda: 0.0, read=lambda: case.machine)
    assert found.address.endswith("/4829")
    assert ("127.0.0.1" in found.address) == (not found.outlook.ways)
