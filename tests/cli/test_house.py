"""What is on the facilitator's computer: saved workshops, samples, settings, and the one that runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.errors import RuleBroken
from facilitator.network import address_choice
from facilitator.room.options import RoomOptions
from facilitator.workspace.library import free_path, sample_folder, slug
from facilitator.workspace.workspace import Workspace
from store.errors import StoreError


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Workspace]:
    """A house whose workshops listen on this computer alone."""
    house = Workspace(tmp_path / "home", "fi")
    house.options = RoomOptions(host="127.0.0.1", port=0)
    yield house
    house.close()


def test_an_empty_house_has_no_workshops_but_templates_and_samples(house: Workspace) -> None:
    assert house.library.saved_sessions() == []
    assert house.library.template_cards()[0].id == "cx-what-can-i-do"
    assert len(house.library.sample_sessions()) >= 3
    assert not any(sample.trouble for sample in house.library.sample_sessions())
    assert not house.home.exists()


def test_what_was_saved_last_is_listed_first(house: Workspace) -> None:
    first, second = house.library.create(title="Eka"), house.library.create(title="Toka")
    house.open(first)
    house.close()
    assert [each.path for each in house.library.saved_sessions()] == [first, second]


def test_nothing_is_resumed_before_anything_was_open(house: Workspace) -> None:
    house.library.create()
    with pytest.raises(RuleBroken, match="nothing_to_resume"):
        house.library.last_session()


def test_the_one_that_was_open_last_is_resumed_in_another_run(house: Workspace) -> None:
    house.library.create(title="Eka")
    path = house.library.create(title="Toka")
    house.open(path)
    house.close()
    assert Workspace(house.home).library.last_session() == path.resolve()


def test_a_deleted_one_is_not_resumed(house: Workspace) -> None:
    path = house.library.create()
    house.open(path)
    house.close()
    house.library.delete(path)
    with pytest.raises(RuleBroken, match="nothing_to_resume"):
        Workspace(house.home).library.last_session()


def test_opening_another_closes_the_first(house: Workspace) -> None:
    first, second = house.library.create(), house.library.create()
    room = house.open(first)
    house.open(second)
    assert room.stopped.is_set()
    assert house.room is not room


def test_one_that_cannot_be_opened_leaves_nothing_open_and_last_as_it_was(house: Workspace, tmp_path: Path) -> None:
    good = house.library.create()
    house.open(good)
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(StoreError, match="unreadable"):
        house.open(broken)
    assert house.room is None
    assert house.library.last_session() == good.resolve()


@pytest.mark.parametrize("sample", sorted(path.stem for path in sample_folder().glob("*.json")))
def test_a_sample_opens_as_a_copy_and_stays_as_it_is(sample: str, house: Workspace) -> None:
    original = house.library.find(sample)
    before = original.read_bytes()
    beside = set(original.parent.iterdir())
    room = house.open(original)
    assert room.path.parent == house.library.sessions
    assert json.loads(before)["session"]["1"]["title"] == room.public.session.title
    house.close()
    assert original.read_bytes() == before
    assert set(original.parent.iterdir()) == beside


def test_a_saved_workshop_goes_before_a_sample_of_its_name(house: Workspace) -> None:
    name = house.library.sample_sessions()[0].path.stem
    own = house.library.create(out=house.library.sessions / f"{name}.json")
    assert house.library.find(name) == own


def test_language_is_the_one_said_then_the_one_chosen_then_the_terminals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "sv_FI.UTF-8")
    assert Workspace(tmp_path).preferences.language == "sv"
    Workspace(tmp_path).preferences.language = "en"
    assert Workspace(tmp_path).preferences.language == "en"
    assert Workspace(tmp_path, "fi").preferences.language == "fi"


def test_choices_are_kept_together(tmp_path: Path) -> None:
    house = Workspace(tmp_path)
    house.preferences.theme = "dark"
    house.preferences.language = "sv"
    again = Workspace(tmp_path)
    assert (again.preferences.theme, again.preferences.language) == ("dark", "sv")


def test_a_choice_that_cannot_be_written_holds_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    house = Workspace(tmp_path / "home")
    house.preferences.language = "en"
    assert house.preferences.language == "en"


def test_without_a_network_the_facilitator_is_told_that_phones_cannot_come(
    house: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psutil.net_if_addrs", dict)
    house.options = RoomOptions(port=0)
    room = house.open(house.library.create())
    assert address_choice.is_local_only(room.address)
    assert ("only_here", {}) in room.notices


def test_loopback_that_was_asked_for_is_no_trouble(house: Workspace) -> None:
    assert house.open(house.library.create()).notices == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mitä minä voin tehdä?", "mita-mina-voin-tehda"),
        ("../../etc/passwd", "etc-passwd"),
        ("  CON  ", "con"),
        ("日本語", ""),
        ("x" * 500, "x" * 60),
        ("a\n\tb\x00", "a-b"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(text: str, name: str) -> None:
    assert slug(text) == name


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for name in ("a.json", "a-2.json", "a-3.json"):
        path = free_path(tmp_path, "a")
        assert path.name == name
        path.touch()
