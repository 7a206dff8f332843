"""The part of a report about a follow-up: each action of the earlier workshop, then and now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from store.records import OPEN_STATUSES, Translations

FOLLOW_UP_DAYS = (30, 60, 90)
"""Days after the agreement on which the actions are reviewed (docs/domain.md 2.3)."""

_TOLERANCE_DAYS = 15
"""Days by which a follow-up may be early or late and still count as that of 30, 60 or 90 days."""


@dataclass(frozen=True, kw_only=True)
class ActionComparison:
    """One action. ``status_before`` is empty for a new action, ``status`` for one that was removed from the list."""

    label: str
    what: str
    owner: str
    due: date | None
    due_before: date | None
    first_step: str
    notices: str
    note: str
    status_before: str
    status: str
    phone_reports: Mapping[str, int]
    """State -> number of phones that reported it; empty when too few did (disclosure control)."""
    closed_before: bool = False
    """Whether it had been closed before the follow-up began."""


@dataclass(frozen=True, kw_only=True)
class FollowUpComparison:
    """The earlier workshop and the state of its actions. ``held``: its date; ``first``: date of the first agreement."""

    title: Translations
    held: date | None
    first: date | None
    today: date
    promises: int
    actions: tuple[ActionComparison, ...]

    @property
    def days(self) -> int:
        """Days from the first agreement to this follow-up; 0 when the date is unknown."""
        return (self.today - self.first).days if self.first else 0

    @property
    def follow_up_day(self) -> int:
        """The follow-up that this is: 30, 60 or 90 days; 0 for one at another time."""
        return next(
            (mark for mark in FOLLOW_UP_DAYS if mark - _TOLERANCE_DAYS <= self.days < mark + _TOLERANCE_DAYS), 0
        )

    @property
    def counts_now(self) -> Counter[str]:
        """State -> number of actions now."""
        return Counter(turn.status for turn in self.actions if turn.status)

    @property
    def counts_before(self) -> Counter[str]:
        """State -> number of actions when the follow-up began."""
        return Counter(turn.status_before for turn in self.actions if turn.status_before)

    def is_late(self, action: ActionComparison) -> bool:
        """Whether an action is still under way after its due date."""
        return action.status in OPEN_STATUSES and action.due is not None and action.due < self.today

    @property
    def undecided_count(self) -> int:
        """Number of actions that need a decision: late ones, and at the 90-day follow-up all that are under way."""
        under_way = [turn for turn in self.actions if turn.status in OPEN_STATUSES]
        return (
            len(under_way) if self.days >= FOLLOW_UP_DAYS[-1] - _TOLERANCE_DAYS else sum(map(self.is_late, under_way))
        )
