"""A brake on whoever tries out codes of join slips. In memory only, and by seat: a room stands behind one address.

Of seventeen thousand million codes a few dozen are good. Whoever types wrong a few times waits a little; when very
many are wrong all together, those wait who have been wrong already, and a first try is always heard: so one who guesses
without end keeps nobody else from voting.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from facilitator.errors import RuleBroken

CODES = frozenset({"slip_unknown", "slip_used"})
"""Refusals that count as a wrong guess."""

OF_A_SEAT, SECONDS = 5, 20.0
"""Wrong codes that a seat may send at once, and seconds for each one after that."""

OF_ALL, SECONDS_OF_ALL = 200, 1.0
"""The same of all seats together."""

TOLD_FROM = 20
"""Wrong codes from which the console tells: more than a room of forty mistypes."""

MOST_KNOWN = 5000


class Guesses:
    """Counts wrong codes. ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._spent: dict[str, tuple[float, float]] = {}
        """Seat -> how many wrong codes it has on its account, and since when; they wear off."""
        self._all = (0.0, 0.0)
        self._wrong = 0

    @property
    def told(self) -> int:
        """How many were wrong, once that is worth telling; else 0."""
        return self._wrong if self._wrong >= TOLD_FROM else 0

    def listen(self, seat: str) -> None:
        """Somebody sends a code. Raises ``RuleBroken`` (429, with ``wait`` in whole seconds) if it has to wait."""
        if seat not in self._spent:
            return
        own = (self._left(self._spent[seat], SECONDS) - OF_A_SEAT + 1) * SECONDS
        all_of_them = (self._left(self._all, SECONDS_OF_ALL) - OF_ALL + 1) * SECONDS_OF_ALL
        if (wait := max(own, all_of_them)) > 0:
            raise RuleBroken("slip_pause", 429, wait=math.ceil(wait))

    def wrong(self, seat: str) -> None:
        """The code was wrong."""
        now = self._clock()
        self._wrong += 1
        if len(self._spent) >= MOST_KNOWN:
            self._spent = {who: at for who, at in self._spent.items() if self._left(at, SECONDS) > 0}
        self._spent[seat] = self._left(self._spent.get(seat, (0.0, now)), SECONDS) + 1, now
        self._all = self._left(self._all, SECONDS_OF_ALL) + 1, now

    def _left(self, account: tuple[float, float], seconds: float) -> float:
        wrong, at = account
        return max(0.0, wrong - max(0.0, self._clock() - at) / seconds)
