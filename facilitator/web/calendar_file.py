"""One's own promise as a calendar file (RFC 5545): two all-day events, a week and a month on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from facilitator.mine import MyPromise
from facilitator.words import say

LINE = 75
"""Octets of a line, its end not counted."""

REMINDERS = (7, 30)
"""Days from now."""


def calendar(promise: MyPromise, title: str, language: str, now: datetime) -> bytes:
    """The file's content. ``now`` is local time with a zone; ``title`` names the workshop."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//facilitator//promise//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(line for days in REMINDERS for line in _event(promise, title, language, now, days)),
        "END:VCALENDAR",
    ]
    return b"".join(fold(line) for line in lines)


def _event(promise: MyPromise, title: str, language: str, now: datetime, days: int) -> Iterator[str]:
    day = now.date() + timedelta(days=days)
    about = [title, promise.text, promise.when]
    yield "BEGIN:VEVENT"
    yield f"UID:{promise.id}-{days}@facilitator.invalid"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(say(f'phone.calendar.{days}', language, text=promise.text))}"
    yield "DESCRIPTION:" + escape("\n".join(part for part in about if part))
    yield "TRANSP:TRANSPARENT"
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
