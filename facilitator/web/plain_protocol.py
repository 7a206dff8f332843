"""One connection of a phone, read by h11, which is plain Python and comes with uvicorn: where httptools is missing."""

from __future__ import annotations

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from facilitator.web.deadline import HEAD_LIMIT, Deadline

UNFINISHED = (h11.IDLE, h11.SEND_BODY)
"""States of the other side in which more of its request is to come."""


class PlainProtocol(Deadline, H11Protocol):
    """A head that is too long gets 400: h11 has such a limit only for one that is not whole yet."""

    _head = 0

    def data_received(self, data: bytes) -> None:
        """The first byte of a later request starts the clock anew."""
        if self.conn.their_state is h11.IDLE:
            if self._deadline is None:
                self._watch()
            self._head += len(data.partition(b"\r\n\r\n")[0])
            if self._head > HEAD_LIMIT:
                self.send_400_response("head too long")
                return
        super().data_received(data)

    def handle_events(self) -> None:
        """Read what came; once the request is whole, its deadline is met."""
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._head = 0
        if self.conn.their_state not in UNFINISHED:
            self._unwatch()
