"""A brake on whoever tries out codes of join slips. In memory only, and by seat: a room stands behind one address.

Of seventeen thousand million codes a few dozen are good. Whoever types wrong a few times waits a little; when very
many are wrong all together, those wait who have been wrong already, and a first try is always heard: so one who guesses
without end keeps nobody else from voting.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from facilitator.errors import RuleBroken

WRONG_CODE_ERRORS = frozenset({"slip_unknown", "slip_used"})
"""Refusals that count as a wrong guess."""

SEAT_BURST, SEAT_SECONDS_PER_CODE = 5, 20.0
"""Wrong codes that a seat may send at once, and seconds for each one after that."""

TOTAL_BURST, TOTAL_SECONDS_PER_CODE = 200, 1.0
"""The same of all seats together."""

REPORT_FROM = 20
"""Wrong codes from which the console tells: more than a room of forty mistypes."""

MAX_ACCOUNTS = 5000


class SlipThrottle:
    """Counts wrong codes. ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._accounts: dict[str, tuple[float, float]] = {}
        """Seat -> how many wrong codes it has on its account, and since when; they wear off."""
        self._total_account = (0.0, 0.0)
        self._wrong_count = 0

    @property
    def wrong_to_report(self) -> int:
        """How many were wrong, once that is worth telling; else 0."""
        return self._wrong_count if self._wrong_count >= REPORT_FROM else 0

    def check_allowed(self, seat: str) -> None:
        """Somebody sends a code. Raises ``RuleBroken`` (429, with ``wait`` in whole seconds) if it has to wait."""
        if seat not in self._accounts:
            return
        own = (self._level(self._accounts[seat], SEAT_SECONDS_PER_CODE) - SEAT_BURST + 1) * SEAT_SECONDS_PER_CODE
        all_of_them = (
            self._level(self._total_account, TOTAL_SECONDS_PER_CODE) - TOTAL_BURST + 1
        ) * TOTAL_SECONDS_PER_CODE
        if (wait := max(own, all_of_them)) > 0:
            raise RuleBroken("slip_pause", 429, wait=math.ceil(wait))

    def record_wrong(self, seat: str) -> None:
        """The code was wrong."""
        now = self._clock()
        self._wrong_count += 1
        if len(self._accounts) >= MAX_ACCOUNTS:
            self._accounts = {
                who: at for who, at in self._accounts.items() if self._level(at, SEAT_SECONDS_PER_CODE) > 0
            }
        self._accounts[seat] = self._level(self._accounts.get(seat, (0.0, now)), SEAT_SECONDS_PER_CODE) + 1, now
        self._total_account = self._level(self._total_account, TOTAL_SECONDS_PER_CODE) + 1, now

    def _level(self, account: tuple[float, float], seconds: float) -> float:
        wrong, at = account
        return max(0.0, wrong - max(0.0, self._clock() - at) / seconds)
