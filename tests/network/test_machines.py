"""Which address is chosen on many kinds of computers: the right one, or an honest "not sure"."""

from __future__ import annotations

import pytest
from assertions import any_number, every
from fake_machines import CASES, Case

from facilitator.i18n.messages import LANGUAGES, catalogue, say
from facilitator.network.address_choice import choose_address


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """Each computer in turn."""
    return CASES[request.param]


def test_the_choice_is_right_or_honestly_unsure(case: Case) -> None:
    found = choose_address(case.machine)
    best = found.best.address if found.best else ""
    assert best in case.right or found.doubt


def test_it_is_unsure_exactly_where_nobody_could_know_and_says_why(case: Case) -> None:
    found = choose_address(case.machine)
    assert found.doubt == (f"network.doubt.{case.doubt}" if case.doubt else "")


def test_where_it_is_sure_the_first_is_the_right_one(case: Case) -> None:
    found = choose_address(case.machine)
    if not case.doubt:
        assert found.best is not None
        assert found.best.address == case.right[0]


def test_what_is_right_is_always_among_those_shown(case: Case) -> None:
    assert set(case.right) <= {way.address for way in choose_address(case.machine).ways}


def test_loopback_and_what_is_down_are_never_shown(case: Case) -> None:
    shown = {way.address for way in choose_address(case.machine).ways}
    never = {str(a) for each in case.cards if each.loopback or not each.up for a in each.addresses}
    assert not shown & never


def test_every_way_says_why_in_all_languages(case: Case) -> None:
    found = choose_address(case.machine)
    for key in [found.doubt, *(reason for way in found.ways for reason in way.reasons)]:
        assert not key or all(say(key, language) for language in LANGUAGES)
    assert all(way.reasons for way in any_number(found.ways))


def test_there_are_enough_computers_of_every_kind() -> None:
    assert len(CASES) >= 25
    for kind in ("Linux", "macOS", "Windows"):
        assert sum(name.startswith(kind) for name in CASES) >= 5
    assert {case.doubt for case in CASES.values()} == {"", "none", "weak", "close", "wsl", "container"}
    assert every(f"network.doubt.{case.doubt}" in catalogue() for case in CASES.values() if case.doubt)
