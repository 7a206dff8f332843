"""Throttles guessing of join slip codes with leaky buckets: one per seat, and one for all seats. In memory only.

A few dozen of seventeen thousand million codes are valid. A seat that sends a few wrong codes has to wait. When very
many codes are wrong in total, only seats that have already sent a wrong one wait; a first try is always accepted, so
an attacker cannot keep others from voting. Buckets are per seat, because a whole room may share one network address.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from facilitator.errors import RuleBroken

CODES = frozenset({"slip_unknown", "slip_used"})
"""Error codes that count as a wrong guess."""

OF_A_SEAT, SECONDS = 5, 20.0
"""Wrong codes that a seat may send in a burst, and seconds until each further one is allowed."""

OF_ALL, SECONDS_OF_ALL = 200, 1.0
"""The same for all seats together."""

TOLD_FROM = 20
"""Number of wrong codes from which the console reports them: more than forty people are likely to mistype."""

MOST_KNOWN = 5000
"""Seats with an account; above this, accounts that have drained are dropped."""


class Guesses:
    """Counts wrong codes as leaky buckets. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._spent: dict[str, tuple[float, float]] = {}
        """Seat -> (level of its bucket in wrong codes, time at which it had that level). Levels drain with time."""
        self._all = (0.0, 0.0)
        self._wrong = 0

    @property
    def told(self) -> int:
        """Number of wrong codes so far, once it reaches ``REPORT_FROM``; else 0."""
        return self._wrong if self._wrong >= TOLD_FROM else 0

    def listen(self, seat: str) -> None:
        """Check that the seat may send a code now. Raises ``RuleBroken`` (429, ``wait`` in whole seconds) if not."""
        if seat not in self._spent:
            return  # a first try is never refused
        # Seconds until the bucket has drained to one below its burst size; negative when there is room now.
        own = (self._left(self._spent[seat], SECONDS) - OF_A_SEAT + 1) * SECONDS
        all_of_them = (self._left(self._all, SECONDS_OF_ALL) - OF_ALL + 1) * SECONDS_OF_ALL
        if (wait := max(own, all_of_them)) > 0:
            raise RuleBroken("slip_pause", 429, wait=math.ceil(wait))

    def wrong(self, seat: str) -> None:
        """Record that the seat's code was wrong."""
        now = self._clock()
        self._wrong += 1
        if len(self._spent) >= MOST_KNOWN:
            self._spent = {who: at for who, at in self._spent.items() if self._left(at, SECONDS) > 0}
        self._spent[seat] = self._left(self._spent.get(seat, (0.0, now)), SECONDS) + 1, now
        self._all = self._left(self._all, SECONDS_OF_ALL) + 1, now

    def _left(self, account: tuple[float, float], seconds: float) -> float:
        """The level of a bucket now; one wrong code drains in ``seconds``. A clock set back drains nothing."""
        wrong, at = account
        return max(0.0, wrong - max(0.0, self._clock() - at) / seconds)
