"""uvicorn's protocol on h11, which is plain Python, with time limits: used where httptools is not installed."""

from __future__ import annotations

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from facilitator.web.deadline import HEAD_LIMIT, Deadline

UNFINISHED_STATES = (h11.IDLE, h11.SEND_BODY)
"""States of h11 in which more data of the client's request is expected."""


class PlainProtocol(Deadline, H11Protocol):
    """Parses one connection; a request head over ``HEAD_LIMIT`` gets status 400.

    h11 has such a limit only for heads that are still incomplete.
    """

    _head_size = 0

    def data_received(self, data: bytes) -> None:
        """Parse the data; the first byte of a later request starts its timer."""
        if self.conn.their_state is h11.IDLE:
            if self._deadline is None:
                self._start_deadline()
            self._head_size += len(data.partition(b"\r\n\r\n")[0])
            if self._head_size > HEAD_LIMIT:
                self.send_400_response("head too long")
                return
        super().data_received(data)

    def handle_events(self) -> None:
        """Handle what was parsed, and stop the timer when the request is complete."""
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._head_size = 0
        if self.conn.their_state not in UNFINISHED_STATES:
            self._clear_deadline()
