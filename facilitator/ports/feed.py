"""Who wants to know that something changed. Latest wins: a listener that was slow gets one tick, not a hundred.

Lives on the room's event loop. The first changes go out at once, then at most ten a second, so a room of thirty
sees an answer in milliseconds and a flood costs no more than ten rounds a second (reference: push policy).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

INTERVAL = 0.1
"""Seconds from the beginning of one round to the next, when changes never cease."""

BURST = 2
"""After a calm moment, so many rounds more may come early: people answer as chance has it, two within a blink."""

MIN_INTERVAL = 0.02
"""Seconds; no round comes sooner after another than this."""

SLICE_SIZE = 50
"""Listeners told without a pause. Between slices the loop does what else waits: answers, most of all."""

BUILD_BACKOFF = 4
"""After a round that takes long, so many times as long is left for the answers: views of thousands of ideas are costly
to build, and answers are what the loop is there for."""


class Listener:
    """One follower. Holds at most one waiting tick."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._tick_pending = False
        self._waiter: asyncio.Future[None] | None = None
        self.closed = False

    async def wait_for_change(self, timeout: float) -> bool:  # noqa: ASYNC109 - a heartbeat needs to know that nothing came
        """Wait for a change; False when ``timeout`` seconds pass without one or the feed has been closed."""
        if not self._tick_pending:
            # A future and a timer: what asyncio has for this costs several times as much, and a thousand phones wait.
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            late = loop.call_later(timeout, self._resolve)
            try:
                await self._waiter
            finally:
                late.cancel()
        told, self._tick_pending = self._tick_pending, False
        return told and not self.closed

    def wake(self) -> None:
        """Called by the feed."""
        self._tick_pending = True
        self._resolve()

    def _resolve(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def unsubscribe(self) -> None:
        """Stop following."""
        self._feed.drop(self)


class Feed:
    """Coalesces changes into rounds and tells all listeners. ``close`` ends every listener's stream."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._callbacks: dict[Callable[[], None], None] = {}
        """In the order they came: the room renews its views first, then tells those who show them."""
        self._timer: asyncio.TimerHandle | None = None
        self._unnotified: list[Listener] = []
        """Those of this round who have not been told yet."""
        self._changed_during_round = False
        """Whether something changed while they were being told."""
        self._next_round_at = 0.0
        """When the next round may be, by the loop's clock."""
        self._paced_round_at = 0.0
        """When it would be, had they all come evenly."""
        self.closed = False

    def subscribe(self) -> Listener:
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

    def add_callback(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have ``callback`` called each round; returns what stops it."""
        self._callbacks[callback] = None

        def remove() -> None:
            self._callbacks.pop(callback, None)

        return remove

    def notify(self) -> None:
        """Something changed: tell everybody now, or at the next round if the last was just now."""
        if self._timer is not None or self.closed:
            return
        if self._unnotified:
            self._changed_during_round = True
            return
        loop = asyncio.get_running_loop()
        wait = self._next_round_at - loop.time()
        if wait <= 0:
            self._run_round()
        else:
            self._timer = loop.call_later(wait, self._run_round)

    def close(self) -> None:
        """End all streams; nothing is told after this."""
        self.closed = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for listener in list(self._listeners):
            listener.closed = True
            listener.wake()

    def _run_round(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        begun = loop.time()
        for callback in list(self._callbacks):
            callback()
        built = loop.time()
        self._paced_round_at = max(begun, self._paced_round_at) + INTERVAL
        self._next_round_at = max(
            begun + MIN_INTERVAL, self._paced_round_at - BURST * INTERVAL, built + BUILD_BACKOFF * (built - begun)
        )
        self._unnotified = list(self._listeners)
        self._notify_slice(built)

    def _notify_slice(self, built: float) -> None:
        """Wake a slice of those who wait, then let others have their turn; at the end, think of the next round."""
        if self.closed:
            return
        now, self._unnotified = self._unnotified[:SLICE_SIZE], self._unnotified[SLICE_SIZE:]
        for listener in now:
            listener.wake()
        loop = asyncio.get_running_loop()
        if self._unnotified:
            loop.call_soon(self._notify_slice, built)
            return
        # With many phones the telling itself takes long: as long is left for other things.
        self._next_round_at = max(self._next_round_at, 2 * loop.time() - built)
        if self._changed_during_round:
            self._changed_during_round = False
            self.notify()
