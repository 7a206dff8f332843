"""Carries "something has changed" from the room's thread to the terminal's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from facilitator.ports.protocols import Driver


class Watch:
    """Calls ``changed`` on the event loop it was made on; several changes at once become one call."""

    def __init__(self, driver: Driver, changed: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._changed = changed
        self._waiting = False
        self._detach = driver.attach(self._tick)

    def close(self) -> None:
        """Stop listening."""
        self._detach()

    def _tick(self) -> None:
        if self._waiting:
            return
        self._waiting = True
        try:
            self._loop.call_soon_threadsafe(self._arrive)
        except RuntimeError:
            # The terminal's loop has ended and the room goes on without it.
            self._detach()

    def _arrive(self) -> None:
        # Cleared first: a change while the screens are drawn must bring another call.
        self._waiting = False
        self._changed()
