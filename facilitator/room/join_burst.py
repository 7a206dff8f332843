"""New phones in a burst while a vote is on: told to the facilitator alone, who can see whether as many people came in.

Without names nobody can be kept from voting with two phones; but a room of 41 that has 52 phones all of a sudden should
be looked at. In memory only: when phones came is written nowhere.
"""

from __future__ import annotations

from collections import deque

from facilitator.rules.voting.rounds import BALLOTS
from store.records import Step

WINDOW = 180.0
"""Seconds that phones count as new."""

FEWEST = 5
SHARE = 0.2
"""A burst is at least so many new phones, and at least this share of those that were there before."""


class Arrivals:
    """Notes when phones come. ``before`` says how many there were before a burst."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._told: tuple[str, int] = ("", 0)
        """The vote that the last burst came in, and how many phones there were before it."""

    def came(self, now: float) -> None:
        """One more phone."""
        self._times.append(now)

    def left(self) -> None:
        """One that had just come has given up its seat: a browser that had one already."""
        if self._times:
            self._times.pop()

    def before(self, step: Step | None, joined: int, now: float) -> int:
        """How many phones there were before the burst in this vote; 0 when there was none. It stays so for the vote."""
        while self._times and self._times[0] < now - WINDOW:
            self._times.popleft()
        if step is None or step.kind not in BALLOTS or step.state not in ("ready", "open", "closed"):
            self._told = ("", 0)
            return 0
        place, new = f"{step.id}/{step.round}", len(self._times)
        if self._told[0] == place:
            return self._told[1]
        settled = joined - new
        if settled < FEWEST or new < max(FEWEST, SHARE * settled):
            return 0
        self._told = place, settled
        return settled
