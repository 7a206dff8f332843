"""The calendar file: two whole days, every line short, and no text that can break out of its line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from assertions import every
from icalendar import Calendar

from facilitator.view.mine import MyPromise
from facilitator.web.calendar_file import promise_calendar

NOW = datetime(2026, 12, 28, 14, 30, tzinfo=UTC)
NASTY = (
    "Soita\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Väärä",
    "ä€🇫🇮" * 60,
    'a,b;c\\d\ne:f"g"',
    "\\n ei rivinvaihto \\, \\;",
    "C:\\Neuvonta\\nimet",
    "rivi\u2028toinen\x0bkolmas",
)


def written(text: str, when: str = "") -> list[tuple[str, str]]:
    """The file read back: its properties in order, unfolded and unescaped as RFC 5545 says."""
    promise = MyPromise(id="p1", text=text, when=when, size="", share=False, lang="fi")
    raw = promise_calendar(promise, "Työpaja", "fi", NOW)
    assert raw.endswith(b"\r\n")
    lines = raw.split(b"\r\n")[:-1]
    assert every(len(line) <= 75 for line in lines)
    assert every(line.decode("utf-8") for line in lines)
    assert b"\n" not in b"".join(lines)
    unfolded = raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]
    return [(line.split(":", 1)[0], line.split(":", 1)[1]) for line in unfolded]


def unescaped(value: str) -> str:
    """A TEXT value as a calendar reads it."""
    found, rest = "", iter(value)
    for character in rest:
        if character == "\\":
            escaped = next(rest)
            found += "\n" if escaped in "nN" else escaped
        else:
            found += character
    return found


@pytest.mark.parametrize("text", NASTY)
def test_a_text_stays_inside_its_line_and_reads_back_the_same(text: str) -> None:
    found = written(text)
    assert [name for name, _ in found].count("BEGIN") == 3
    assert [value for name, value in found if name == "END"] == ["VEVENT", "VEVENT", "VCALENDAR"]
    summaries = [unescaped(value) for name, value in found if name == "SUMMARY"]
    assert [summary.endswith("\n".join(text.splitlines())) for summary in summaries] == [True, True]


def test_the_days_are_a_week_and_a_month_on_and_last_all_day() -> None:
    found = written("Soitan", "maanantaina")
    assert [value for name, value in found if name == "DTSTART;VALUE=DATE"] == ["20270104", "20270127"]
    assert [value for name, value in found if name == "DTEND;VALUE=DATE"] == ["20270105", "20270128"]
    assert ("METHOD", "PUBLISH") in found
    assert ("DTSTAMP", "20261228T143000Z") in found
    identities = [value for name, value in found if name == "UID"]
    assert len(set(identities)) == 2
    assert [unescaped(value) for name, value in found if name == "DESCRIPTION"] == ["Työpaja\nSoitan\nmaanantaina"] * 2


def test_a_line_is_folded_between_characters_and_never_inside_an_escape() -> None:
    for length in range(40, 90):
        promise = MyPromise(id="p1", text="a" * length + "€," * 40, when="", size="", share=False, lang="fi")
        lines = promise_calendar(promise, "Työpaja", "fi", NOW).split(b"\r\n")[:-1]
        assert every(len(line) <= 75 and line.decode("utf-8") for line in lines)
        assert not [line for line in lines if line.endswith(b"\\")]
        assert any(line.startswith(b" ") for line in lines)


@pytest.mark.parametrize("text", NASTY)
def test_another_program_reads_two_events_with_the_text_in_them(text: str) -> None:
    promise = MyPromise(id="p1", text=text, when="", size="", share=False, lang="fi")
    first, later = (Calendar.from_ical(promise_calendar(promise, "Työpaja", "fi", NOW)) for _ in range(2))
    wanted = "\n".join(text.splitlines())
    assert [str(event["DESCRIPTION"]) for event in first.walk("VEVENT")] == [f"Työpaja\n{wanted}"] * 2
    assert [event["UID"] for event in first.walk("VEVENT")] == [event["UID"] for event in later.walk("VEVENT")]
