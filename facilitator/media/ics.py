"""Writes calendar files (RFC 5545): one calendar, whole days, and no text that can break out of its line.

What calendars make of it: Outlook takes VEVENT only, all of them in one VCALENDAR, and wants METHOD; whole days need no
time zones; an event of the same UID is replaced when its SEQUENCE has grown (RFC 5546 2.1.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75
"""Octets of a line, its end not counted."""

DOMAIN = "facilitator.invalid"
"""Ends the identity of every event; a name that is nobody's (RFC 2606)."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One whole day. ``id`` is the same whenever the same thing is written again."""

    id: str
    day: date
    summary: str
    description: str
    remind: int = 0
    """Days before on which the calendar reminds of it; 0 for not at all."""


def write(events: Iterable[Event], made: datetime, *, name: str = "", sequence: int = 0) -> bytes:
    """The file's content. ``made`` is a time with a zone; ``sequence`` grows from one writing to the next."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//facilitator//workshop//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *((f"X-WR-CALNAME:{escape(name)}",) if name else ()),
        *(line for event in events for line in _event(event, made, sequence)),
        "END:VCALENDAR",
    ]
    return b"".join(fold(line) for line in lines)


def _event(event: Event, made: datetime, sequence: int) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@{DOMAIN}"
    yield f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if sequence:
        yield f"SEQUENCE:{sequence}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(event.summary)}"
    yield f"DESCRIPTION:{escape(event.description)}"
    yield "TRANSP:TRANSPARENT"
    if event.remind:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{event.remind}D")
        yield f"DESCRIPTION:{escape(event.summary)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def escape(text: str) -> str:
    """A TEXT value: no line break, comma or semicolon of the text's own is left to mean anything."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def fold(line: str) -> bytes:
    """A content line in pieces of at most ``LINE`` octets, never cut inside a character."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join((*pieces, piece)) + b"\r\n"
