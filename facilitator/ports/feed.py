"""Who wants to know that something changed. Latest wins: a listener that was slow gets one tick, not a hundred.

Lives on the room's event loop. The first changes go out at once, then at most ten a second, so a room of thirty
sees an answer in milliseconds and a flood costs no more than ten rounds a second (reference: push policy).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PACE = 0.1
"""Seconds from the beginning of one round to the next, when changes never cease."""

SPARE = 2
"""After a calm moment, so many rounds more may come early: people answer as chance has it, two within a blink."""

SOON = 0.02
"""Seconds; no round comes sooner after another than this."""

SLICE = 50
"""Listeners told without a pause. Between slices the loop does what else waits: answers, most of all."""

REST = 4
"""After a round that takes long, so many times as long is left for the answers: views of thousands of ideas are costly
to build, and answers are what the loop is there for."""


class Listener:
    """One follower. Holds at most one waiting tick."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._told = False
        self._waiting: asyncio.Future[None] | None = None
        self.closed = False

    async def changed(self, timeout: float) -> bool:  # noqa: ASYNC109 - a heartbeat needs to know that nothing came
        """Wait for a change; False when ``timeout`` seconds pass without one or the feed has been closed."""
        if not self._told:
            # A future and a timer: what asyncio has for this costs several times as much, and a thousand phones wait.
            loop = asyncio.get_running_loop()
            self._waiting = loop.create_future()
            late = loop.call_later(timeout, self._settle)
            try:
                await self._waiting
            finally:
                late.cancel()
        told, self._told = self._told, False
        return told and not self.closed

    def wake(self) -> None:
        """Called by the feed."""
        self._told = True
        self._settle()

    def _settle(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

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
        self._telling: list[Listener] = []
        """Those of this round who have not been told yet."""
        self._again = False
        """Whether something changed while they were being told."""
        self._next = 0.0
        """When the next round may be, by the loop's clock."""
        self._even = 0.0
        """When it would be, had they all come evenly."""
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
        if self._telling:
            self._again = True
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
        built = loop.time()
        self._even = max(begun, self._even) + PACE
        self._next = max(begun + SOON, self._even - SPARE * PACE, built + REST * (built - begun))
        self._telling = list(self._listeners)
        self._tell(built)

    def _tell(self, built: float) -> None:
        """Wake a slice of those who wait, then let others have their turn; at the end, think of the next round."""
        if self.closed:
            return
        now, self._telling = self._telling[:SLICE], self._telling[SLICE:]
        for listener in now:
            listener.wake()
        loop = asyncio.get_running_loop()
        if self._telling:
            loop.call_soon(self._tell, built)
            return
        # With many phones the telling itself takes long: as long is left for other things.
        self._next = max(self._next, 2 * loop.time() - built)
        if self._again:
            self._again = False
            self.notify()
