"""A brake on whoever sends far more than a person can: in memory only, forgotten when the program ends.

Answers are counted by seat, never by address: a whole room may stand behind one. Only new phones are counted by
address, and so generously that no room is ever slowed.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable

from facilitator.errors import RuleBroken
from facilitator.system.token_bucket import TokenBucket


class Pace:
    """``at_once`` of something, and ``a_second`` after that, for each who asks; ``code`` is what too many is called."""

    def __init__(
        self, code: str, at_once: int, a_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._code = code
        self._bucket = TokenBucket(at_once, 1 / a_second, clock)
        self.refused = 0
        """How many were too fast."""

    def take(self, who: Hashable) -> None:
        """One more. Raises ``RuleBroken`` (429, with ``wait`` in whole seconds) when it is too fast."""
        if wait := self._bucket.wait(who):
            self.refused += 1
            raise RuleBroken(self._code, 429, wait=math.ceil(wait))
        self._bucket.take(who)


def answers_of_a_seat(clock: Callable[[], float] = time.monotonic) -> Pace:
    """The busiest honest phone taps its way through a grid of a dozen rows, sends what waited for a network, or types
    in what a whole table wrote on paper."""
    return Pace("slow_down", 120, 3.0, clock)


def phones_of_an_address(clock: Callable[[], float] = time.monotonic) -> Pace:
    """A thousand people may come in one rush, all from one address."""
    return Pace("many_phones", 1200, 5.0, clock)
