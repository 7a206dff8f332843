"""Who wants to know that something changed. Latest wins: a listener that was slow gets one tick, not a hundred.

Lives on the room's event loop. The first change goes out at once, then at most ten a second, so a room of thirty
sees an answer in milliseconds and a flood costs no more than ten rounds a second (reference: push policy).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PACE = 0.1
"""Seconds from the beginning of one round to the next."""

REST = 4
"""After a round that takes long, so many times as long is left for the answers: views of thousands of ideas are costly
to build, and answers are what the loop is there for."""


class Listener:
    """One follower. Holds at most one waiting tick."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._changed = asyncio.Event()
        self.closed = False

    async def changed(self, timeout: float) -> bool:  # noqa: ASYNC109 - a heartbeat needs to know that nothing came
        """Wait for a change; False when ``timeout`` seconds pass without one or the feed has been closed."""
        try:
            async with asyncio.timeout(timeout):
                await self._changed.wait()
        except TimeoutError:
            return False
        self._changed.clear()
        return not self.closed

    def wake(self) -> None:
        """Called by the feed."""
        self._changed.set()

    def leave(self) -> None:
        """Stop following."""
        self._feed.drop(self)


class Feed:
    """Coalesces changes into rounds and tells all listeners. ``close`` ends every listener's stream."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._calls: dict[Callable[[], None], None] = {}
        """In the order they came: the room renews its views first, then tells those who show them."""
        self._waiting: asyncio.TimerHandle | None = None
        self._next = 0.0
        """When the next round may be, by the loop's clock."""
        self.closed = False

    def listen(self) -> Listener:
        """A new follower. On a closed feed it is closed from the start."""
        listener = Listener(self)
        if self.closed:
            listener.closed = True
            listener.wake()
        self._listeners.add(listener)
        return listener

    def drop(self, listener: Listener) -> None:
        """Forget a follower."""
        self._listeners.discard(listener)

    def call(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have ``callback`` called each round; returns what stops it."""
        self._calls[callback] = None

        def stop() -> None:
            self._calls.pop(callback, None)

        return stop

    def notify(self) -> None:
        """Something changed: tell everybody now, or at the next round if the last was just now."""
        if self._waiting is not None or self.closed:
            return
        loop = asyncio.get_running_loop()
        wait = self._next - loop.time()
        if wait <= 0:
            self._round()
        else:
            self._waiting = loop.call_later(wait, self._round)

    def close(self) -> None:
        """End all streams; nothing is told after this."""
        self.closed = True
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        for listener in list(self._listeners):
            listener.closed = True
            listener.wake()

    def _round(self) -> None:
        loop = asyncio.get_running_loop()
        self._waiting = None
        begun = loop.time()
        for callback in list(self._calls):
            callback()
        for listener in list(self._listeners):
            listener.wake()
        ended = loop.time()
        self._next = max(begun + PACE, ended + REST * (ended - begun))
