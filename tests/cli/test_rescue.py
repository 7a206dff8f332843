"""A damaged session file on the command line: the intact records can be saved as a copy, in every language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facilitator.cli.main import main
from facilitator.i18n.messages import LANGUAGES
from facilitator.templates.new_session import new_session
from store import sessions
from store.records import Change, Idea

Said = pytest.CaptureFixture[str]


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workshop that was killed with three ideas in its journal, the second of them spoiled."""
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path / "home"))
    path, journal = tmp_path / "workshop.json", tmp_path / "workshop.json.journal"
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    with sessions.open_session(path) as kept:
        for number in range(3):
            kept.commit(Change(put=(Idea(id=f"i{number}", step="ideas", text=f"Idea {number}"),))).result(20)
        left = path.read_bytes(), journal.read_bytes()
    path.write_bytes(left[0])
    journal.write_bytes(left[1].replace(b"Idea 1", b"Idea 8"))
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_out_of_a_damaged_workshop_is_said_and_works(damaged: Path, capsys: Said, language: str) -> None:
    copy = damaged.parent / "copy.json"
    assert main(["check", str(damaged), "--language", language]) == 2
    refused = capsys.readouterr().err
    assert "--copy" in refused
    assert "workshop.json.journal" in refused
    assert main(["check", str(damaged), "--copy", str(copy), "--language", language]) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(copy)
    assert len(said.err.splitlines()) == 2
    assert main(["check", str(copy), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["ideas"] == 2
    assert main(["check", str(damaged)]) == 2


def test_the_copy_can_be_told_as_data(damaged: Path, capsys: Said) -> None:
    assert main(["check", str(damaged), "--copy", str(damaged.parent / "copy.json"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["record"], told["changes_lost"], told["documents_lost"], told["older"]) == (2, 1, 0, False)


def test_a_copy_never_takes_the_place_of_a_file(damaged: Path, capsys: Said) -> None:
    before = damaged.read_bytes()
    assert main(["check", str(damaged), "--copy", str(damaged), "--language", "en"]) == 2
    assert "already exists" in capsys.readouterr().err
    assert damaged.read_bytes() == before
