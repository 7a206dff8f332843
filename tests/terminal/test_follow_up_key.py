"""From a finished workshop to its running follow-up by one key, and the review on the console, on a real room."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from fake_room import FakeWorkspace, Saved
from headless_terminal import Clock, Open, rows
from textual.pilot import Pilot

from facilitator.room.options import RoomOptions
from facilitator.templates.new_session import new_session
from facilitator.view import ReviewBody
from facilitator.workspace.workspace import Workspace
from screens.app import FacilitatorApp, TerminalExit
from screens.console.review import ReviewPane
from screens.dialogs.status import StatusForm
from screens.live.live import LiveScreen
from store.records import Action, replace
from store.sessions import create

SECONDS = 15.0
SOON = (date.today() + timedelta(days=9)).isoformat()
PAST = (date.today() - timedelta(days=3)).isoformat()


@dataclass
class Real:
    """The terminal on a real house with one finished workshop in it."""

    app: FacilitatorApp
    pilot: Pilot[TerminalExit]
    house: Workspace
    clock: Clock

    @property
    def text(self) -> str:
        return "\n".join(rows(self.app))

    @property
    def review(self) -> ReviewBody:
        assert self.house.room is not None
        body = self.house.room.public.body
        assert isinstance(body, ReviewBody)
        return body

    async def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS
        while not holds():
            assert time.monotonic() < deadline, f"it did not come; the screen:\n{self.text}"
            await self.pilot.pause(0.02)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


def finished(folder: Path) -> Path:
    """A closed workshop with two actions under way, one of them late, and one done."""
    session, steps = new_session("cx-what-can-i-do", 60, language="fi")
    path = folder / "keväällä.json"
    actions = [
        Action(id="a1", step="actions", number=1, what="Kerromme ajan", owner="Anna", due=PAST, first_step="Pohja"),
        Action(id="a2", step="actions", number=2, what="Yksi ohje", owner="Bo", due=SOON, first_step="Lista"),
        Action(id="a3", step="actions", number=3, what="Soitamme", owner="Cecilia", due=PAST, status="done"),
    ]
    held = [replace(step, state="done") for step in steps]
    create(path, replace(session, state="closed", step=held[-1].id), (*held, *actions))
    return path


@asynccontextmanager
async def home(tmp_path: Path, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Real]:
    house = Workspace(tmp_path, "fi")
    house.options = RoomOptions(host="127.0.0.1", port=0)
    finished(house.library.sessions)
    clock = Clock()
    app = FacilitatorApp(house, None, None, clock)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Real(app, pilot, house, clock)
    finally:
        house.close()


async def test_one_key_starts_the_follow_up_and_its_states_are_marked_by_number(tmp_path: Path) -> None:
    async with home(tmp_path) as real:
        assert "2 avoinna, 1 myöhässä, seuraava" in real.text
        await real.press("f")
        await real.until(lambda: isinstance(real.app.screen, LiveScreen) and real.app.screen.console.is_mounted)
        room = real.house.room
        assert room is not None
        await room.execute("goto", step="status")
        await room.execute("open")
        assert [item.action.what for item in real.review.items] == ["Kerromme ajan", "Yksi ohje"]
        await real.press("tab")
        real.clock.now += 1.0
        await real.press("tab")
        await real.until(lambda: bool(real.app.screen.query(ReviewPane)) and "Kerromme ajan" in real.text)
        await real.press("3")
        await real.until(lambda: real.review.items[0].action.status == "done")
        # A state that needs words asks for them, and takes nothing without.
        await real.press("4")
        await real.until(lambda: isinstance(real.app.screen, StatusForm))
        await real.press(*["enter"] * 5)
        assert "kirjataan syy" in real.text
        await real.press(*"ei aikaa", *["enter"] * 5)
        await real.until(lambda: real.review.items[0].action.status == "dropped")
        assert real.review.items[0].action.note == "ei aikaa"
        # Back from it: the reason goes with the state that it was given for.
        await real.press("2")
        await real.until(lambda: real.review.items[0].action.status == "in_progress")
        assert real.review.items[0].action.note == ""


async def test_after_a_follow_up_the_earlier_workshop_is_no_longer_counted(tmp_path: Path) -> None:
    async with home(tmp_path) as real:
        await real.press("f")
        await real.until(lambda: real.house.room is not None)
    house = Workspace(tmp_path, "fi")
    counted = {each.path.stem: len(each.dues) for each in house.library.saved_sessions()}
    assert sorted(counted.values()) == [2, 2]
    app = FacilitatorApp(house)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        shown = "\n".join(rows(app))
        assert shown.count("avoinna") == 1


async def test_a_follow_up_that_was_made_but_not_held_is_opened_again(at_home: Open) -> None:
    made = Saved(Path("made.json"), state="lobby", id="b", follows="a", dues=("",), actions=1)
    first = Saved(Path("first.json"), state="closed", id="a", dues=("",), actions=1)
    house = FakeWorkspace(recent=[first, made])
    async with at_home(house) as terminal:
        await terminal.press("f")
        await terminal.until(lambda: terminal.app.opened is house.room)
        assert house.calls == [("open", Path("made.json"))]


async def test_the_follow_up_is_offered_by_mouse_and_only_where_there_is_something_to_follow(at_home: Open) -> None:
    left = Saved(state="closed", id="a", actions=2, dues=("", ""))
    house = FakeWorkspace(recent=[left, Saved(state="closed", id="b")])
    async with at_home(house) as terminal:
        assert "f aloittaa seurannan" in terminal.text
        await terminal.press("down")
        assert "f aloittaa seurannan" not in terminal.text
        assert not terminal.app.screen.query_one("#follow").display
        await terminal.press("up")
        await terminal.pilot.click("#follow")
        await terminal.until(lambda: terminal.app.opened is house.room)
        assert house.calls == [("follow_up", Path("saved.json")), ("open", Path("follow-up.json"))]


async def test_older_workshops_with_open_actions_are_listed_the_most_urgent_first(at_home: Open) -> None:
    old = [
        Saved(Path(f"old{n}.json"), {"fi": f"Vanha {n}"}, "closed", id=f"o{n}", actions=1, dues=(due,))
        for n, due in enumerate(("", SOON, PAST))
    ]
    quiet = Saved(Path("quiet.json"), {"fi": "Hiljainen"}, "closed", id="q")
    house = FakeWorkspace(recent=[*(Saved(id=f"r{n}") for n in range(5)), quiet, *old])
    async with at_home(house, size=(80, 30)) as terminal:
        text = terminal.text
        assert "Avoimia toimenpiteitä" in text
        assert "Hiljainen" not in text
        assert text.index("Vanha 2") < text.index("Vanha 1") < text.index("Vanha 0")
