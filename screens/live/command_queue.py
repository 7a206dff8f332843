"""Queue of the facilitator's commands: they are sent to the room one after the other."""

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
"""Seconds to wait until the views show a command that is already on disk."""

PASSING = ("focus", "export", "page", "save_pack", "save_template")
"""Verbs that add nothing to the undo history."""

Make: TypeAlias = Callable[[PublicView], Order | None]
"""Called with the newest view when the command's turn comes; returns the verb call, or None to do nothing."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Job:
    make: Make
    done: Callable[[Reply], None] | None
    name: str


class Hand:
    """Runs one command at a time, decided on the newest view.

    So a number key pressed twice places two ideas, and not the same idea twice.
    """

    def __init__(self, driver: Driver, edge: Edge, shown: Callable[[], None]) -> None:
        self._driver = driver
        self._edge = edge
        self._shown = shown
        """Called after every command, so that the screens are drawn at once."""
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()
        self._changed = asyncio.Event()
        self._waiting: set[str] = set()
        self.acts = 0
        """Number of commands that can be undone, counted since this window was opened."""

    def give(self, make: Make, done: Callable[[Reply], None] | None = None, once: str = "") -> None:
        """Add a command to the queue. ``unique_key``: skip it while another command with this key still waits."""
        if once and once in self._waiting:
            return
        if once:
            self._waiting.add(once)
        self._jobs.put_nowait(_Job(make, done, once))

    def changed(self) -> None:
        """Report that the views have changed."""
        self._changed.set()

    async def work(self) -> None:
        """Run the queued commands until cancelled."""
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
        """Wait until the views show the command, on which the next one is decided; at most ``CATCH_UP_SECONDS``."""
        try:
            async with asyncio.timeout(CATCH_UP):
                while self._driver.public.version < version:
                    # Cleared before the version is read again: a change in between must not be missed.
                    self._changed.clear()
                    if self._driver.public.version < version:
                        await self._changed.wait()
        except TimeoutError:
            log.warning("the view is behind the session")
