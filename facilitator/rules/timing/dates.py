"""The days of a workshop: when it was held, and when the room looks at its promises again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from facilitator.errors import RuleBroken
from facilitator.templates import template
from store.records import Session, Step

USUAL_DAYS = 30
"""Days until the room meets again, where no template says otherwise (domain reference 9.4)."""


def held_on(session: Session, steps: Iterable[Step]) -> date | None:
    """The local day on which the first step was opened, else the day the session was made; None for neither."""
    opened = [step.opened for step in steps if step.opened]
    if opened:
        return datetime.fromtimestamp(min(opened)).date()
    try:
        return date.fromisoformat(session.created)
    except ValueError:
        return None


def follow_up(session: Session, held: date) -> date:
    """The day on which the room meets again."""
    try:
        days = template(session.template).next_days
    except RuleBroken:
        # Not one of ours: a workshop of one's own, or of a newer version of the program.
        days = USUAL_DAYS
    return held + timedelta(days=days)
