"""The commands that need no terminal: what they print, where, and how they end."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from assertions import every
from tinydb import TinyDB

from facilitator.cli.main import main
from facilitator.i18n.messages import LANGUAGES
from facilitator.system.settings import HOME_VARIABLE, UserSettings, load, save
from store.sessions import open_session


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, and a terminal in Finnish."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fi_FI.UTF-8")
    return tmp_path / "home"


Said = pytest.CaptureFixture[str]


def made(capsys: Said, *options: str) -> Path:
    """A new session through the command line."""
    assert main(["new", *options]) == 0
    return Path(capsys.readouterr().out.strip())


def printed(capsys: Said) -> Any:
    """The JSON on stdout."""
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "command", ["", "demo", "new", "run", "resume", "stage", "serve", "export", "list", "check", "delete", "templates"]
)
def test_help_of_every_command_goes_to_stdout_in_every_language(command: str, language: str, capsys: Said) -> None:
    assert main(["--language", language, *([command] if command else []), "--help"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.split()[0] == {"fi": "käyttö:", "sv": "användning:", "en": "usage:"}[language]
    assert "show this help message" not in said.out


def test_the_help_names_every_command_of_the_protocol(capsys: Said) -> None:
    main(["--help"])
    said = capsys.readouterr().out
    for command in ("demo", "new", "run", "resume", "stage", "serve", "export", "suggest", "list", "check", "doctor"):
        assert re.search(rf"^ +{command}\b", said, re.MULTILINE), command


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["run"],
        ["run", "a", "b"],
        ["run", "a", "--port", "99999"],
        ["run", "a", "--port", "x"],
        ["run", "a", "--cert", "c.pem"],
        ["demo", "--phones", "0"],
        ["list", "--language", "de"],
        ["--colour", "list"],
        ["new", "--minutes"],
    ],
)
def test_a_command_line_that_makes_no_sense_ends_with_2_and_one_line(words: list[str], capsys: Said) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "--help" in said.err or "--key" in said.err


def test_new_prints_only_the_path_of_a_session_that_opens(capsys: Said, home: Path) -> None:
    assert main(["new", "--minutes", "60", "--title", "Kevään päivä", "--language", "sv"]) == 0
    said = capsys.readouterr()
    path = Path(said.out.strip())
    assert path.parent == home / "sessions"
    assert "kevaan-paiva" in path.name
    with open_session(path, read_only=True) as kept:
        assert kept.session.minutes == 60
        assert kept.session.language == "sv"
        assert kept.session.title == {"sv": "Kevään päivä"}
    assert "facilitator run" in said.err


def test_new_does_not_overwrite_a_file(tmp_path: Path, capsys: Said) -> None:
    taken = tmp_path / "mine.json"
    taken.write_text("precious")
    assert main(["new", "--out", str(taken)]) == 2
    assert taken.read_text() == "precious"
    assert capsys.readouterr().err.count("\n") == 1


def test_two_workshops_of_one_title_get_files_of_their_own(capsys: Said) -> None:
    assert made(capsys) != made(capsys)


@pytest.mark.parametrize("options", [["--template", "nothing"], ["--minutes", "61"], ["--title", " \x1b "]])
def test_new_refuses_what_there_is_not(options: list[str], capsys: Said, home: Path) -> None:
    assert main(["new", *options]) == 2
    assert capsys.readouterr().out == ""
    assert not list(home.glob("sessions/*.json"))


def test_list_shows_what_was_saved_and_what_cannot_be_read(capsys: Said, home: Path) -> None:
    path = made(capsys, "--title", "Toukokuu")
    (home / "sessions" / "broken.json").write_text("{")
    assert main(["list", "--json"]) == 0
    entries = {entry["name"]: entry for entry in printed(capsys)}
    assert entries[path.stem]["title"] == {"fi": "Toukokuu"}
    assert entries[path.stem]["trouble"] == ""
    assert entries["broken"]["trouble"] == "unreadable"
    assert main(["list"]) == 0
    assert "Toukokuu" in capsys.readouterr().out


def test_an_empty_list_says_how_to_begin(capsys: Said) -> None:
    assert main(["list"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "facilitator" in said.err


def test_templates_have_ids_titles_and_lengths(capsys: Said) -> None:
    assert main(["templates", "--json"]) == 0
    flagship = printed(capsys)[0]
    assert flagship["id"] == "cx-what-can-i-do"
    assert flagship["minutes"] == [60, 90, 120]
    assert set(flagship["title"]) == set(LANGUAGES)


def test_a_session_is_found_by_its_path_and_by_its_name(capsys: Said) -> None:
    path = made(capsys)
    for name in (str(path), path.name, path.stem):
        assert main(["check", name, "--json"]) == 0
        assert printed(capsys)["session"] == str(path)


@pytest.mark.parametrize("name", ["nothing", "../nothing", "/no/where.json", "", "a\x00b"])
def test_a_session_that_is_not_there_is_said_in_one_sentence(name: str, capsys: Said) -> None:
    for command in ("check", "export", "delete", "serve"):
        assert main([command, name]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"session": {"1": {"id": "a", "format": 99}}}']
)
def test_a_file_that_cannot_be_read_is_left_as_it_is(content: bytes, tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    for command in ("check", "export", "serve"):
        assert main([command, str(path)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert path.read_bytes() == content


def test_export_writes_the_files_and_prints_their_paths(capsys: Said, tmp_path: Path) -> None:
    path = made(capsys)
    assert main(["export", str(path), "--out", str(tmp_path / "results"), "--format", "actions.csv", "summary.md"]) == 0
    files = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert {file.name for file in files} == {"actions.csv", "summary.md"}
    assert every(file.stat().st_size and tmp_path in file.parents for file in files)


def test_export_names_the_formats_when_asked_for_another(capsys: Said) -> None:
    path = made(capsys)
    assert main(["export", str(path), "--format", "powerpoint"]) == 2
    assert "summary.md" in capsys.readouterr().err


def test_an_exported_session_opens_again(capsys: Said, tmp_path: Path) -> None:
    path = made(capsys)
    assert main(["export", str(path), "--out", str(tmp_path), "--format", "session.json"]) == 0
    copy = capsys.readouterr().out.strip()
    assert main(["check", copy]) == 0


def test_delete_removes_the_session_and_says_so(capsys: Said, home: Path) -> None:
    path = made(capsys, "--title", "Vanha")
    assert main(["delete", path.stem, "--yes"]) == 0
    assert "Vanha" in capsys.readouterr().err
    assert not list(home.glob("sessions/*.json*"))


@pytest.mark.parametrize(("typed", "kept"), [("no\n", True), ("\n", True), ("NAME\n", False)])
def test_delete_asks_for_the_name_when_there_is_somebody_to_ask(
    typed: str, kept: bool, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(capsys)

    class Person:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return typed.replace("NAME", path.stem)

    monkeypatch.setattr("sys.stdin", Person())
    assert main(["delete", path.stem]) == 0
    assert path.exists() is kept


def test_check_finds_a_vote_for_something_that_was_not_voted_on(capsys: Said) -> None:
    path = made(capsys)
    with TinyDB(path) as db:
        steps = db.table("steps")
        vote = next(step for step in steps.all() if step["kind"] == "vote")
        frame = {"items": ["a", "b"], "budget": 2, "max": 1}
        steps.update({"state": "closed", "frame": frame}, doc_ids=[vote.doc_id])
        db.table("ballots").insert({"id": "b1", "step": vote["id"], "round": 1, "seat": "", "votes": {"a": 1, "b": 1}})
        db.table("ballots").insert({"id": "b2", "step": vote["id"], "round": 1, "seat": "", "votes": {"a": 1, "c": 1}})
    assert main(["check", str(path), "--json"]) == 2
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["problems"] == [{"code": "vote_for_nothing", "id": "b2"}]
    assert [(item["id"], item["votes"]) for item in found["votes"][0]["items"]] == [("a", 2), ("b", 1)]
    assert found["counts"]["ballots"] == 2
    assert "b2" in said.err


def test_the_terminal_says_when_there_is_none(capsys: Said) -> None:
    path = made(capsys)
    for words in ([], ["run", str(path)], ["resume"], ["demo"], ["stage", "http://127.0.0.1:1/1234"]):
        assert main(words) == 2
        assert "facilitator serve" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "word"), [("fi", "Työpajaa"), ("sv", "Workshopen"), ("en", "The workshop")])
def test_messages_speak_the_language_asked_for_then_the_one_chosen(
    language: str, word: str, capsys: Said, home: Path
) -> None:
    main(["check", "nothing", "--language", language])
    assert capsys.readouterr().err.startswith(word)
    save(home / "settings.json", UserSettings(language=language))
    main(["check", "nothing"])
    assert capsys.readouterr().err.startswith(word)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"language": 7}', '{"language": "de"}', "\x00"])
def test_broken_settings_count_as_none(content: str, home: Path, capsys: Said) -> None:
    home.mkdir()
    (home / "settings.json").write_text(content)
    assert load(home / "settings.json") == UserSettings()
    assert main(["list"]) == 0


def test_a_mistake_of_ours_is_one_sentence_and_a_log(capsys: Said, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setitem(__import__("facilitator.cli.sessions", fromlist=["HANDLERS"]).HANDLERS, "list", stumble)
    assert main(["list"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert str(home / "log") in said.err
    assert "Traceback" not in said.err
