"""``calendar.ics``: what is due when, the days to look again, and that a later file updates an earlier one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from assertions import every, nonempty
from exported_files import events
from finished_workshop import RECORDS, kept
from icalendar import Calendar

from facilitator.export import calendar as diary
from facilitator.export.build_report import build_report
from facilitator.export.report import WorkshopReport
from facilitator.i18n.messages import LANGUAGES
from store.records import Action, ActionStatus, Session, replace

TODAY = date(2027, 3, 8)
NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)


def report(*changes: Action | Session) -> WorkshopReport:
    return build_report(kept(*RECORDS, *changes), TODAY)


def action(status: ActionStatus = "not_started", **changes: str) -> Action:
    """The first action of the workshop, changed."""
    first = next(each for each in RECORDS if isinstance(each, Action))
    return replace(first, status=status, **changes)


def test_due_dates_first_steps_and_three_looks_are_whole_days() -> None:
    found = events(diary.write(report(), "fi", NOW))
    assert {uid: day for uid, (day, _, _) in found.items()} == {
        "session1-a1-due@facilitator.invalid": date(2027, 4, 5),
        "session1-a1-step@facilitator.invalid": date(2027, 3, 12),
        "session1-look-30@facilitator.invalid": date(2027, 4, 4),
        "session1-look-60@facilitator.invalid": date(2027, 5, 4),
        "session1-look-90@facilitator.invalid": date(2027, 6, 3),
    }
    _, summary, about = found["session1-a1-due@facilitator.invalid"]
    assert summary == "Määräpäivä: Kerromme käsittelyajan heti (Anna)"
    assert "Ensimmäinen askel: Tekstipohja viestiin" in about
    assert "Ääniä (äänestäjiä): 4 (5)" in about
    assert "johtoryhmältä" in about


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_what_outlook_takes(language: str) -> None:
    content = diary.write(report(), language, NOW)
    assert content.count(b"BEGIN:VCALENDAR") == content.count(b"END:VCALENDAR") == 1
    calendar = Calendar.from_ical(content)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert {each.name for each in calendar.subcomponents} == {"VEVENT"}
    for event in nonempty(calendar.walk("VEVENT")):
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
        assert event.decoded("DTSTAMP") == NOW
    alarms = [alarm.decoded("TRIGGER") for alarm in calendar.walk("VALARM")]
    assert alarms == [timedelta(days=-2)]


def test_a_later_file_has_the_same_identities_and_a_higher_sequence() -> None:
    first = Calendar.from_ical(diary.write(report(), "fi", NOW))
    moved = report(action(due="2027-04-19", what="Kerromme ajan jo vahvistuksessa"))
    later = Calendar.from_ical(diary.write(moved, "sv", NOW + timedelta(minutes=1)))
    before, after = (
        {str(event["UID"]): int(str(event["SEQUENCE"])) for event in each.walk("VEVENT")} for each in (first, later)
    )
    assert set(before) == set(after)
    assert every(after[uid] > sequence > 0 for uid, sequence in before.items())


@pytest.mark.parametrize("status", ["done", "dropped", "passed_on"])
def test_what_is_closed_is_nobody_s_appointment(status: ActionStatus) -> None:
    assert not [uid for uid in events(diary.write(report(action(status)), "fi", NOW)) if "-a1-" in uid]


def test_a_workshop_that_agreed_on_nothing_has_only_its_next_meeting() -> None:
    weekly = Session(id="s", title={"fi": "Viikko"}, next_days=7, created="2027-03-05")
    found = events(diary.write(build_report(kept(weekly), TODAY), "fi", NOW))
    assert [(uid, day) for uid, (day, _, _) in found.items()] == [
        ("s-look-next@facilitator.invalid", date(2027, 3, 12))
    ]
