"""A terminal with a fake room, driven by keys and read row by row."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field

import fast_textual
from fake_room import FakeRoom, FakeWorkspace, console_of
from textual.command import CommandPalette
from textual.css.query import NoMatches
from textual.pilot import Pilot

from facilitator.view import ConsoleView
from screens.app import FacilitatorApp, TerminalExit
from screens.live.live import LiveScreen
from screens.stage.samples import samples

fast_textual.install()

SECONDS = 60.0
"""How long a test waits for something that has to come."""


class Clock:
    """A steady clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def rows(app: FacilitatorApp) -> list[str]:
    """The screen as rows of text, exactly as it would be sent to the terminal."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    assert len(lines) == height
    return ["".join(segment.text for segment in line.crop(0, width)) for line in lines]


@dataclass
class Terminal:
    """A running terminal."""

    app: FacilitatorApp
    pilot: Pilot[TerminalExit]
    room: FakeRoom
    house: FakeWorkspace
    clock: Clock = field(default_factory=Clock)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(rows(self.app))

    @property
    def live(self) -> LiveScreen:
        """The live screen, whatever lies over it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, LiveScreen))

    async def press(self, *keys: str) -> None:
        """Press keys one after the other and let everything settle."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until the condition is true. Fails after a timeout.

        A dialog is on top a moment before its widgets are in it, so what is not found is not there yet.
        """
        deadline = time.monotonic() + SECONDS
        while True:
            with suppress(NoMatches):
                if holds():
                    return
            assert time.monotonic() < deadline, f"it did not come; the screen:\n{self.text}"
            await asyncio.sleep(0.005)

    async def palette_filled(self) -> None:
        """Wait until the palette has found all its commands: its list is filled again with each that it finds."""
        group = CommandPalette._GATHER_COMMANDS_GROUP
        await self.until(lambda: all(each.is_finished for each in self.app.workers if each.group == group))
        await self.pilot.pause()

    async def open_console(self) -> None:
        """From the stage to the console, over the warning."""
        await self.press("tab")
        self.clock.now += 1.0
        await self.press("tab")
        assert self.live.console_shown


Open = Callable[..., AbstractAsyncContextManager[Terminal]]


@asynccontextmanager
async def open_live(
    view: ConsoleView | None = None, size: tuple[int, int] = (80, 24), language: str = "fi"
) -> AsyncIterator[Terminal]:
    """The live screen on a view."""
    room = FakeRoom(view or console_of(samples()["text-open"]))
    house, clock = FakeWorkspace(room), Clock()
    house.language = language
    app = FacilitatorApp(house, None, room, clock)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Terminal(app, pilot, room, house, clock)


@asynccontextmanager
async def open_home(house: FakeWorkspace, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Terminal]:
    """The home screen of a house."""
    app = FacilitatorApp(house)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Terminal(app, pilot, house.room, house)
