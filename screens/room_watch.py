"""Carries the room's change notifications from its thread to the terminal's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from facilitator.ports.protocols import Facilitation


class RoomWatch:
    """Calls ``on_change`` on the event loop that was running when it was made.

    Several changes before that call become one call.
    """

    def __init__(self, driver: Facilitation, on_change: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_change = on_change
        self._call_pending = False
        self._detach = driver.attach(self._schedule)

    def close(self) -> None:
        """Stop listening to the room."""
        self._detach()

    def _schedule(self) -> None:
        if self._call_pending:
            return
        self._call_pending = True
        try:
            self._loop.call_soon_threadsafe(self._deliver)
        except RuntimeError:
            # The terminal's event loop is closed: the room goes on without this listener.
            self._detach()

    def _deliver(self) -> None:
        # Cleared first, so that a change during ``on_change`` schedules another call.
        self._call_pending = False
        self._on_change()
