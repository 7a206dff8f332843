"""Queue of the facilitator's commands: they are sent to the room one after the other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from facilitator.ports.protocols import Facilitation, Reply
from facilitator.view import PublicView
from screens.commands import VerbCall
from screens.error_boundary import ErrorBoundary

CATCH_UP_SECONDS = 1.0
"""Seconds to wait until the views show a command that is already on disk."""

NOT_UNDOABLE = ("focus", "export", "page", "save_pack", "save_template")
"""Verbs that add nothing to the undo history."""

CallFactory: TypeAlias = Callable[[PublicView], VerbCall | None]
"""Called with the newest view when the command's turn comes; returns the verb call, or None to do nothing."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Job:
    make: CallFactory
    on_reply: Callable[[Reply], None] | None
    key: str


class CommandQueue:
    """Runs one command at a time, decided on the newest view.

    So a number key pressed twice places two ideas, and not the same idea twice.
    """

    def __init__(self, driver: Facilitation, error_boundary: ErrorBoundary, after_each: Callable[[], None]) -> None:
        self._driver = driver
        self._error_boundary = error_boundary
        self._after_each = after_each
        """Called after every command, so that the screens are drawn at once."""
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()
        self._changed = asyncio.Event()
        self._waiting_keys: set[str] = set()
        self.undoable_count = 0
        """Number of commands that can be undone, counted since this window was opened."""

    def submit(self, make: CallFactory, on_reply: Callable[[Reply], None] | None = None, unique_key: str = "") -> None:
        """Add a command to the queue. ``unique_key``: skip it while another command with this key still waits."""
        if unique_key and unique_key in self._waiting_keys:
            return
        if unique_key:
            self._waiting_keys.add(unique_key)
        self._jobs.put_nowait(_Job(make, on_reply, unique_key))

    def notify_change(self) -> None:
        """Report that the views have changed."""
        self._changed.set()

    async def run(self) -> None:
        """Run the queued commands until cancelled."""
        while True:
            job = await self._jobs.get()
            with self._error_boundary:
                await self._do(job)
            # Released after a failure too, which the error boundary has reported; otherwise the key would block for
            # good.
            self._waiting_keys.discard(job.key)
            self._after_each()

    async def _do(self, job: _Job) -> None:
        # Decided now and not at the key press: the commands before this one have changed the view.
        order = job.make(self._driver.public)
        if order is None:
            return
        verb, arguments = order
        reply = await self._driver.execute(verb, **arguments)
        # A redo counts like any command: after it, there is one more to undo.
        self.undoable_count += {"undo": -1, **dict.fromkeys(NOT_UNDOABLE, 0)}.get(verb, 1)
        await self._catch_up(int(reply.get("version", 0)))
        if job.on_reply is not None:
            # Called after the views have caught up, because the callback reads them.
            job.on_reply(reply)

    async def _catch_up(self, version: int) -> None:
        """Wait until the views show the command, on which the next one is decided; at most ``CATCH_UP_SECONDS``."""
        try:
            async with asyncio.timeout(CATCH_UP_SECONDS):
                while self._driver.public.version < version:
                    # Cleared before the version is read again: a change in between must not be missed.
                    self._changed.clear()
                    if self._driver.public.version < version:
                        await self._changed.wait()
        except TimeoutError:
            # The command is saved already, so a late view must not stop the queue.
            log.warning("the view is behind the session")
