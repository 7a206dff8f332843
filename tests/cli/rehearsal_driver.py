"""Drives a running rehearsal as a facilitator would: for tests and for the pictures of the README."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from importlib import resources

from facilitator.room.room import Room
from facilitator.view import ConsoleView, GroupBody

THEMES: tuple[str, ...] = tuple(
    json.loads(resources.files("facilitator.rehearsal").joinpath("ideas.json").read_bytes())["themes"]["fi"][:7]
)
"""Seven names for themes."""


async def until(room: Room, ready: Callable[[ConsoleView], bool]) -> ConsoleView:
    """The console's view once it is as wished. Raises ``TimeoutError``."""
    async with asyncio.timeout(30):
        while not ready(view := room.console):  # noqa: ASYNC110 - the room is in another thread
            await asyncio.sleep(0.02)
    return view


async def opened(room: Room, step: str) -> None:
    """Go on to a step and open it."""
    while (current := (await room.execute("state"))["state"]["public"]["step"]) is None or current["id"] != step:
        await room.execute("next")
    if current["state"] == "ready":
        await room.execute("open")


async def everybody(room: Room) -> ConsoleView:
    """Wait until all who have joined have answered the step that is open."""
    return await until(room, lambda view: 0 < view.public.joined == view.public.answered)


async def calm(room: Room, seconds: float = 1.0) -> None:
    """Wait until the public view has not changed for ``seconds`` seconds: all simulated people have answered."""
    seen = -1
    while seen != room.public.version:
        seen = room.public.version
        await asyncio.sleep(seconds)


async def grouped(room: Room, names: tuple[str, ...] = THEMES) -> None:
    """Make themes, and put all that was raised into them in turn."""
    themes = [(await room.execute("theme", name=name))["id"] for name in names]
    view = await until(room, lambda view: len(getattr(view.public.body, "themes", ())) == len(names))
    assert isinstance(view.public.body, GroupBody)
    for text, theme in zip(view.public.body.loose, itertools.cycle(themes), strict=False):
        await room.execute("move", idea=text.id, theme=theme)
