"""Throttles guessing of join slip codes with leaky buckets: one per seat, and one for all seats. In memory only.

A few dozen of seventeen thousand million codes are valid. A seat that sends a few wrong codes has to wait. When very
many codes are wrong in total, only seats that have already sent a wrong one wait; a first try is always accepted, so
an attacker cannot keep others from voting. Buckets are per seat, because a whole room may share one network address.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from facilitator.errors import RuleBroken

WRONG_CODE_ERRORS = frozenset({"slip_unknown", "slip_used"})
"""Error codes that count as a wrong guess."""

SEAT_BURST, SEAT_SECONDS_PER_CODE = 5, 20.0
"""Wrong codes that a seat may send in a burst, and seconds until each further one is allowed."""

TOTAL_BURST, TOTAL_SECONDS_PER_CODE = 200, 1.0
"""The same for all seats together."""

REPORT_FROM = 20
"""Number of wrong codes from which the console reports them: more than forty people are likely to mistype."""

MAX_ACCOUNTS = 5000
"""Seats with an account; above this, accounts that have drained are dropped."""


class SlipThrottle:
    """Counts wrong codes as leaky buckets. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._accounts: dict[str, tuple[float, float]] = {}
        """Seat -> (level of its bucket in wrong codes, time at which it had that level). Levels drain with time."""
        self._total_account = (0.0, 0.0)
        self._wrong_count = 0

    @property
    def wrong_to_report(self) -> int:
        """Number of wrong codes so far, once it reaches ``REPORT_FROM``; else 0."""
        return self._wrong_count if self._wrong_count >= REPORT_FROM else 0

    def check_allowed(self, seat: str) -> None:
        """Check that the seat may send a code now. Raises ``RuleBroken`` (429, ``wait`` in whole seconds) if not."""
        if seat not in self._accounts:
            return  # a first try is never refused
        # Seconds until the bucket has drained to one below its burst size; negative when there is room now.
        own = (self._level(self._accounts[seat], SEAT_SECONDS_PER_CODE) - SEAT_BURST + 1) * SEAT_SECONDS_PER_CODE
        all_of_them = (
            self._level(self._total_account, TOTAL_SECONDS_PER_CODE) - TOTAL_BURST + 1
        ) * TOTAL_SECONDS_PER_CODE
        if (wait := max(own, all_of_them)) > 0:
            raise RuleBroken("slip_pause", 429, wait=math.ceil(wait))

    def record_wrong(self, seat: str) -> None:
        """Record that the seat's code was wrong."""
        now = self._clock()
        self._wrong_count += 1
        if len(self._accounts) >= MAX_ACCOUNTS:
            self._accounts = {
                who: at for who, at in self._accounts.items() if self._level(at, SEAT_SECONDS_PER_CODE) > 0
            }
        self._accounts[seat] = self._level(self._accounts.get(seat, (0.0, now)), SEAT_SECONDS_PER_CODE) + 1, now
        self._total_account = self._level(self._total_account, TOTAL_SECONDS_PER_CODE) + 1, now

    def _level(self, account: tuple[float, float], seconds: float) -> float:
        """The level of a bucket now; one wrong code drains in ``seconds``. A clock set back drains nothing."""
        wrong, at = account
        return max(0.0, wrong - max(0.0, self._clock() - at) / seconds)
