"""Writes calendar files (RFC 5545) with all-day events, by the library icalendar.

Choices that calendar programs require: Outlook reads VEVENT only, all of them in one VCALENDAR, and expects METHOD.
All-day events need no time zones. An event with a known UID is replaced when its SEQUENCE is higher (RFC 5546 2.1.4).

icalendar takes about 100 ms to import, so it is imported with the first file and not with the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import icalendar
    from icalendar.prop import vInline

UID_DOMAIN = "facilitator.invalid"
"""The domain part of every UID; ``.invalid`` is reserved and belongs to no one (RFC 2606)."""


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """An all-day event. ``id`` must stay the same when the event is written again, so that it is updated."""

    id: str
    day: date
    summary: str
    description: str
    reminder_days: int = 0
    """Days before the event on which the calendar reminds of it; 0 for no reminder."""


def write(events: Iterable[CalendarEvent], made_at: datetime, *, name: str = "", sequence: int = 0) -> bytes:
    """The content of the file. ``made_at``: aware time of writing; ``sequence`` must grow from one file to the next."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//facilitator//workshop//EN")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    if name:
        calendar.add("X-WR-CALNAME", _text(name))
    for event in events:
        calendar.add_component(_calendar_event(event, made_at, sequence))
    # Unsorted, so that VERSION and METHOD stay at the top, where Outlook looks for them.
    content: bytes = calendar.to_ical(sorted=False)
    return content


def _calendar_event(event: CalendarEvent, made_at: datetime, sequence: int) -> icalendar.Event:
    import icalendar

    found = icalendar.Event()
    found.add("UID", _text(f"{event.id}@{UID_DOMAIN}"))
    found.add("DTSTAMP", made_at.astimezone(UTC))
    if sequence:
        found.add("SEQUENCE", sequence)
    found.add("DTSTART", event.day)
    found.add("DTEND", event.day + timedelta(days=1))
    found.add("SUMMARY", _text(event.summary))
    found.add("DESCRIPTION", _text(event.description))
    found.add("TRANSP", "TRANSPARENT")
    if event.reminder_days:
        alarm = icalendar.Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("TRIGGER", timedelta(days=-event.reminder_days))
        alarm.add("DESCRIPTION", _text(event.summary))
        found.add_component(alarm)
    return found


def _text(text: str) -> vInline:
    r"""The text as a TEXT value (RFC 5545 3.3.11): backslash, semicolon, comma and line breaks are escaped.

    Escaped here and not by icalendar's ``vText``, which reads ``\N`` in a text as a line break: a path such as
    ``C:\Notes`` would be broken in two.
    """
    from icalendar.prop import vInline

    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return vInline("\\n".join(text.splitlines()))
