"""uvicorn's protocol on httptools with time limits, and with a limit on the size of request heads, which it lacks."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from facilitator.web.deadline import HEAD_LIMIT, Deadline


class FastProtocol(Deadline, HttpToolsProtocol):
    """Parses one connection; a request head over ``HEAD_LIMIT`` gets status 400."""

    _in_head = True
    _head = 0
    _arrived = 0

    def data_received(self, data: bytes) -> None:
        """Parse the data. A header line that never ends never reaches the callbacks below, so it is counted here."""
        super().data_received(data)
        if self._in_head:
            self._arrived += len(data)
            if self._arrived > 2 * HEAD_LIMIT:
                self.transport.abort()

    def on_message_begin(self) -> None:
        """Called at the first byte of a request: start its timer."""
        super().on_message_begin()
        self._in_head, self._head, self._arrived = True, 0, 0
        self._watch()

    def on_url(self, url: bytes) -> None:
        """Called with a piece of the request target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called with a complete header line; 4 bytes for the colon, the space and the line end."""
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Called at the end of the head; the body has a limit of its own (``intake.BODY_LIMIT``)."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Called at the end of the request: stop its timer."""
        self._unwatch()
        super().on_message_complete()

    def _count(self, octets: int) -> None:
        self._head += octets
        if self._head > HEAD_LIMIT:
            raise ValueError("head too long")  # uvicorn answers an error in a callback with 400
