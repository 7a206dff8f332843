"""One key writes the files: how it goes, where they are, and what becomes of the workshop; on the console only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fake_room import FakeRoom, FakeWorkspace, Saved, console_of
from headless_terminal import Open, Terminal
from msgspec.structs import replace

from facilitator.ports.protocols import Reply
from facilitator.view import ConsoleView
from screens.home.home import HomeScreen
from screens.stage.samples import samples
from store.errors import StoreError

FOLDER = "/koti/anna/viedyt"


def finished(state: str = "closed") -> ConsoleView:
    """A workshop that is over."""
    public = samples()["close"]
    return console_of(replace(public, session=replace(public.session, state=state)))


async def exported(terminal: Terminal) -> None:
    """From the stage to the question after the files."""
    terminal.room.replies["export"] = {"files": ["a"] * 14, "folder": FOLDER}
    await terminal.open_console()
    await terminal.press("e")


def chosen(terminal: Terminal) -> Callable[[], bool]:
    return lambda: "Mitä työpajalle tehdään" in terminal.text


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_after_the_files_it_says_where_they_are_and_asks_what_becomes_of_the_workshop(
    opened: Open, size: tuple[int, int]
) -> None:
    async with opened(finished(), size=size) as terminal:
        await exported(terminal)
        await terminal.until(chosen(terminal))
        for words in (f"14 tiedostoa on kansiossa {FOLDER}", "Säilytä", "Poista 30 päivän kuluttua", "Poista nyt"):
            assert words in terminal.text
        await terminal.press("escape")
        assert terminal.house.calls == []
        await terminal.press("tab")
        assert FOLDER not in terminal.text


async def test_enter_keeps_it(opened: Open) -> None:
    async with opened(finished()) as terminal:
        await exported(terminal)
        await terminal.until(chosen(terminal))
        await terminal.press("enter")
        await terminal.until(lambda: terminal.house.calls == [("keep_open", None)])
        await terminal.until(lambda: "Työpaja säilytetään" in terminal.text)


async def test_deleting_it_in_thirty_days_is_told_with_its_day(opened: Open) -> None:
    async with opened(finished()) as terminal:
        await exported(terminal)
        await terminal.until(chosen(terminal))
        await terminal.press("down", "enter")
        await terminal.until(lambda: terminal.house.calls == [("keep_open", 30)])
        await terminal.until(lambda: "26.12.2026" in terminal.text)


async def test_deleting_it_now_wants_its_name_and_ends_at_home(opened: Open) -> None:
    async with opened(finished(), size=(100, 30)) as terminal:
        title = terminal.room.public.session.title["fi"]
        await exported(terminal)
        await terminal.until(chosen(terminal))
        await terminal.press("down", "down", "enter")
        await terminal.until(lambda: "Vahvista kirjoittamalla" in terminal.text)
        await terminal.press("v", "ä", "enter")
        await terminal.until(lambda: "Mitään ei poistettu" in terminal.text)
        assert terminal.house.calls == []
        await terminal.press("e")
        await terminal.until(chosen(terminal))
        await terminal.press("down", "down", "enter")
        await terminal.until(lambda: "Vahvista kirjoittamalla" in terminal.text)
        await terminal.press(*title.upper().replace(" ", "  "), "enter")
        await terminal.until(lambda: terminal.house.calls == [("delete_open",)])
        await terminal.until(lambda: isinstance(terminal.app.screen, HomeScreen))
        await terminal.until(lambda: "on poistettu tältä koneelta" in terminal.text)
        assert terminal.app.opened is None


async def test_a_disk_that_does_not_let_it_go_says_so_and_nothing_is_lost(opened: Open) -> None:
    async with opened(finished(), size=(100, 30)) as terminal:
        title = terminal.room.public.session.title["fi"]
        terminal.house.fails = StoreError("folder_read_only", folder="/koti")
        await exported(terminal)
        await terminal.until(chosen(terminal))
        await terminal.press("down", "down", "enter")
        await terminal.until(lambda: "Vahvista kirjoittamalla" in terminal.text)
        await terminal.press(*title, "enter")
        await terminal.until(lambda: "/koti" in terminal.text)
        assert "on poistettu" not in terminal.text


async def test_the_other_languages_are_written_when_they_are_asked_for(opened: Open) -> None:
    async with opened(finished()) as terminal:
        await exported(terminal)
        await terminal.until(chosen(terminal))
        await terminal.press("down", "down", "down", "enter")
        await terminal.until(lambda: terminal.room.verbs.count("export") == 2)
        assert [arguments["also"] for _, arguments in terminal.room.done] == [(), ("sv", "en")]
        await terminal.until(chosen(terminal))


@pytest.mark.parametrize("state", ["running", "break", "lobby"])
async def test_while_people_are_working_nothing_is_asked(opened: Open, state: str) -> None:
    async with opened(finished(state)) as terminal:
        await exported(terminal)
        await terminal.until(lambda: FOLDER in terminal.text)
        await terminal.pilot.pause(0.1)
        assert not chosen(terminal)()


async def test_at_the_last_step_it_cannot_be_deleted_at_once(opened: Open) -> None:
    async with opened(finished("closing")) as terminal:
        await exported(terminal)
        await terminal.until(chosen(terminal))
        assert "Poista 30 päivän kuluttua" in terminal.text
        assert "Poista nyt" not in terminal.text


class SlowRoom(FakeRoom):
    """Makes files one by one, when it is told to go on."""

    def __init__(self, view: ConsoleView) -> None:
        super().__init__(view)
        self.step = asyncio.Event()

    async def execute(self, verb: str, **arguments: Any) -> Reply:
        if verb != "export":
            return await super().execute(verb, **arguments)
        for done, name in enumerate(("summary.docx", "actions.xlsx")):
            await asyncio.to_thread(arguments["progress"], done, 2, name)
            await self.step.wait()
            self.step.clear()
        return {"files": ["a", "b"], "folder": FOLDER, "version": 1}


async def test_it_says_how_far_it_is_and_going_back_to_the_stage_shows_neither_path_nor_question(opened: Open) -> None:
    room = SlowRoom(finished())
    async with opened(finished()) as terminal:
        terminal.live.context.driver = room
        await terminal.open_console()
        await terminal.press("e")
        await terminal.until(lambda: "Viedään 1/2: summary.docx" in terminal.text)
        room.step.set()
        await terminal.until(lambda: "Viedään 2/2: actions.xlsx" in terminal.text)
        await terminal.press("tab")
        room.step.set()
        await terminal.pilot.pause(0.2)
        assert FOLDER not in terminal.text
        assert not chosen(terminal)()


async def test_home_tells_of_workshops_that_went_and_of_those_that_will(at_home: Open) -> None:
    leaving = Saved(path=Path("leaving.json"), state="closed", title={"fi": "Lähtevä"})
    house = FakeWorkspace(recent=(leaving,))
    house.overdue = (Saved(path=Path("gone.json"), title={"fi": "Mennyt"}),)
    house.leaving = {leaving.path: date(2026, 12, 26)}
    async with at_home(house, size=(100, 30)) as terminal:
        assert "Poistettu, kuten vietäessä päätettiin: Mennyt." in terminal.text
        assert "poistetaan 26.12.2026" in terminal.text
