"""Rate limits for answers and for new phones, held in memory only.

Answers are limited per seat, not per address, because a whole room may share one address. Only joining is limited per
address, so generously that no real room reaches the limit.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable

from facilitator.errors import RuleBroken

MAX_REMEMBERED = 5000
"""Number of keys above which those with a full bucket are removed."""


class RateLimiter:
    """A token bucket for each key: ``burst`` requests at once, refilled by ``per_second``; ``code`` is the error's."""

    def __init__(self, code: str, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._code, self._burst, self._rate, self._clock = code, float(burst), per_second, clock
        self._tokens: dict[Hashable, tuple[float, float]] = {}
        """Key -> tokens left, and the time of that count."""
        self.refused = 0
        """Number of requests that were refused."""

    def take(self, who: Hashable) -> None:
        """Take one token of the key ``who``. Raises: ``RuleBroken`` (429, ``wait`` in seconds) if there is none."""
        now = self._clock()
        left = self._tokens_left(who, now)
        if left < 1:
            self.refused += 1
            raise RuleBroken(self._code, 429, wait=math.ceil((1 - left) / self._rate))
        if len(self._tokens) >= MAX_REMEMBERED:
            # A full bucket is the same as none, so removing it changes nothing and bounds the memory.
            self._tokens = {who: at for who, at in self._tokens.items() if self._tokens_left(who, now) < self._burst}
        self._tokens[who] = left - 1, now

    def _tokens_left(self, who: Hashable, now: float) -> float:
        """Tokens of a key at the time ``now``: those left plus those refilled since, at most ``burst``."""
        left, at = self._tokens.get(who, (self._burst, now))
        return min(self._burst, left + (now - at) * self._rate)


def answer_limiter(clock: Callable[[], float] = time.monotonic) -> RateLimiter:
    """The limit of answers per seat.

    It allows for a phone that taps through a grid of a dozen rows, sends what waited for the network, or types in what
    a table has written on paper.
    """
    return RateLimiter("slow_down", 120, 3.0, clock)


def join_limiter(clock: Callable[[], float] = time.monotonic) -> RateLimiter:
    """The limit of new phones per address: a thousand people may join at once from one address."""
    return RateLimiter("many_phones", 1200, 5.0, clock)
