"""How long a workshop is kept: what is asked at the export, what goes when its day has come, and what stays."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from facilitator.cli.main import main
from facilitator.files.ledger import FILE_NAME, SessionLedger
from facilitator.templates.new_session import new_session
from facilitator.workspace.library import sample_folder
from facilitator.workspace.workspace import Workspace
from store.records import Change, Idea
from store.sessions import create, open_session

Said = pytest.CaptureFixture[str]
SECRET = "Vain tässä työpajassa sanottu lause"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one workshop in which something was written."""
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    session, steps = new_session("cx-what-can-i-do", 60, title="Spring")
    create(tmp_path / "sessions" / "spring.json", session, steps)
    with open_session(tmp_path / "sessions" / "spring.json") as kept:
        kept.save(Change(put=(Idea(id="i1", step="ideas", text=SECRET),)))
    return tmp_path


class Person(io.StringIO):
    """Somebody at a terminal who types these lines."""

    def isatty(self) -> bool:
        return True


def types(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed next, at a terminal."""
    monkeypatch.setattr("sys.stdin", Person(text))


def pipes(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a script gives on stdin."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def holding(folder: Path, text: str = SECRET) -> list[str]:
    """Names of the files under a folder in which a text stands as it is."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes())


FEW = ("--format", "docx", "md", "json")
"""Formats of a few files: drawing the pictures takes longer than all the rest."""


def exported(home: Path, *words: str, formats: tuple[str, ...] = FEW) -> Path:
    """Export the workshop; its folder."""
    assert main(["export", "spring", *words, *formats]) == 0
    (folder,) = (home / "exports").iterdir()
    return folder


def test_delete_takes_the_session_its_neighbours_and_its_exports_wherever_they_were_written(
    home: Path, tmp_path_factory: pytest.TempPathFactory, capsys: Said
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    folder = exported(home, "--also", "sv", "en")
    assert main(["export", "spring", "--out", str(elsewhere), *FEW]) == 0
    (other,) = elsewhere.iterdir()
    (other / "notes.txt").write_text("mine")
    assert "session.json" in holding(home)
    capsys.readouterr()
    assert main(["delete", "spring", "--yes"]) == 0
    said = capsys.readouterr().err
    assert list((home / "sessions").iterdir()) == [home / "sessions" / "spring.json.lock"] or not list(
        (home / "sessions").iterdir()
    )
    assert not folder.exists()
    assert [path.name for path in other.iterdir() if path.name != ".workshop"] == ["notes.txt"]
    assert holding(home) == holding(elsewhere) == []
    assert "Spring has been deleted" in said
    assert str(other) in said
    assert "backups" in said
    assert main(["delete", "spring"]) == 2


def test_delete_leaves_folders_of_other_workshops_and_of_other_programs_alone(home: Path) -> None:
    foreign = home / "exports" / "mine"
    foreign.mkdir(parents=True)
    (foreign / "summary.md").write_text("not ours")
    (home / "exports" / "other").mkdir()
    (home / "exports" / "other" / ".workshop").write_text("another session")
    (home / "exports" / "other" / "summary.md").write_text("of another workshop")
    assert main(["delete", "spring", "--yes"]) == 0
    assert (foreign / "summary.md").read_text() == "not ours"
    assert (home / "exports" / "other" / "summary.md").exists()


@pytest.mark.parametrize("typed", ["", "no\n", "Spring\n", "yes\n"])
def test_without_the_name_nothing_is_deleted_not_even_by_a_script(
    typed: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    for give in (types, pipes):
        give(typed, monkeypatch)
        assert main(["delete", "spring"]) == 0
        assert "Nothing was deleted" in capsys.readouterr().err
        assert (home / "sessions" / "spring.json").exists()


def test_with_the_name_it_is_deleted_also_from_a_pipe(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipes("spring\n", monkeypatch)
    assert main(["delete", "spring"]) == 0
    assert not (home / "sessions" / "spring.json").exists()


def test_delete_names_the_workshops_that_still_know_of_it(home: Path, capsys: Said) -> None:
    copy = (home / "sessions" / "spring.json").read_bytes()
    (home / "sessions" / "spring-copy.json").write_bytes(copy)
    assert main(["delete", "spring", "--yes"]) == 0
    assert "still hold something of it: spring-copy" in capsys.readouterr().err


def test_a_workshop_that_is_open_is_not_deleted_and_neither_are_its_exports(home: Path) -> None:
    folder = exported(home)
    with open_session(home / "sessions" / "spring.json"):
        assert main(["delete", "spring", "--yes"]) == 3
    assert (folder / "session.json").exists()


# --- at the export ---------------------------------------------------------------------------------------


def test_a_script_is_not_asked_and_the_workshop_is_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    pipes("3\nspring\n", monkeypatch)
    folder = exported(home)
    said = capsys.readouterr()
    assert said.err == ""
    assert [Path(line).parent for line in said.out.splitlines()] == [folder] * len(said.out.splitlines())
    assert (home / "sessions" / "spring.json").exists()


def test_kept_is_kept_and_takes_back_an_earlier_word(home: Path, capsys: Said) -> None:
    exported(home, "--retention", "30")
    assert Workspace(home).library.deletion_date(home / "sessions" / "spring.json") == date.today() + timedelta(days=30)
    main(["list", "--json"])
    assert json.loads(capsys.readouterr().out.splitlines()[-1])[0]["delete_on"] is not None
    exported(home, "--retention", "keep")
    assert Workspace(home).library.deletion_date(home / "sessions" / "spring.json") is None


def test_somebody_at_the_terminal_is_asked_and_the_name_is_typed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    types("3\nspring\n", monkeypatch)
    folder = exported(home, formats=())
    said = capsys.readouterr().err
    assert "What becomes of Spring?" in said
    assert "1/14" in said
    assert not (home / "sessions" / "spring.json").exists()
    # The results stay; the copy that opens again is the workshop itself and goes with it.
    assert (folder / "summary.docx").exists()
    assert not (folder / "session.json").exists()


def test_now_in_a_script_wants_the_name_or_yes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipes("", monkeypatch)
    exported(home, "--retention", "now")
    assert (home / "sessions" / "spring.json").exists()
    exported(home, "--retention", "now", "--yes")
    assert not (home / "sessions" / "spring.json").exists()


def test_a_sample_is_never_deleted(home: Path, capsys: Said) -> None:
    for choice in ("30", "now"):
        assert main(["export", "workday-checkin", "--format", "md", "--retention", choice, "--yes"]) == 2
        assert "belongs to the program" in capsys.readouterr().err
    assert (sample_folder() / "workday-checkin.json").exists()


# --- when the day has come -------------------------------------------------------------------------------


def test_when_its_day_has_come_it_goes_and_that_is_said_and_results_stay(home: Path, capsys: Said) -> None:
    folder, path = exported(home, "--retention", "30"), home / "sessions" / "spring.json"
    capsys.readouterr()
    assert main(["list"]) == 0
    assert "to be deleted" in capsys.readouterr().out
    with open_session(path, read_only=True) as kept:
        SessionLedger(home / FILE_NAME).schedule_deletion(kept.session.id, path, date.today())
    assert main(["list"]) == 0
    said = capsys.readouterr()
    assert "Deleted, as was decided at the export: Spring." in said.err
    assert "spring" not in said.out
    assert not path.exists()
    assert (folder / "summary.docx").exists()
    assert "session.json" not in holding(home)
    assert main(["list"]) == 0
    assert capsys.readouterr().err.count("Deleted") == 0


def test_a_day_to_come_an_open_workshop_and_another_file_in_its_place_are_left_alone(home: Path) -> None:
    path, ledger = home / "sessions" / "spring.json", SessionLedger(home / FILE_NAME)
    with open_session(path) as kept:
        ledger.schedule_deletion(kept.session.id, path, date.today() + timedelta(days=1))
        assert Workspace(home).library.delete_due() == []
        ledger.schedule_deletion(kept.session.id, path, date.today())
        assert Workspace(home).library.delete_due() == []
    ledger.schedule_deletion("another", path, date.today())
    assert Workspace(home).library.delete_due() == []
    assert path.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe"])
def test_a_ledger_that_cannot_be_read_deletes_nothing_and_stops_nothing(content: bytes, home: Path) -> None:
    (home / FILE_NAME).write_bytes(content)
    assert Workspace(home).library.delete_due() == []
    folder = exported(home)
    assert main(["delete", "spring", "--yes"]) == 0
    assert not folder.exists()


def test_exports_are_found_by_their_mark_when_the_ledger_is_gone(home: Path) -> None:
    folder = exported(home)
    (home / FILE_NAME).unlink()
    assert main(["delete", "spring", "--yes"]) == 0
    assert not folder.exists()


def test_files_of_further_languages_and_handouts_go_as_well(home: Path) -> None:
    folder = exported(home, "--also", "fi", "sv", "en", formats=())
    assert len(list(folder.iterdir())) == 14 + 2 * 8 + 1
    assert main(["handouts", "spring", "--url", "http://192.0.2.9:8000", "--out", str(home / "print")]) == 0
    assert list((home / "print").rglob("poster*"))
    assert main(["delete", "spring", "--yes"]) == 0
    assert not folder.exists()
    assert list((home / "print").iterdir()) == []
