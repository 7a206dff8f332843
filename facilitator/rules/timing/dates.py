"""The dates of a workshop: when it was held, and when the room meets again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from facilitator.errors import RuleBroken
from store.records import Session, Step

DEFAULT_FOLLOW_UP_DAYS = 30
"""Days until the follow-up session when no template says otherwise (docs/domain.md 2.3)."""


def date_held(session: Session, steps: Iterable[Step]) -> date | None:
    """The local date on which the first step was opened, else the date the session was created; None without either."""
    opened = [step.opened for step in steps if step.opened]
    if opened:
        return datetime.fromtimestamp(min(opened)).date()
    try:
        return date.fromisoformat(session.created)
    except ValueError:
        return None


def follow_up_date(session: Session, held: date) -> date:
    """The date on which the room meets again."""
    # Imported late: the templates are read with the answers of the kinds of step, one of which asks for this date.
    from facilitator.templates import template

    try:
        days = template(session.template).next_days
    except RuleBroken:
        # Not a shipped template: one of the user's own, or of another version of the program.
        days = DEFAULT_FOLLOW_UP_DAYS
    return held + timedelta(days=days)
