"""The home screen: what there is, in one's own language, one key from starting."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_room import FakeWorkspace, Ready, Saved
from headless_terminal import Clock, Open
from msgspec.structs import replace
from textual.widgets import OptionList

from facilitator.i18n.messages import LANGUAGES, say
from screens.app import FacilitatorApp
from screens.check.check import RoomCheck
from screens.home.home import HomeScreen
from store.errors import StoreError


async def test_saved_and_ready_workshops_are_listed_with_state_and_minutes(at_home: Open) -> None:
    house = FakeWorkspace(recent=[Saved(), Saved(title={"fi": "Syksyn työpaja"}, state="closed")])
    async with at_home(house) as terminal:
        for wanted in ("Kevään työpaja", "kesken", "20.11.2026", "Syksyn työpaja", "päättynyt", "60 / 90 / 120 min"):
            assert wanted in terminal.text


async def test_n_enter_starts_the_flagship_at_its_usual_length(at_home: Open) -> None:
    house = FakeWorkspace()
    async with at_home(house) as terminal:
        await terminal.press("n", "enter")
        await terminal.until(lambda: terminal.app.opened is house.room)
        assert house.calls == [("create", "cx-what-can-i-do", 90, None, "fi"), ("open", Path("fresh.json"))]
        # A new workshop begins with its room check; Esc goes on to the lobby.
        await terminal.until(lambda: isinstance(terminal.app.screen, RoomCheck))
        await terminal.press("escape")
        assert terminal.app.screen is terminal.live


async def test_another_length_and_a_title_of_ones_own(at_home: Open) -> None:
    house = FakeWorkspace()
    async with at_home(house) as terminal:
        await terminal.press("enter", "shift+tab", "shift+tab", *"Meidän päivä", "enter", "shift+tab", "enter")
        await terminal.until(lambda: bool(house.calls))
        assert house.calls[0] == ("create", "cx-what-can-i-do", 60, "Meidän päivä", "fi")


async def test_a_saved_workshop_is_opened_by_enter(at_home: Open) -> None:
    house = FakeWorkspace(recent=[Saved()])
    async with at_home(house) as terminal:
        await terminal.press("enter")
        await terminal.until(lambda: terminal.app.opened is house.room)
        assert house.calls == [("open", Path("saved.json"))]


async def test_everything_works_by_mouse(at_home: Open) -> None:
    house = FakeWorkspace()
    async with at_home(house) as terminal:
        await terminal.pilot.click("#open")
        await terminal.pilot.pause()
        await terminal.pilot.click("#minutes-120")
        await terminal.until(lambda: bool(house.calls))
        assert house.calls[0] == ("create", "cx-what-can-i-do", 120, None, "fi")


async def test_the_language_is_changed_by_its_own_name_and_kept(at_home: Open) -> None:
    house = FakeWorkspace()
    async with at_home(house) as terminal:
        await terminal.pilot.click("#language-sv")
        await terminal.until(lambda: "Börja en ny workshop" in terminal.text)
        assert "Vad kan jag göra?" in terminal.text
        assert house.language == "sv"


async def test_what_cannot_be_opened_is_said_in_one_sentence_and_home_stays(at_home: Open) -> None:
    house = FakeWorkspace(recent=[Saved(trouble="unreadable")])
    house.fails = StoreError("in_use", file="saved.json", since="14.30", pid=1)
    async with at_home(house) as terminal:
        assert "tiedosto ei aukea" in terminal.text
        await terminal.press("enter")
        await terminal.until(lambda: "jo auki toisessa ikkunassa" in terminal.text)
        assert isinstance(terminal.app.screen, HomeScreen)
        house.fails = None
        await terminal.press("enter")
        await terminal.until(lambda: terminal.app.opened is house.room)


async def test_a_workshop_that_was_named_is_opened_at_once() -> None:
    house = FakeWorkspace()
    app = FacilitatorApp(house, Path("named.json"))
    async with app.run_test() as pilot:
        for _ in range(100):
            await pilot.pause(0.02)
            if app.opened is not None:
                break
        assert house.calls == [("open", Path("named.json"))]


async def test_a_workshop_that_runs_already_is_shown_without_home() -> None:
    house = FakeWorkspace()
    house.room.notices.append(("port_taken", {"taken": 8000, "port": 8001}))
    clock = Clock()
    app = FacilitatorApp(house, None, house.room, clock)
    async with app.run_test() as pilot:
        assert house.calls == []
        # Nobody has looked yet, so it is still there in a later step.
        view = house.room.console
        house.room.show(replace(view, public=replace(view.public, current="later")))
        await pilot.pause()
        await pilot.press("tab")
        clock.now += 1.0
        await pilot.press("tab")
        assert "8001" in str(app.screen.query_one("#console-status").render())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_keys_are_seen_whole_beside_all_the_buttons(at_home: Open, language: str) -> None:
    house = FakeWorkspace(recent=[Saved(state="closed", promises=3, actions=1)])
    house.language = language
    async with at_home(house, size=(80, 24)) as terminal:
        await terminal.press("home")
        assert say("home.follow", language) in terminal.text
        assert say("home.keys", language) in terminal.text


async def test_a_long_list_fits_the_smallest_usual_terminal(at_home: Open) -> None:
    cards = [Ready(id=f"c{n}", title={"fi": f"Työpaja numero {n} " + "pitkä " * 20}) for n in range(30)]
    async with at_home(FakeWorkspace(recent=[Saved()] * 9, cards=cards), size=(60, 20)) as terminal:
        await terminal.press("end")
        assert "Työpaja numero 29" in terminal.text
        assert "Avaa" in terminal.text
        assert terminal.app.screen.query_one(OptionList).size.height >= 5


async def test_at_home_the_keys_of_the_program_do_what_they_do_in_a_workshop(at_home: Open) -> None:
    house = FakeWorkspace()
    async with at_home(house) as terminal:
        before = terminal.app.theme
        await terminal.press("f4")
        assert terminal.app.theme != before
        assert house.theme == terminal.app.theme
        await terminal.press("ctrl+q")
        assert terminal.app.return_value is not None
        assert terminal.app.return_value.quit
