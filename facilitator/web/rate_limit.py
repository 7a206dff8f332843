"""Rate limits for answers and for new phones, held in memory only.

Answers are limited per seat, not per address, because a whole room may share one address. Only joining is limited per
address, so generously that no real room reaches the limit.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable

from facilitator.errors import RuleBroken
from facilitator.system.token_bucket import TokenBucket


class RateLimiter:
    """A token bucket for each key: ``burst`` requests at once, refilled by ``per_second``; ``code`` is the error's."""

    def __init__(self, code: str, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._code = code
        self._bucket = TokenBucket(burst, 1 / per_second, clock)
        self.refused = 0
        """Number of requests that were refused."""

    def take(self, who: Hashable) -> None:
        """Take one token of the key ``who``. Raises: ``RuleBroken`` (429, ``wait`` in seconds) if there is none."""
        # Asked before taking: the bucket would also lend a token, and refused requests would make the wait ever longer.
        if wait := self._bucket.wait(who):
            self.refused += 1
            # Rounded up, so that a phone that waits this long finds a token.
            raise RuleBroken(self._code, 429, wait=math.ceil(wait))
        self._bucket.take(who)


def answer_limiter(clock: Callable[[], float] = time.monotonic) -> RateLimiter:
    """The limit of answers per seat.

    It allows for a phone that taps through a grid of a dozen rows, sends what waited for the network, or types in what
    a table has written on paper.
    """
    return RateLimiter("slow_down", 120, 3.0, clock)


def join_limiter(clock: Callable[[], float] = time.monotonic) -> RateLimiter:
    """The limit of new phones per address: a thousand people may join at once from one address."""
    return RateLimiter("many_phones", 1200, 5.0, clock)
