"""Writes calendar files (RFC 5545) with all-day events. All text is escaped, so it cannot add lines of its own.

Choices that calendar programs require: Outlook reads VEVENT only, all of them in one VCALENDAR, and expects METHOD.
All-day events need no time zones. An event with a known UID is replaced when its SEQUENCE is higher (RFC 5546 2.1.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MAX_LINE_OCTETS = 75
"""Most octets of a line without its line break (RFC 5545 3.1)."""

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
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//facilitator//workshop//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *((f"X-WR-CALNAME:{escape(name)}",) if name else ()),
        *(line for event in events for line in _event_lines(event, made_at, sequence)),
        "END:VCALENDAR",
    ]
    return b"".join(fold(line) for line in lines)


def _event_lines(event: CalendarEvent, made_at: datetime, sequence: int) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@{UID_DOMAIN}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if sequence:
        yield f"SEQUENCE:{sequence}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(event.summary)}"
    yield f"DESCRIPTION:{escape(event.description)}"
    yield "TRANSP:TRANSPARENT"
    if event.reminder_days:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{event.reminder_days}D")
        yield f"DESCRIPTION:{escape(event.summary)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def escape(text: str) -> str:
    """The text as a TEXT value (RFC 5545 3.3.11): backslash, semicolon, comma and line breaks are escaped."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def fold(line: str) -> bytes:
    """A content line, folded to at most ``MAX_LINE_OCTETS`` octets a line, never in a character (RFC 5545 3.1)."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > MAX_LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join((*pieces, piece)) + b"\r\n"
