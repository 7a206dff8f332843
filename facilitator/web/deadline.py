"""Protection against slow clients that uvicorn lacks: time limits for requests and reading, and a cap per address.

uvicorn keeps a connection that sends nothing, or one byte a minute, for ever, and as many of them as the process may
have open files (the Slowloris attack). ``Deadline`` is a mix-in for both of its HTTP protocols: the one on httptools
(``fast_protocol``) and the one on h11 (``plain_protocol``).
"""

from __future__ import annotations

import asyncio

REQUEST_SECONDS = 10.0
"""Seconds from the connection, or from the first byte of a later request, to the last byte of the request."""

STUCK_SECONDS = 30.0
"""Seconds that a phone may leave data unread once the send buffers are full."""

HEAD_LIMIT = 16_384
"""Most bytes of request target and header lines together; of one line that never ends, up to twice as many are read."""

MAX_UNFINISHED = 5000
"""Most unfinished requests of one client address.

A whole room may be behind one address: a thousand phones that come back at once, each with its stream and two requests,
make 3,000. An honest request is unfinished for some milliseconds, so above the limit the oldest is cut off.
"""

_unfinished: dict[tuple[object, str], dict[Deadline, None]] = {}
"""(Server address, client address) -> connections with an unfinished request, oldest first (a dict as ordered set)."""


class Deadline(asyncio.Protocol):
    """Mix-in with the timers of one connection; a connection that is too slow is aborted without a reply."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    server: tuple[str, int | None] | None
    client: tuple[str, int] | None
    _deadline: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Start the timer, because a client may connect and never send anything."""
        super().connection_made(transport)
        self._start_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timers."""
        self._clear_deadline()
        # Cancels the timer of a client that does not read; it would otherwise fire on a closed connection.
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Start the timer for a client that does not read."""
        super().pause_writing()
        if self._stuck is None:
            # Abort and not close: closing waits until the buffer has been sent, which this client never lets happen.
            self._stuck = self.loop.call_later(STUCK_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop that timer: the client reads again."""
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
        super().resume_writing()

    def _start_deadline(self) -> None:
        """Start the timer of a request and count the request as unfinished; subclasses call it as one begins."""
        # Removed first and then added at the end, so that the dict stays sorted by the start of the request.
        self._clear_deadline()
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)
        others = _unfinished.setdefault(self._peer(), {})
        others[self] = None
        if len(others) > MAX_UNFINISHED:
            # The oldest is the least likely to be honest, and the first key of a dict is found in constant time.
            next(iter(others)).abort()

    def _clear_deadline(self) -> None:
        """Stop the timer of a request; subclasses call it when the request is complete. The reply has no time limit."""
        if self._deadline is None:
            return
        self._deadline.cancel()
        self._deadline = None
        place = self._peer()
        others = _unfinished.get(place, {})
        others.pop(self, None)
        # An empty entry is removed: the table holds only addresses with unfinished requests.
        if not others:
            _unfinished.pop(place, None)

    def abort(self) -> None:
        """Abort the connection."""
        self._clear_deadline()
        self.transport.abort()

    def _peer(self) -> tuple[object, str]:
        return self.server, self.client[0] if self.client else ""
