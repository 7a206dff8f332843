"""Token buckets: how often something may be done, in a rush and in the long run. In memory only."""

from __future__ import annotations

from collections.abc import Callable, Hashable

MOST_KNOWN = 5000
"""Keys that are remembered before those whose bucket is full again are forgotten."""


class TokenBucket:
    """One bucket per key. It holds ``capacity`` tokens at first and never more, and gains one every ``seconds``.

    ``clock`` gives seconds, and is expected not to go back.
    """

    def __init__(self, capacity: int, seconds: float, clock: Callable[[], float]) -> None:
        self._capacity, self._seconds, self._clock = float(capacity), seconds, clock
        self._levels: dict[Hashable, tuple[float, float]] = {}
        """Key -> tokens in its bucket, and when that was so."""

    def __contains__(self, key: Hashable) -> bool:
        """Whether a token was taken for ``key``. May be forgotten once its bucket is full again."""
        return key in self._levels

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._levels)

    def wait(self, key: Hashable) -> float:
        """Seconds until there is a token for ``key``; 0 when there is one."""
        return max(0.0, (1 - self._level(key, self._clock())) * self._seconds)

    def take(self, key: Hashable) -> None:
        """Take a token, even one that is not there yet: then the next one comes that much later."""
        now = self._clock()
        # A full bucket is like that of a key never seen, so forgetting it changes no answer.
        if len(self._levels) >= MOST_KNOWN:
            self._levels = {each: at for each, at in self._levels.items() if self._level(each, now) < self._capacity}
        self._levels[key] = self._level(key, now) - 1, now

    def _level(self, key: Hashable, now: float) -> float:
        # Nothing runs while nobody asks: the level is worked out from the last one and the time since.
        level, at = self._levels.get(key, (self._capacity, now))
        return min(self._capacity, level + max(0.0, now - at) / self._seconds)
