"""Every file says the same: people, votes, ideas, promises, actions and dates are those in the TinyDB file."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from assertions import any_number, nonempty
from exported_files import Found, docx, events, markdown, one_line, page, rows, votes_of, workbook
from tinydb import TinyDB

from facilitator.export import render
from facilitator.i18n.messages import format_date
from store.records import TABLES
from store.sessions import open_session

SAMPLES = Path(__file__).parents[2] / "sample_sessions"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.json"))
WITHOUT_ACTIONS = ("workday-checkin",)
assert len(NAMES) == 3
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LANGUAGES = ("fi", "sv", "en")
EACH = pytest.mark.parametrize(("name", "language"), [(name, language) for name in NAMES for language in LANGUAGES])


@dataclass(frozen=True)
class Facts:
    """What the session file says, counted here and not by the program."""

    people: int
    shown: Counter[str]
    hidden: set[str]
    shared: Counter[str]
    private: set[str]
    actions: list[dict[str, Any]]
    votes: dict[tuple[int, str], int]
    """Round and name -> votes."""
    voters: dict[int, int]


@cache
def tables(name: str) -> dict[str, list[dict[str, Any]]]:
    """The file as stock TinyDB reads it."""
    with TinyDB(SAMPLES / f"{name}.json", access_mode="r") as database:
        return {table: [dict(document) for document in database.table(table)] for table in TABLES}


@cache
def facts(name: str) -> Facts:
    """The facts of a sample."""
    found = tables(name)
    named = {each["id"]: each["name"] for each in found["themes"]} | {
        each["id"]: each["text"] for each in found["ideas"]
    }
    votes: Counter[tuple[int, str]] = Counter()
    voters: Counter[int] = Counter()
    for ballot in found["ballots"]:
        voters[ballot["round"]] += 1
        votes.update({(ballot["round"], named[item]): count for item, count in ballot["votes"].items()})
    return Facts(
        people=len(found["seats"]),
        shown=Counter(one_line(each["text"]) for each in found["ideas"] if not each["hidden"]),
        hidden={one_line(each["text"]) for each in found["ideas"] if each["hidden"]},
        shared=Counter(one_line(each["text"]) for each in found["promises"] if each["share"]),
        private={one_line(each["text"]) for each in found["promises"] if not each["share"]},
        actions=sorted(found["actions"], key=lambda each: each["number"]),
        votes=dict(votes),
        voters=dict(voters),
    )


@cache
def files(name: str, language: str) -> Mapping[str, bytes]:
    """All files of a sample."""
    with open_session(SAMPLES / f"{name}.json", read_only=True) as kept:
        return render(kept, [], language, NOW.date(), now=NOW)[1]


@cache
def documents(name: str, language: str) -> Mapping[str, Found]:
    """The three summaries."""
    made = files(name, language)
    return {
        "docx": docx(made["summary.docx"]),
        "html": page(made["summary.html"]).found,
        "md": markdown(made["summary.md"]),
    }


@cache
def sheets(name: str, language: str) -> list[list[list[Any]]]:
    """The six sheets, in order, without their headings."""
    return [sheet[1:] for sheet in workbook(files(name, language)["actions.xlsx"]).values()]


@EACH
def test_the_three_summaries_are_the_same_document(name: str, language: str) -> None:
    word, web, plain = documents(name, language).values()
    flat = [[(level, one_line(text)) for level, text in each.headings] for each in (word, web, plain)]
    assert flat[0] == flat[1] == flat[2]
    assert word.tables == web.tables
    assert word.tables == plain.tables
    lines = [[one_line(line.replace(" / ", "\n")) for line in each.lines] for each in (word, web, plain)]
    assert lines[0] == lines[1] == lines[2]


@EACH
def test_ideas_and_promises_are_told_once_and_no_hidden_or_private_one_is(name: str, language: str) -> None:
    known = facts(name)
    for found in documents(name, language).values():
        lines = [one_line(line) for line in found.lines]
        for text, count in nonempty((known.shown + known.shared).items()):
            assert sum(line == text or line.startswith((f"{text} (", f"{text} – ")) for line in lines) >= count
        assert not [text for text in known.hidden | known.private if text in one_line(found.text)]
    _, promises, _, ideas, _, _ = sheets(name, language)
    assert Counter(one_line(row[2]) for row in ideas) == known.shown
    assert Counter(one_line(row[0]) for row in promises) == known.shared


@EACH
def test_votes_and_voters_are_those_of_the_ballots(name: str, language: str) -> None:
    known = facts(name)
    sheet = sheets(name, language)[2]
    assert {(row[1], row[3]): row[5] for row in sheet if row[5]} == known.votes
    assert {(row[1], row[6]) for row in sheet} == set(known.voters.items())
    results = [
        table for table in documents(name, language)["docx"].tables if len(table[0]) in (3, 4) and "." in table[1][0]
    ]
    for number, table in enumerate((table for table in results if table[1][0] == "1."), 1):
        told = {name_: votes for _, name_, votes in votes_of(table)}
        assert told == {
            item: votes for (round_, item), votes in known.votes.items() if round_ == number and item in told
        }
        assert f"({known.voters[number]})" in table[1][2]
    picture = files(name, language)["results.txt"].decode().splitlines()
    for (round_, item), votes in known.votes.items():
        told_of = [line for line in picture if f" {one_line(item)}: " in one_line(line)]
        assert round_ != 1 or not told_of or f": {votes} ({known.voters[1]})" in told_of[0]
    assert not known.votes or f"{max(known.votes.values())} ({known.voters[1]})" in "\n".join(picture)


@EACH
def test_the_number_of_people_and_the_date_stand_in_every_file_that_tells_them(name: str, language: str) -> None:
    known, made = facts(name), files(name, language)
    held = next(each for each in tables(name)["steps"] if each["position"] == 1)["opened"]
    when = datetime.fromtimestamp(held).date()
    for found in nonempty(documents(name, language).values()):
        assert any(line.endswith(f": {known.people}") for line in found.lines)
        assert any(line.endswith(f": {format_date(when, language)}") for line in found.lines)
    about = {row[0]: row[1] for row in sheets(name, language)[5] if row[0]}
    assert known.people in about.values()
    assert datetime(when.year, when.month, when.day) in about.values()
    assert format_date(when, language) in made["results.txt"].decode()
    assert str(known.people) in made["results.txt"].decode().splitlines()[-1]


@EACH
def test_actions_have_the_same_words_owners_and_dates_everywhere(name: str, language: str) -> None:
    made, known = files(name, language), facts(name).actions
    assert bool(known) == (name not in WITHOUT_ACTIONS)
    whats = [each["what"] for each in known]
    sheet = sheets(name, language)[0]
    csv_rows = rows(made["actions.csv"], ";")[1:]
    assert [row[1] for row in sheet] == [row[1] for row in csv_rows] == whats
    # On a common checklist the owner and the date of one line are those of all.
    owners = [each["owner"] or known[0]["owner"] for each in known]
    dues = [date.fromisoformat(each["due"] or known[0]["due"]) for each in known]
    assert [row[2] for row in sheet] == [row[2] for row in csv_rows] == owners
    assert [row[3].date() for row in sheet] == dues
    assert [row[3] for row in csv_rows] == [f"{due.day}.{due.month}.{due.year}" for due in dues]
    for file, what, owner, until in (("jira", 0, None, 3), ("planner", 0, 4, 6), ("trello", 0, None, 2)):
        board = rows(made[f"tasks-{file}.csv"])[1:]
        assert [row[what] for row in board] == [one_line(text) for text in whats]
        assert [row[until] for row in board] == [each.isoformat() for each in dues]
        assert owner is None or [row[owner] for row in board] == owners
        for each, row in any_number(zip(owners, board, strict=True)):
            assert each in row[1] or each in row[-1]
    lines = made["tasks-lines.txt"].decode().splitlines()
    assert lines == [
        f"{what} – {owner} – {format_date(due, language)}" for what, owner, due in zip(whats, owners, dues, strict=True)
    ]
    for found in documents(name, language).values():
        for what, owner in any_number(zip(whats, owners, strict=True)):
            assert what in found.text
            assert owner in found.text
    calendar = events(made["calendar.ics"])
    session = tables(name)["session"][0]["id"]
    for each, what, due in zip(known, whats, dues, strict=True):
        found_day, summary, about = calendar[f"{session}-{each['id']}-due@facilitator.invalid"]
        assert found_day == due
        assert what in summary
        assert each["first_step"] in about


@EACH
def test_what_opens_again_is_the_file_itself_without_what_is_anybody_s_own(
    name: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "session.json").write_bytes(files(name, language)["session.json"])
    with TinyDB(tmp_path / "session.json", access_mode="r") as database:
        for table, documents_ in tables(name).items():
            if table in ("receipts", "history"):
                continue
            blank = {"seats": "token", "session": "seat_key"}.get(table, "seat")
            wanted = [{**each, blank: ""} if blank in each else each for each in documents_]
            if table == "promises":
                wanted = [each if each["share"] else {**each, "text": "", "when": ""} for each in wanted]
            copied = [dict(each) for each in database.table(table)]
            assert sorted(copied, key=str) == sorted(wanted, key=str)


def test_the_same_workshop_makes_the_same_files(tmp_path: Path) -> None:
    """Byte for byte, so that files that are kept beside the program can be compared with what it makes."""
    first = files("cx-what-can-i-do", "fi")
    shutil.copy(SAMPLES / "cx-what-can-i-do.json", tmp_path)
    with open_session(tmp_path / "cx-what-can-i-do.json", read_only=True) as kept:
        again = render(kept, [], "fi", NOW.date(), now=NOW)[1]
    assert [file for file, content in first.items() if again[file] != content] == []
    assert json.loads(again["session.json"])
