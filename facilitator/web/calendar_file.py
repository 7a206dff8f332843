"""The participant's own promise as an iCalendar file: two all-day reminders, after a week and after a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from facilitator.i18n.messages import say
from facilitator.media import ics
from facilitator.view.mine import MyPromise

REMINDER_DAYS = (7, 30)
"""Days from the download to each reminder."""


def promise_calendar(promise: MyPromise, title: str, language: str, now: datetime) -> bytes:
    """The file's content. ``now`` is local time with a zone; ``title`` names the workshop."""
    return ics.write(_events(promise, title, language, now), now)


def _events(promise: MyPromise, title: str, language: str, now: datetime) -> Iterator[ics.CalendarEvent]:
    for days in REMINDER_DAYS:
        yield ics.CalendarEvent(
            id=f"{promise.id}-{days}",
            day=now.date() + timedelta(days=days),
            summary=say(f"phone.calendar.{days}", language, text=promise.text),
            description="\n".join(part for part in (title, promise.text, promise.when) if part),
        )
