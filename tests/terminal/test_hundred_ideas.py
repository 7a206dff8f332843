"""A hundred ideas into named themes on the real console of a real room: how many keys it takes, with and without
suggestions. Keys that are counted are those after the console is open; what is typed as a name counts letter by letter.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from headless_terminal import Clock, rows
from textual.pilot import Pilot

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.view import GroupBody
from facilitator.workspace.workspace import Workspace
from screens.app import FacilitatorApp, TerminalExit
from screens.live.live import LiveScreen

IDEAS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "grouping" / "meetings.jsonl").read_text("utf-8").splitlines()
][:100]
MOST = 60
PATIENCE = 2000
"""Pauses of a hundredth of a second."""


class Counting:
    """A console that counts the keys that are pressed on it."""

    def __init__(self, app: FacilitatorApp, pilot: Pilot[TerminalExit], room: Room) -> None:
        self.app, self.pilot, self.room, self.keys = app, pilot, room, 0

    @property
    def group(self) -> GroupBody:
        """The grouping as it is now."""
        body = self.room.console.public.body
        assert isinstance(body, GroupBody)
        return body

    @property
    def live(self) -> LiveScreen:
        """The live screen, whatever lies over it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, LiveScreen))

    async def press(self, *keys: str) -> None:
        """Press keys and count them."""
        self.keys += len(keys)
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        for _ in range(PATIENCE):
            if holds():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("\n".join(rows(self.app)))


@asynccontextmanager
async def grouping(home: Path) -> AsyncIterator[Counting]:
    """A workshop with a hundred ideas that are to be grouped, and its console open."""
    house = Workspace(home, "fi")
    house.options = RoomOptions(host="127.0.0.1", port=0)
    room = house.open(house.library.create("cx-what-can-i-do", 90))
    try:
        await room.execute("goto", step="ideas")
        await room.execute("open")
        for idea in IDEAS:
            await room.execute("add", text=idea["text"])
        await room.execute("goto", step="group")
        clock = Clock()
        app = FacilitatorApp(house, None, room, clock)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await pilot.press("tab")
            clock.now += 1.0
            await pilot.press("tab")
            await pilot.pause()
            yield Counting(app, pilot, room)
    finally:
        house.close()


async def place_the_rest(console: Counting) -> None:
    """Put every idea that is left into the first theme, one key each."""
    while left := len(console.group.loose):
        console.live.console.themes.line_list.select(f"idea/{console.group.loose[0].id}")
        await console.press("1")
        await console.until(lambda left=left: len(console.group.loose) < left)  # type: ignore[misc]


async def test_with_suggestions_sixty_keys_are_more_than_enough(tmp_path: Path) -> None:
    async with grouping(tmp_path) as console:
        await console.press("g")
        await console.until(lambda: bool(console.live.console.themes.review.groups))
        suggested = console.live.console.themes.review.groups
        for _ in suggested:
            before = len(console.group.themes)
            await console.press("f")
            await console.until(lambda before=before: len(console.group.themes) > before)  # type: ignore[misc]
        await place_the_rest(console)
        assert sum(len(theme.texts) for theme in console.group.themes) == len(IDEAS)
        assert all(theme.name for theme in console.group.themes)
        assert 5 <= len(console.group.themes) <= 12
        print(f"with suggestions, one by one: {console.keys} keys")
        assert console.keys <= MOST


async def test_all_at_once_takes_a_handful_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    async with grouping(tmp_path) as console:
        await console.press("g")
        await console.until(lambda: bool(console.live.console.themes.review.groups))
        await console.press("end", "d")
        await console.until(lambda: len(console.group.themes) >= 5)
        await place_the_rest(console)
        print(f"with suggestions, all at once: {console.keys} keys")
        assert console.keys <= MOST / 2
        for _ in range(console.keys - 3):
            await console.press("u")
        await console.press("u")
        await console.until(lambda: len(console.group.loose) == len(IDEAS))
        assert console.group.themes == ()


async def test_without_suggestions_every_idea_takes_a_key_and_every_theme_a_name(tmp_path: Path) -> None:
    label = {idea["text"]: idea["label"] for idea in IDEAS}
    async with grouping(tmp_path) as console:
        numbers: dict[str, int] = {}
        while console.group.loose:
            left = len(console.group.loose)
            wanted = label[console.group.loose[0].text]
            console.live.console.themes.line_list.select(f"idea/{console.group.loose[0].id}")
            if wanted in numbers:
                await console.press(str(numbers[wanted]))
            else:
                numbers[wanted] = len(numbers) + 1
                await console.press("0")
                await console.press(*f"Teemme_{wanted}", "enter")
            await console.until(lambda left=left: len(console.group.loose) < left)  # type: ignore[misc]
        print(f"without suggestions: {console.keys} keys")
        assert console.keys > 2 * MOST
