"""uvicorn's HTTP protocol with what it lacks: a deadline for unfinished requests and stuck readers, a limit for heads.

uvicorn alone lets a connection that says nothing, or one byte a minute, stay for ever, and takes a head of any size.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

REQUEST_SECONDS = 10.0
"""From the connection, or from the first byte of a later request, to the last byte of the request."""

STUCK_SECONDS = 30.0
"""How long a phone may leave what was sent to it unread once the buffers are full."""

HEAD_LIMIT = 16_384
"""Bytes of address and header lines. A single line that never ends may come to twice as much."""


class DeadlineProtocol(HttpToolsProtocol):
    """One connection. A late or stuck one is cut off without a word; a head that is too long gets 400."""

    _deadline: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None
    _in_head = True
    _head = 0
    _arrived = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Start the clock: a connection that never says anything ends too."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._unwatch()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass on what came. One endless header line never reaches the callbacks below, so it is counted here."""
        super().data_received(data)
        if self._in_head:
            self._arrived += len(data)
            if self._arrived > 2 * HEAD_LIMIT:
                self.transport.abort()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head, self._head, self._arrived = True, 0, 0
        self._watch()

    def on_url(self, url: bytes) -> None:
        """A piece of the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header line."""
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole; from here on the body's own limit counts."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole; however long the reply takes, it is not the phone's fault."""
        self._unwatch()
        super().on_message_complete()

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

    def _count(self, octets: int) -> None:
        self._head += octets
        if self._head > HEAD_LIMIT:
            raise ValueError("head too long")  # the parser turns it into a 400

    def _watch(self) -> None:
        self._unwatch()
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _unwatch(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
