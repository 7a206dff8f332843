"""Writes ``calendar.ics``: due dates, first steps, and the follow-up days of the workshop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from facilitator.export.blocks import plain_text
from facilitator.export.follow_up import FOLLOW_UP_DAYS
from facilitator.export.parts import head
from facilitator.export.report import ReportedAction, WorkshopReport
from facilitator.i18n.messages import say
from facilitator.media import ics
from store.records import OPEN_STATUSES

REMINDER_DAYS = 2
"""Days before a due date on which the calendar reminds of it."""


def write(report: WorkshopReport, language: str, made_at: datetime) -> bytes:
    """The file in ``language``. ``made_at``: time of the export, UTC.

    Importing a later file updates the events of an earlier one: ids stay the same and the sequence number grows.
    """
    title = plain_text(head.title(report, language))
    begun = datetime.combine(report.held, time(), UTC)
    # Minutes since the day before the workshop: a sequence number that grows without stored state, above 0 on the day.
    sequence = max(0, int((made_at - begun + timedelta(days=1)).total_seconds()) // 60)
    return ics.write(_events(report, title, language), made_at, name=title, sequence=sequence)


def _events(report: WorkshopReport, title: str, language: str) -> Iterator[ics.CalendarEvent]:
    for deed in report.actions:
        if deed.status not in OPEN_STATUSES:
            continue
        about = _description(deed, title, language)
        for day, kind, what in ((deed.due, "due", deed.what), (deed.first_step_due, "step", deed.first_step)):
            if day is not None:
                yield ics.CalendarEvent(
                    id=f"{report.session}-{deed.id}-{kind}",
                    day=day,
                    summary=say(f"export.calendar.{kind}", language, what=_with_owner(what or deed.what, deed)),
                    description=about,
                    reminder_days=REMINDER_DAYS if kind == "due" else 0,
                )
    for days, day in follow_up_dates(report):
        key = "export.calendar.look" if days else "export.calendar.next"
        yield ics.CalendarEvent(
            id=f"{report.session}-look-{days or 'next'}",
            day=day,
            summary=say(key, language, title=title, days=days),
            description=say("export.calendar.look_about", language),
        )


def follow_up_dates(report: WorkshopReport) -> Iterator[tuple[int, date]]:
    """The follow-ups still to come: days after the agreement (0 for a date outside the usual rhythm), and the date.

    Every workshop gets its next follow-up; those with actions or promises get all days of ``FOLLOW_UP_DAYS`` as well.
    """
    first = (report.follow_up and report.follow_up.first) or report.held
    agreed = bool(report.actions or report.promises.count)
    marks = [(days, first + timedelta(days=days)) for days in FOLLOW_UP_DAYS] if agreed else []
    coming = [(days, day) for days, day in marks if day > report.held]
    if report.next_follow_up not in [day for _, day in coming]:
        yield 0, report.next_follow_up
    yield from coming


def _with_owner(what: str, action: ReportedAction) -> str:
    return f"{what} ({action.owner})" if action.owner else what


def _description(action: ReportedAction, title: str, language: str) -> str:
    parts = [f"{action.label} {action.what}", title]
    if action.first_step:
        parts.append(f"{say('export.column.first_step', language)}: {action.first_step}")
    if action.votes is not None:
        parts.append(f"{say('export.column.votes', language)}: {action.votes} ({action.voters})")
    if action.decision_from:
        parts.append(f"{say('export.column.decision_from', language)}: {action.decision_from}")
    return "\n".join(parts)
