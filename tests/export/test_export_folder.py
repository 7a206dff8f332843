"""Where exports go, under which names, and what happens when they cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from facilitator.errors import RuleBroken
from facilitator.export import FORMATS, export, resolve_formats
from facilitator.files.result_folder import safe_name
from facilitator.i18n.messages import LANGUAGES, explain
from facilitator.templates.new_session import new_session
from store.sessions import OpenSession, create, open_session

TODAY = date(2027, 3, 8)
HELD = date(2027, 3, 5)
NAMES = (
    *("summary.html", "summary.docx", "summary.md", "actions.xlsx", "actions.csv", "calendar.ics", "results.png"),
    *("tasks-jira.csv", "tasks-planner.csv", "tasks-trello.csv", "session.json"),
)
"""The names that others rely on."""
WINDOWS = set('<>:"/\\|?*')


def made(folder: Path, name: str = "one", title: str = "Asiakaskokemus") -> OpenSession:
    """A new session that is open."""
    session, steps = new_session("workday-checkin", title=title, today=HELD)
    create(folder / f"{name}.json", session, steps)
    return open_session(folder / f"{name}.json")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[OpenSession]:
    with made(tmp_path) as session:
        yield session


def test_all_files_go_into_one_folder_of_date_and_title(kept: OpenSession, tmp_path: Path) -> None:
    paths = export(kept, tmp_path / "out", [], "fi", TODAY)
    assert [path.name for path in paths] == list(FORMATS)
    assert set(NAMES) <= set(FORMATS)
    assert {path.parent for path in paths} == {tmp_path / "out" / "2027-03-05 Asiakaskokemus"}
    assert [path.name for path in paths if not path.stat().st_size] == ["tasks-lines.txt"]  # nothing was agreed


def test_formats_have_short_names_and_each_is_written_once(kept: OpenSession, tmp_path: Path) -> None:
    paths = export(kept, tmp_path, ["md", "summary.md", "CSV"], "sv", TODAY)
    assert [path.name for path in paths] == ["summary.md", "actions.csv"]
    assert "Datum: 5.3.2027" in paths[0].read_text("utf-8")


def test_further_languages_stand_beside_the_first_under_names_that_say_so(kept: OpenSession, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    paths = export(
        kept,
        tmp_path,
        ["md", "ics"],
        "fi",
        TODAY,
        more_languages=("sv", "fi", "en"),
        progress=lambda *step: told.append(step),
    )
    assert [path.name for path in paths] == ["summary.md", "calendar.ics", "summary-sv.md", "summary-en.md"]
    assert "Datum: 5.3.2027" in paths[2].read_text("utf-8")
    assert "Date: 5 March 2027" in paths[3].read_text("utf-8")
    assert told == [(number, 4, path.name) for number, path in enumerate(paths)]


@pytest.mark.parametrize(("language", "also"), [("de", ()), ("fi", ("sv", "xx")), ("fi", ({},))])
def test_a_language_that_is_none_of_ours_is_refused(
    language: str, also: tuple[object, ...], kept: OpenSession, tmp_path: Path
) -> None:
    with pytest.raises(RuleBroken) as refused:
        export(kept, tmp_path / "out", ["md"], language, TODAY, more_languages=also)
    assert refused.value.code == "unknown_language"
    assert "fi, sv, en" in explain(refused.value.code, "en", **refused.value.fields)
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_refused_before_anything_is_written(kept: OpenSession, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken) as refused:
        export(kept, tmp_path / "out", ["md", "pdf"], "fi", TODAY)
    assert not (tmp_path / "out").exists()
    for language in LANGUAGES:
        said = explain(refused.value.code, language, **refused.value.fields)
        assert "pdf" in said
        assert "summary.md" in said


def test_no_names_mean_every_format() -> None:
    assert resolve_formats() == list(FORMATS)


def test_exporting_again_replaces_the_files_of_the_same_session(kept: OpenSession, tmp_path: Path) -> None:
    first = export(kept, tmp_path, [], "fi", TODAY)
    page = first[0].with_name("summary.md")
    page.write_text("vanha", "utf-8")
    assert export(kept, tmp_path, [], "fi", TODAY) == first
    assert page.read_text("utf-8").startswith("# Asiakaskokemus")
    assert sorted(path.name for path in first[0].parent.iterdir()) == [".workshop", *sorted(FORMATS)]


def test_two_workshops_of_one_name_and_day_never_share_a_folder(kept: OpenSession, tmp_path: Path) -> None:
    mine = export(kept, tmp_path, ["md"], "fi", TODAY)[0]
    with made(tmp_path, "two") as other:
        theirs = export(other, tmp_path, ["md"], "fi", TODAY)[0]
        assert theirs.parent.name == "2027-03-05 Asiakaskokemus (2)"
        assert export(other, tmp_path, ["md"], "fi", TODAY)[0] == theirs
    assert export(kept, tmp_path, ["md"], "fi", TODAY)[0] == mine


def test_a_folder_that_somebody_else_made_is_left_alone(kept: OpenSession, tmp_path: Path) -> None:
    own = tmp_path / "2027-03-05 Asiakaskokemus"
    own.mkdir()
    (own / "summary.md").write_text("omat muistiinpanot", "utf-8")
    export(kept, tmp_path, ["md"], "fi", TODAY)
    assert (own / "summary.md").read_text("utf-8") == "omat muistiinpanot"


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(kept: OpenSession, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("ei kansio")
    with pytest.raises(RuleBroken) as refused:
        export(kept, tmp_path / "file", [], "fi", TODAY)
    assert (refused.value.code, refused.value.status) == ("export_not_written", 507)
    assert "file" in explain(refused.value.code, "fi", **refused.value.fields)


def test_a_failed_write_leaves_the_old_file_whole(
    kept: OpenSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(kept, tmp_path, ["md"], "fi", TODAY)[0]
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("facilitator.files.result_folder.os.fsync", full)
    with pytest.raises(RuleBroken):
        export(kept, tmp_path, ["md"], "sv", TODAY)
    assert path.read_bytes() == before
    assert [other.name for other in path.parent.glob("*.part")] == []


def titles() -> list[str]:
    """The hostile titles, as they were sent."""
    lines = (Path(__file__).parents[1] / "data" / "hostile_inputs.jsonl").read_text("utf-8").splitlines()
    found: list[str] = []
    for line in map(json.loads, filter(None, lines)):
        if line["channel"].startswith("session_title"):
            payload: Any = line["payload"]
            repeat = line.get("repeat", {"unit": "", "times": 0})
            several = payload if isinstance(payload, list) else [payload]
            found += [text.replace("{R}", repeat["unit"] * repeat["times"]) for text in several]
    assert len(found) >= 10
    return found


@pytest.mark.parametrize("title", [*titles(), "...", "", "Työpaja?! 1/2", "Ṿɪʀʜᴇ\u0301", "家族 👨‍👩‍👧"])
def test_a_title_becomes_a_name_that_every_system_takes(title: str) -> None:
    name = safe_name(title)
    assert WINDOWS.isdisjoint(name)
    assert name.isprintable()
    assert name == name.strip(" .")
    assert len(name) <= 60
    assert len(name.encode()) <= 240
    assert safe_name(name) == name


def test_a_title_keeps_its_letters() -> None:
    assert safe_name("Kielteinen päätös, hyvä kohtaaminen?") == "Kielteinen päätös, hyvä kohtaaminen"
    assert safe_name("../../etc/passwd") == "etc passwd"


def test_a_title_without_a_letter_gets_a_word_in_its_place(tmp_path: Path) -> None:
    with made(tmp_path, title="?!…") as kept:
        path = export(kept, tmp_path, ["md"], "sv", TODAY)[0]
    assert path.parent.name == "2027-03-05 Workshop"
