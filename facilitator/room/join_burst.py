"""Detects a burst of new phones during a vote, and reports it to the facilitator only.

Without names, the program cannot prevent a person from voting with two phones. But if a room of 41 phones suddenly has
52, the facilitator can check whether as many people have come in. In memory only: the times of joining are not stored.
"""

from __future__ import annotations

from collections import deque

from facilitator.rules.steps import kind_named
from store.records import Step

WINDOW_SECONDS = 180.0
"""Seconds for which a phone counts as new."""

MIN_PHONES = 5
MIN_SHARE = 0.2
"""A burst has at least ``MIN_PHONES`` new phones, and at least ``MIN_SHARE`` of the number that was there before."""


class JoinBurstDetector:
    """Records when phones join, and says how many there were before a burst."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._last_burst: tuple[str, int] = ("", 0)
        """The last burst: ``(step/round, number of phones before it)``; ``("", 0)`` when there was none."""

    def record_join(self, now: float) -> None:
        """Record that a phone joined at ``now`` (seconds, the clock of ``phones_before_burst``)."""
        self._times.append(now)

    def record_leave(self) -> None:
        """Record that the latest phone gave up its seat: its browser already had one, so it is not new."""
        if self._times:
            self._times.pop()

    def phones_before_burst(self, step: Step | None, joined: int, now: float) -> int:
        """Number of phones before the burst in the current vote; 0 when there was no burst.

        ``joined``: number of phones now. Once found, a burst is reported until the vote's round is over.
        """
        # Times are in order of joining, so expired ones are at the left: constant cost per phone on average.
        while self._times and self._times[0] < now - WINDOW_SECONDS:
            self._times.popleft()
        if step is None or not kind_named(step.kind).has_ballots or step.state not in ("ready", "open", "closed"):
            self._last_burst = ("", 0)
            return 0
        place, new = f"{step.id}/{step.round}", len(self._times)
        # The report stays for the round: new phones "settle" after three minutes, but the votes they gave remain.
        if self._last_burst[0] == place:
            return self._last_burst[1]
        # A room that is only just filling is no burst, and in a large room a few latecomers are normal.
        settled = joined - new
        if settled < MIN_PHONES or new < max(MIN_PHONES, MIN_SHARE * settled):
            return 0
        self._last_burst = place, settled
        return settled
