"""uvicorn's protocol on httptools with time limits, and with a limit on the size of request heads, which it lacks."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from facilitator.web.deadline import HEAD_LIMIT, Deadline


class FastProtocol(Deadline, HttpToolsProtocol):
    """Parses one connection; a request head over ``HEAD_LIMIT`` gets status 400."""

    _in_head = True
    _head_size = 0
    _received = 0

    def data_received(self, data: bytes) -> None:
        """Parse the data. A header line that never ends never reaches the callbacks below, so it is counted here."""
        super().data_received(data)
        if self._in_head:
            self._received += len(data)
            if self._received > 2 * HEAD_LIMIT:
                self.transport.abort()

    def on_message_begin(self) -> None:
        """Called at the first byte of a request: start its timer."""
        super().on_message_begin()
        self._in_head, self._head_size, self._received = True, 0, 0
        self._start_deadline()

    def on_url(self, url: bytes) -> None:
        """Called with a piece of the request target."""
        self._count_head(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called with a complete header line; 4 bytes for the colon, the space and the line end."""
        self._count_head(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Called at the end of the head; the body has a limit of its own (``intake.BODY_LIMIT``)."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Called at the end of the request: stop its timer."""
        self._clear_deadline()
        super().on_message_complete()

    def _count_head(self, octets: int) -> None:
        self._head_size += octets
        if self._head_size > HEAD_LIMIT:
            raise ValueError("head too long")  # uvicorn answers an error in a callback with 400
