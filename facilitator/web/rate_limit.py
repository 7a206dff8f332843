"""Rate limits for answers and for new phones, held in memory only.

Answers are limited per seat, not per address, because a whole room may share one address. Only joining is limited per
address, so generously that no real room reaches the limit.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable

from facilitator.errors import RuleBroken

MOST_KNOWN = 5000
"""Number of keys above which those with a full bucket are removed."""


class Pace:
    """A token bucket for each key: ``burst`` requests at once, refilled by ``per_second``; ``code`` is the error's."""

    def __init__(
        self, code: str, at_once: int, a_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._code, self._most, self._rate, self._clock = code, float(at_once), a_second, clock
        self._left: dict[Hashable, tuple[float, float]] = {}
        """Key -> tokens left, and the time of that count."""
        self.refused = 0
        """Number of requests that were refused."""

    def take(self, who: Hashable) -> None:
        """Take one token of the key ``who``. Raises: ``RuleBroken`` (429, ``wait`` in seconds) if there is none."""
        now = self._clock()
        left = self._now(who, now)
        if left < 1:
            self.refused += 1
            raise RuleBroken(self._code, 429, wait=math.ceil((1 - left) / self._rate))
        if len(self._left) >= MOST_KNOWN:
            # A full bucket is the same as none, so removing it changes nothing and bounds the memory.
            self._left = {who: at for who, at in self._left.items() if self._now(who, now) < self._most}
        self._left[who] = left - 1, now

    def _now(self, who: Hashable, now: float) -> float:
        """Tokens of a key at the time ``now``: those left plus those refilled since, at most ``burst``."""
        left, at = self._left.get(who, (self._most, now))
        return min(self._most, left + (now - at) * self._rate)


def answers_of_a_seat(clock: Callable[[], float] = time.monotonic) -> Pace:
    """The limit of answers per seat.

    It allows for a phone that taps through a grid of a dozen rows, sends what waited for the network, or types in what
    a table has written on paper.
    """
    return Pace("slow_down", 120, 3.0, clock)


def phones_of_an_address(clock: Callable[[], float] = time.monotonic) -> Pace:
    """The limit of new phones per address: a thousand people may join at once from one address."""
    return Pace("many_phones", 1200, 5.0, clock)
