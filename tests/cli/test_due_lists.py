"""What the lists say of actions that are still open, and follow-ups made on the command line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from facilitator.cli.main import main
from facilitator.rules.followup.due import DueSummary, due_by_path, due_summary, due_text, urgency_key
from facilitator.templates.new_session import new_session
from facilitator.workspace.workspace import Workspace
from store.records import Action, ActionStatus, Change, replace
from store.sessions import create, list_sessions, open_session

TODAY = date(2027, 3, 1)


def day(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one finished workshop: two actions under way (one late), one done, one with no date."""
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    session, steps = new_session("cx-what-can-i-do", 60)
    made: tuple[tuple[str, ActionStatus], ...] = (
        (day(-2), "not_started"),
        (day(5), "in_progress"),
        (day(-9), "done"),
        ("", "not_started"),
    )
    actions = [
        Action(id=f"a{n}", step="actions", number=n, what=f"Teko {n}", due=when, status=status)
        for n, (when, status) in enumerate(made, 1)
    ]
    held = [replace(step, state="done") for step in steps]
    session = replace(session, state="closed", step=held[-1].id)
    create(tmp_path / "sessions" / "kevät.json", session, (*held, *actions))
    return tmp_path


def run_command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_open_late_and_next_are_counted_from_the_dates() -> None:
    dues = ("2027-02-28", "2027-03-01", "2027-03-05", "", "ei päivä")
    assert due_summary(dues, TODAY) == DueSummary(open=5, late=1, next=date(2027, 3, 1))
    assert due_summary((), TODAY) == DueSummary()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "3 avoinna, 1 myöhässä, seuraava 5.3.2027"),
        ("sv", "3 öppna, 1 försenad, nästa 5.3.2027"),
        ("en", "3 open, 1 late, next 5 March 2027"),
    ],
)
def test_they_are_said_in_one_line(language: str, words: str) -> None:
    assert due_text(DueSummary(3, 1, date(2027, 3, 5)), language) == words
    assert due_text(DueSummary(), language) == ""


def test_the_most_late_and_then_the_nearest_is_the_most_urgent() -> None:
    late, soon, later, never = (
        DueSummary(2, 1, None),
        DueSummary(1, 0, date(2027, 3, 2)),
        DueSummary(1, 0, date(2027, 4, 2)),
        DueSummary(1),
    )
    assert sorted((never, later, soon, late), key=urgency_key) == [late, soon, later, never]


def test_the_list_says_what_is_open_late_and_next(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run_command(capsys, "list", "--language", "fi")
    assert "3 avoinna, 1 myöhässä, seuraava " in out
    _, out, _ = run_command(capsys, "list", "--json")
    (entry,) = json.loads(out)
    assert (entry["open"], entry["late"], entry["next"], entry["follows"]) == (3, 1, day(5), "")


def test_a_follow_up_from_the_command_line_carries_on_and_takes_over_the_counting(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run_command(capsys, "new", "--template", "follow-up", "--from", "kevät", "--title", "Seuranta")
    assert code == 0
    with open_session(Path(out.strip()), read_only=True) as kept:
        assert {action.id for action in kept.actions.values()} == {"a1", "a2", "a4"}
        assert kept.session.earlier is not None
        assert [past.id for past in kept.session.earlier.actions] == ["a1", "a2", "a3", "a4"]
    _, out, _ = run_command(capsys, "list", "--json")
    entries = {Path(entry["path"]).stem: entry for entry in json.loads(out)}
    old = entries.pop("kevät")
    (new,) = entries.values()
    assert (old["open"], new["open"], new["late"]) == (0, 3, 1)
    assert new["follows"] == old["id"]


def test_a_follow_up_may_be_made_of_an_exported_session(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(capsys, "export", "kevät", "--format", "json", "--out", str(home / "out"))
    (copy,) = (home / "out").rglob("session.json")
    code, out, _ = run_command(capsys, "new", "--from", str(copy))
    assert code == 0
    assert len(list_sessions(Path(out.strip()).parent)) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "ei-ole"), "not found"),
        (("--from", "kevät", "--template", "workday-checkin"), "does not follow up"),
        (("--from", "tyhjä"), "agreed on no actions"),
    ],
)
def test_what_cannot_be_followed_up_is_said_in_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    Workspace(home).library.create(out=home / "sessions" / "tyhjä.json")
    code, out, err = run_command(capsys, "new", "--language", "en", *words)
    assert (code, out) == (2, "")
    assert sentence in err
    assert len(list_sessions(home / "sessions")) == 2


def test_a_list_counts_a_running_workshop_by_its_journal_too(home: Path) -> None:
    path = home / "sessions" / "kevät.json"
    with open_session(path) as kept:
        kept.commit(Change(put=(replace(kept.actions["a1"], status="done"),))).result()
        (seen,) = list_sessions(home / "sessions")
        assert sorted(seen.dues) == sorted((day(5), ""))
        assert due_by_path([seen], date.today())[path] == DueSummary(2, 0, date.fromisoformat(day(5)))
