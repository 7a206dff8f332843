"""The dates of a workshop: when it was held, and when the room meets again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from store.records import Session, Step


def parse_stored_date(text: str) -> date | None:
    """The date of an ISO string; None for an empty string or an invalid one (from an old or edited file)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def date_held(session: Session, steps: Iterable[Step]) -> date | None:
    """The local date on which the first step was opened, else the date the session was created; None without either."""
    # The first opening comes before the creation date, because a session may be prepared days before it is held.
    opened = [step.opened for step in steps if step.opened]
    if opened:
        return datetime.fromtimestamp(min(opened)).date()
    return parse_stored_date(session.created)


def follow_up_date(session: Session, held: date) -> date:
    """The date on which the room meets again."""
    return held + timedelta(days=session.next_days)
