"""A brake on whoever tries out codes of join slips. In memory only, and by seat: a room stands behind one address.

Of seventeen thousand million codes a few dozen are good. Whoever types wrong a few times waits a little; when very
many are wrong all together, those wait who have been wrong already, and a first try is always heard: so one who guesses
without end keeps nobody else from voting.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from facilitator.errors import RuleBroken
from facilitator.system.token_bucket import TokenBucket

CODES = frozenset({"slip_unknown", "slip_used"})
"""Refusals that count as a wrong guess."""

OF_A_SEAT, SECONDS = 5, 20.0
"""Wrong codes that a seat may send at once, and seconds for each one after that."""

OF_ALL, SECONDS_OF_ALL = 200, 1.0
"""The same of all seats together."""

TOLD_FROM = 20
"""Wrong codes from which the console tells: more than a room of forty mistypes."""

_ALL_SEATS = ""


class Guesses:
    """Counts wrong codes. ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._seats = TokenBucket(OF_A_SEAT, SECONDS, clock)
        self._all = TokenBucket(OF_ALL, SECONDS_OF_ALL, clock)
        self._wrong = 0

    @property
    def told(self) -> int:
        """How many were wrong, once that is worth telling; else 0."""
        return self._wrong if self._wrong >= TOLD_FROM else 0

    def listen(self, seat: str) -> None:
        """Somebody sends a code. Raises ``RuleBroken`` (429, with ``wait`` in whole seconds) if it has to wait."""
        if seat not in self._seats:
            return
        if wait := max(self._seats.wait(seat), self._all.wait(_ALL_SEATS)):
            raise RuleBroken("slip_pause", 429, wait=math.ceil(wait))

    def wrong(self, seat: str) -> None:
        """The code was wrong."""
        self._wrong += 1
        self._seats.take(seat)
        self._all.take(_ALL_SEATS)
