"""``facilitator templates``: what is there, what is wrong with it, and a workshop's steps as a new one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from template_file import changed, written

from facilitator.cli.main import main
from facilitator.system.settings import HOME_VARIABLE
from store.sessions import open_session

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own templates, in a folder of the test's."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "fi_FI.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return tmp_path / "home" / "templates"


def test_a_sound_template_is_said_to_be_so(tmp_path: Path, capsys: Said) -> None:
    assert main(["templates", "--check", str(written(tmp_path))]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "oma.toml on kunnossa: 4 vaihetta, 16 min.\n")


@pytest.mark.parametrize(("language", "word"), [("fi", "puuttuu"), ("sv", "saknas"), ("en", "missing")])
def test_a_wrong_template_is_told_in_one_line_and_ends_with_2(
    language: str, word: str, tmp_path: Path, capsys: Said
) -> None:
    path = written(tmp_path, changed('sv = "Idéer", ', ""))
    assert main(["templates", "--check", str(path), "--language", language]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert word in said.err
    assert "steps › ideas › title.sv" in said.err


def test_the_check_as_data_names_file_and_place(tmp_path: Path, capsys: Said) -> None:
    path = written(tmp_path, changed('kind = "vote"', 'kind = "wote"'))
    assert main(["templates", "--check", str(path), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (found["sound"], found["error"]) == (False, "template_kind")
    assert found["place"] == {"file": "oma.toml", "where": "steps › vote › kind"}
    assert main(["templates", "--check", str(written(tmp_path)), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"] == 4


def test_ones_own_are_listed_after_the_ready_ones_and_a_broken_one_with_its_sentence(
    folder: Path, capsys: Said
) -> None:
    written(folder)
    written(folder, changed("minutes = 8", "minutes = 9000"), "rikki.toml")
    assert main(["templates"]) == 0
    said = capsys.readouterr()
    assert "Oma tuokio (oma)" in said.out
    assert said.out.index("follow-up") < said.out.index("Oma tuokio")
    assert "virhe tiedostossa" in said.out
    assert said.err.count("rikki.toml, steps › ideas › minutes") == 1


def test_a_workshop_is_made_of_ones_own_and_nothing_of_a_broken_one(folder: Path, capsys: Said) -> None:
    written(folder)
    assert main(["new", "--template", "oma"]) == 0
    with open_session(Path(capsys.readouterr().out.strip()), read_only=True) as kept:
        assert sorted(kept.steps) == ["close", "ideas", "join", "vote"]
        assert kept.session.template == "oma"
    written(folder, changed("minutes = 8", "minutes = 9000"), "rikki.toml")
    before = sorted((folder.parent / "sessions").iterdir())
    assert main(["new", "--template", "rikki"]) == 2
    assert sorted((folder.parent / "sessions").iterdir()) == before


def test_the_steps_of_a_workshop_are_saved_and_used_again(folder: Path, capsys: Said) -> None:
    assert main(["new", "--template", "workday-checkin"]) == 0
    session = capsys.readouterr().out.strip()
    assert main(["templates", "--save", session, "--as", "Meidän viikko"]) == 0
    assert capsys.readouterr().out.strip() == str(folder / "meidan-viikko.toml")
    assert main(["templates", "--save", session, "--as", "Meidän viikko"]) == 2
    assert main(["templates", "--check", str(folder / "meidan-viikko.toml")]) == 0
    assert main(["new", "--template", "meidan-viikko"]) == 0


def test_saving_needs_a_name_and_a_name_needs_something_to_save(capsys: Said) -> None:
    assert main(["templates", "--save", "x"]) == main(["templates", "--as", "y"]) == 2
    assert capsys.readouterr().err.count("--as") == 2
