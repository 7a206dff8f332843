"""Carries the room's change notifications from its thread to the terminal's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from facilitator.ports.protocols import Driver


class Watch:
    """Calls ``on_change`` on the event loop that was running when it was made.

    Several changes before that call become one call.
    """

    def __init__(self, driver: Driver, changed: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._changed = changed
        self._waiting = False
        self._detach = driver.attach(self._tick)

    def close(self) -> None:
        """Stop listening to the room."""
        self._detach()

    def _tick(self) -> None:
        if self._waiting:
            return
        self._waiting = True
        try:
            self._loop.call_soon_threadsafe(self._arrive)
        except RuntimeError:
            # The terminal's event loop is closed: the room goes on without this listener.
            self._detach()

    def _arrive(self) -> None:
        # Cleared first, so that a change during ``on_change`` schedules another call.
        self._waiting = False
        self._changed()
