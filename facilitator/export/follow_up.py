"""What a follow-up tells of the workshop before it: each action then and now. Plain data of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from store.records import UNDER_WAY, Words

MARKS = (30, 60, 90)
"""Days after the workshop on which its actions are looked at again (domain reference 2.3)."""

_NEAR = 15
"""Days before or after a mark that still count as that follow-up."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One action, then and now. ``was`` is empty for one that is new, ``status`` for one that was taken off."""

    label: str
    what: str
    owner: str
    due: date | None
    due_before: date | None
    first_step: str
    notices: str
    note: str
    was: str
    status: str
    said: Mapping[str, int]
    """State -> phones that said so; empty where too few did."""
    closed_before: bool = False
    """True for one that the follow-up had nothing left to ask about."""


@dataclass(frozen=True, kw_only=True)
class Followed:
    """The workshop before, and what became of its actions. ``days`` from that agreement to this follow-up."""

    title: Words
    held: date | None
    first: date | None
    today: date
    promises: int
    turns: tuple[Turn, ...]

    @property
    def days(self) -> int:
        """Days since the actions were agreed."""
        return (self.today - self.first).days if self.first else 0

    @property
    def mark(self) -> int:
        """Which of the follow-ups it is: 30, 60 or 90 days; 0 for one at another time."""
        return next((mark for mark in MARKS if mark - _NEAR <= self.days < mark + _NEAR), 0)

    @property
    def now(self) -> Counter[str]:
        """State -> actions now."""
        return Counter(turn.status for turn in self.turns if turn.status)

    @property
    def then(self) -> Counter[str]:
        """State -> actions when the follow-up began."""
        return Counter(turn.was for turn in self.turns if turn.was)

    def late(self, turn: Turn) -> bool:
        """Whether an action should have been done by the day of the follow-up."""
        return turn.status in UNDER_WAY and turn.due is not None and turn.due < self.today

    @property
    def waiting(self) -> int:
        """Actions under way that somebody has to settle: late ones, and after 90 days all of them."""
        under_way = [turn for turn in self.turns if turn.status in UNDER_WAY]
        return len(under_way) if self.days >= MARKS[-1] - _NEAR else sum(map(self.late, under_way))
