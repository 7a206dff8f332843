"""Throttles guessing of join slip codes with token buckets: one per seat, and one for all seats. In memory only.

Of 17 billion possible codes, a few dozen are valid. A seat that sends a few wrong codes has to wait. When very
many codes are wrong in total, only seats that have already sent a wrong one wait; a first try is always accepted, so
an attacker cannot keep others from voting. Buckets are per seat, because a whole room may share one network address.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from facilitator.errors import RuleBroken
from facilitator.system.token_bucket import TokenBucket

WRONG_CODE_ERRORS = frozenset({"slip_unknown", "slip_used"})
"""Error codes that count as a wrong guess."""

SEAT_BURST, SEAT_SECONDS_PER_CODE = 5, 20.0
"""Wrong codes that a seat may send in a burst, and seconds until each further one is allowed."""

TOTAL_BURST, TOTAL_SECONDS_PER_CODE = 200, 1.0
"""The same for all seats together."""

REPORT_FROM = 20
"""Number of wrong codes from which the console reports them: more than forty people are likely to mistype."""

_ALL_SEATS = ""


class SlipThrottle:
    """Takes a token of the seat and one of all seats for each wrong code. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._seats = TokenBucket(SEAT_BURST, SEAT_SECONDS_PER_CODE, clock)
        self._all_seats = TokenBucket(TOTAL_BURST, TOTAL_SECONDS_PER_CODE, clock)
        self._wrong_count = 0

    @property
    def wrong_to_report(self) -> int:
        """Number of wrong codes so far, once it reaches ``REPORT_FROM``; else 0."""
        return self._wrong_count if self._wrong_count >= REPORT_FROM else 0

    def check_allowed(self, seat: str) -> None:
        """Check that the seat may send a code now. Raises ``RuleBroken`` (429, ``wait`` in whole seconds) if not."""
        if seat not in self._seats:
            return  # a first try is never refused
        if wait := max(self._seats.wait(seat), self._all_seats.wait(_ALL_SEATS)):
            raise RuleBroken("slip_pause", 429, wait=math.ceil(wait))

    def record_wrong(self, seat: str) -> None:
        """Record that the seat's code was wrong."""
        self._wrong_count += 1
        self._seats.take(seat)
        self._all_seats.take(_ALL_SEATS)
