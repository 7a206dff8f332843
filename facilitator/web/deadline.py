"""What uvicorn's HTTP protocols lack: a deadline for unfinished requests and stuck readers, and a cap.

uvicorn alone lets a connection that says nothing, or one byte a minute, stay for ever, and as many of them as there are
files. ``Deadline`` is mixed into either of its protocols: the fast one (``fast_protocol``) and the plain one
(``plain_protocol``).
"""

from __future__ import annotations

import asyncio

REQUEST_SECONDS = 10.0
"""From the connection, or from the first byte of a later request, to the last byte of the request."""

STUCK_SECONDS = 30.0
"""How long a phone may leave what was sent to it unread once the buffers are full."""

HEAD_LIMIT = 16_384
"""Bytes of address and header lines. A single line that never ends may come to twice as much."""

MOST_UNFINISHED = 5000
"""Unfinished requests of one address, behind which there may be a whole room: a thousand phones that return at once,
each with its stream and what it has to send twice, come to 3,000. A phone's is unfinished for some milliseconds; with
more than this it is the oldest that is cut off, never a new one."""

_unfinished: dict[tuple[object, str], dict[Deadline, None]] = {}
"""Our own address and the phone's -> connections with an unfinished request, oldest first."""


class Deadline(asyncio.Protocol):
    """The clocks of one connection. A late or stuck one is cut off without a word."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    server: tuple[str, int | None] | None
    client: tuple[str, int] | None
    _deadline: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Start the clock: a connection that never says anything ends too."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._unwatch()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The phone does not read."""
        super().pause_writing()
        if self._stuck is None:
            self._stuck = self.loop.call_later(STUCK_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads again."""
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
        super().resume_writing()

    def _watch(self) -> None:
        """A request begins, or is due."""
        self._unwatch()
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)
        others = _unfinished.setdefault(self._place(), {})
        others[self] = None
        if len(others) > MOST_UNFINISHED:
            next(iter(others)).cut()

    def _unwatch(self) -> None:
        """It is whole; however long the reply takes, it is not the phone's fault."""
        if self._deadline is None:
            return
        self._deadline.cancel()
        self._deadline = None
        place = self._place()
        others = _unfinished.get(place, {})
        others.pop(self, None)
        if not others:
            _unfinished.pop(place, None)

    def cut(self) -> None:
        """End the connection at once."""
        self._unwatch()
        self.transport.abort()

    def _place(self) -> tuple[object, str]:
        return self.server, self.client[0] if self.client else ""
