"""Carries the facilitator's acts to the room, one after the other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from facilitator.ports.protocols import Driver, Reply
from facilitator.view import PublicView
from screens.error_boundary import Edge
from screens.live.verb_calls import Order

CATCH_UP = 1.0
"""Seconds to wait for the view to show an act that is on disk already."""

PASSING = ("focus", "export", "page", "save_pack", "save_template")
"""Verbs that leave nothing to undo."""

Make: TypeAlias = Callable[[PublicView], Order | None]
"""Decides, when its turn comes and on the newest view, what to do; None for nothing."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Job:
    make: Make
    done: Callable[[Reply], None] | None
    name: str


class Hand:
    """One act at a time: a number key pressed twice places two ideas, not one idea twice."""

    def __init__(self, driver: Driver, edge: Edge, shown: Callable[[], None]) -> None:
        self._driver = driver
        self._edge = edge
        self._shown = shown
        """Called after every act, for the screens to follow at once."""
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()
        self._changed = asyncio.Event()
        self._waiting: set[str] = set()
        self.acts = 0
        """How many acts stand that can be undone, counted from the start of this window."""

    def give(self, make: Make, done: Callable[[Reply], None] | None = None, once: str = "") -> None:
        """Have an act done in its turn. ``once``: not while one of the same name still waits."""
        if once and once in self._waiting:
            return
        if once:
            self._waiting.add(once)
        self._jobs.put_nowait(_Job(make, done, once))

    def changed(self) -> None:
        """The views have changed."""
        self._changed.set()

    async def work(self) -> None:
        """Do what is given, for ever."""
        while True:
            job = await self._jobs.get()
            with self._edge:
                await self._do(job)
            self._waiting.discard(job.name)
            self._shown()

    async def _do(self, job: _Job) -> None:
        order = job.make(self._driver.public)
        if order is None:
            return
        verb, arguments = order
        reply = await self._driver.do(verb, **arguments)
        self.acts += {"undo": -1, **dict.fromkeys(PASSING, 0)}.get(verb, 1)
        await self._catch_up(int(reply.get("version", 0)))
        if job.done is not None:
            job.done(reply)

    async def _catch_up(self, version: int) -> None:
        """Wait until the views show the act: the next one is decided on them."""
        try:
            async with asyncio.timeout(CATCH_UP):
                while self._driver.public.version < version:
                    self._changed.clear()
                    if self._driver.public.version < version:
                        await self._changed.wait()
        except TimeoutError:
            log.warning("the view is behind the session")
