"""One connection of a phone, read by httptools: with our deadlines, and a limit for heads, which it does not have."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from facilitator.web.deadline import HEAD_LIMIT, Deadline


class FastProtocol(Deadline, HttpToolsProtocol):
    """A head that is too long gets 400."""

    _in_head = True
    _head = 0
    _arrived = 0

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
        """The request is whole."""
        self._unwatch()
        super().on_message_complete()

    def _count(self, octets: int) -> None:
        self._head += octets
        if self._head > HEAD_LIMIT:
            raise ValueError("head too long")  # the parser turns it into a 400
