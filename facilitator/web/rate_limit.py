"""A brake on whoever sends far more than a person can: in memory only, forgotten when the program ends.

Answers are counted by seat, never by address: a whole room may stand behind one. Only new phones are counted by
address, and so generously that no room is ever slowed.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable

from facilitator.errors import RuleBroken

MOST_KNOWN = 5000
"""So many are remembered before those who have been calm again are forgotten."""


class Pace:
    """``at_once`` of something, and ``a_second`` after that, for each who asks; ``code`` is what too many is called."""

    def __init__(
        self, code: str, at_once: int, a_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._code, self._most, self._rate, self._clock = code, float(at_once), a_second, clock
        self._left: dict[Hashable, tuple[float, float]] = {}
        """Who -> how many more they may send, and when that was so."""
        self.refused = 0
        """How many were too fast."""

    def take(self, who: Hashable) -> None:
        """One more. Raises ``RuleBroken`` (429, with ``wait`` in whole seconds) when it is too fast."""
        now = self._clock()
        left = self._now(who, now)
        if left < 1:
            self.refused += 1
            raise RuleBroken(self._code, 429, wait=math.ceil((1 - left) / self._rate))
        if len(self._left) >= MOST_KNOWN:
            self._left = {who: at for who, at in self._left.items() if self._now(who, now) < self._most}
        self._left[who] = left - 1, now

    def _now(self, who: Hashable, now: float) -> float:
        left, at = self._left.get(who, (self._most, now))
        return min(self._most, left + (now - at) * self._rate)


def answers_of_a_seat(clock: Callable[[], float] = time.monotonic) -> Pace:
    """The busiest honest phone taps its way through a grid of a dozen rows, sends what waited for a network, or types
    in what a whole table wrote on paper."""
    return Pace("slow_down", 120, 3.0, clock)


def phones_of_an_address(clock: Callable[[], float] = time.monotonic) -> Pace:
    """A thousand people may come in one rush, all from one address."""
    return Pace("many_phones", 1200, 5.0, clock)
