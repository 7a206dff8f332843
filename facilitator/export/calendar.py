"""Writes ``calendar.ics``: due dates, first steps, and the follow-up days of the workshop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from facilitator.export.blocks import text_of
from facilitator.export.follow_up import MARKS
from facilitator.export.parts import head
from facilitator.export.report import Deed, Report
from facilitator.i18n.messages import say
from facilitator.media import ics
from store.records import UNDER_WAY

REMIND = 2
"""Days before a due date on which the calendar reminds of it."""


def write(report: Report, language: str, made: datetime) -> bytes:
    """The file in ``language``. ``made_at``: time of the export, UTC.

    Importing a later file updates the events of an earlier one: ids stay the same and the sequence number grows.
    """
    title = text_of(head.title(report, language))
    begun = datetime.combine(report.held, time(), UTC)
    # Minutes since the day before the workshop: a sequence number that grows without stored state, above 0 on the day.
    sequence = max(0, int((made - begun + timedelta(days=1)).total_seconds()) // 60)
    return ics.write(_events(report, title, language), made, name=title, sequence=sequence)


def _events(report: Report, title: str, language: str) -> Iterator[ics.Event]:
    for deed in report.deeds:
        if deed.status not in UNDER_WAY:
            continue
        about = _about(deed, title, language)
        for day, kind, what in ((deed.due, "due", deed.what), (deed.first_step_due, "step", deed.first_step)):
            if day is not None:
                yield ics.Event(
                    id=f"{report.session}-{deed.id}-{kind}",
                    day=day,
                    summary=say(f"export.calendar.{kind}", language, what=_who(what or deed.what, deed)),
                    description=about,
                    remind=REMIND if kind == "due" else 0,
                )
    for days, day in looks(report):
        key = "export.calendar.look" if days else "export.calendar.next"
        yield ics.Event(
            id=f"{report.session}-look-{days or 'next'}",
            day=day,
            summary=say(key, language, title=title, days=days),
            description=say("export.calendar.look_about", language),
        )


def looks(report: Report) -> Iterator[tuple[int, date]]:
    """The follow-ups still to come: days after the agreement (0 for a date outside the usual rhythm), and the date.

    Every workshop gets its next follow-up; those with actions or promises get all days of ``FOLLOW_UP_DAYS`` as well.
    """
    first = (report.followed and report.followed.first) or report.held
    agreed = bool(report.deeds or report.promises.count)
    marks = [(days, first + timedelta(days=days)) for days in MARKS] if agreed else []
    coming = [(days, day) for days, day in marks if day > report.held]
    if report.next not in [day for _, day in coming]:
        yield 0, report.next
    yield from coming


def _who(what: str, deed: Deed) -> str:
    return f"{what} ({deed.owner})" if deed.owner else what


def _about(deed: Deed, title: str, language: str) -> str:
    parts = [f"{deed.label} {deed.what}", title]
    if deed.first_step:
        parts.append(f"{say('export.column.first_step', language)}: {deed.first_step}")
    if deed.votes is not None:
        parts.append(f"{say('export.column.votes', language)}: {deed.votes} ({deed.voters})")
    if deed.decision_from:
        parts.append(f"{say('export.column.decision_from', language)}: {deed.decision_from}")
    return "\n".join(parts)
