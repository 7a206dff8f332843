"""Opening what lies on the disk: whatever it is, it is read whole or refused, and never harmed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from store_fixtures import FailingDisk, files, idea, new_session, put

from facilitator.i18n.messages import LANGUAGES, explain
from store.errors import StoreError
from store.records import Change, Promise, Receipt, Seat, Session
from store.sessions import create, delete, export_copy, list_sessions, open_session

Data = dict[str, Any]


def refused(path: Path) -> StoreError:
    """The refusal to open it, which leaves the folder as it was and can be said in every language."""
    before = files(path.parent)
    with pytest.raises(StoreError) as error:
        open_session(path)
    assert files(path.parent) == before
    for language in LANGUAGES:
        assert "{" not in explain(error.value.code, language, **error.value.fields)
    return error.value


def rewritten(folder: Path, change: Callable[[Data], object]) -> Path:
    """A session file that somebody changed by hand."""
    path = new_session(folder)
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_a_session_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.json").code == "no_session"
    assert files(tmp_path) == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 4096,
        b"hello",
        b"\xff\xfe{\x00}\x00",
        b'{"session": {"1": {"id": "s1", "format": 1}}',
        b"[" * 100_000,
        b'{"session": {"1": {"id": "s1", "format": 1, "title": ' + b"[" * 100_000,
        b'{"session": {}, "ideas": {}}',
        b'{"session": {"1": {"id": "s1", "format": 1}, "2": {"id": "s2", "format": 1}}}',
        b'{"session": {"1": {"id": "s1", "format": 0}}}',
        b'{"session": {"1": {"id": "s1", "format": "1"}}}',
        b'{"session": {"1": {"id": "s1", "format": true}}}',
        b'{"session": {"1": {"id": "s1", "format": 1, "timer_ends": NaN}}}',
        b'{"version": 1, "ideas": "nope", "votes": [1, 2], "phase": {"a": []}, "created": -1e+308}',
        b'{"session": {"1": {"id": "s1", "format": 1}}, "x": {"1": [' + b"[]," * 1_000_001 + b"[]]}}",
    ],
    ids=lambda content: repr(content[:40]),
)
def test_what_is_no_session_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert refused(path).code == "unreadable"


def _idea(**fields: object) -> Data:
    return {"id": "i1", "step": "ideas", "text": "hyvä", **fields}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda data: data["ideas"].update({"1": _idea(text="\x1b]52;c;ZXZpbA==\x1b\\x")}), "ideas i1"),
        (lambda data: data["ideas"].update({"1": _idea(tag="\u202e")}), "ideas i1"),
        (lambda data: data["ideas"].update({"1": _idea(theme=7)}), "ideas i1"),
        (lambda data: data["ideas"].update({"1": _idea(hidden="no")}), "ideas i1"),
        (lambda data: data["ideas"].update({"1": _idea(lang="xx")}), "ideas i1"),
        (lambda data: data["ideas"].update({"1": _idea(admin=True)}), "ideas i1"),
        (lambda data: data["ideas"].update({"1": _idea(text="y" * 20_000)}), "ideas i1"),
        (lambda data: data["ideas"].update({"1": {"text": "no id"}}), "ideas 1"),
        (lambda data: data["ideas"].update({"1": _idea(id="\x1b[2J")}), "ideas 1"),
        (lambda data: data["ideas"].update({"1": _idea(), "2": _idea()}), "ideas"),
        (lambda data: data["ideas"].update({"0x1": _idea()}), "ideas"),
        (lambda data: data["steps"]["1"].update(settings={"a\u200b": 1}), "steps ideas"),
        (lambda data: data["steps"]["1"].update(settings=json.loads("[" * 50 + "]" * 50)), "steps ideas"),
        (lambda data: data["session"]["1"].update(title={"fi": "\ud800"}), ""),
        (lambda data: data["session"]["1"].update(state="on"), "session s1"),
        (lambda data: data.update(mine={"1": {"id": "x"}}), ""),
        (lambda data: data["store"]["1"].update(version=-1), "store"),
    ],
)
def test_a_file_is_no_more_trusted_than_a_phone(tmp_path: Path, change: Callable[[Data], object], place: str) -> None:
    error = refused(rewritten(tmp_path, change))
    assert (error.code, error.fields["place"]) == ("unreadable", place)


def test_a_file_of_a_newer_program_is_refused_whatever_else_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    path.write_text('{"session": {"1": {"id": "s1", "format": 7, "soul": {}}}, "dreams": [1]}')
    error = refused(path)
    assert (error.code, error.fields["have"], error.fields["know"]) == ("newer_format", 7, 1)


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    with pytest.raises(StoreError, match="file_too_large"):
        open_session(path)


@pytest.mark.skipif(os.name == "nt", reason="made with Unix calls")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "device"])
def test_only_a_plain_file_is_opened(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd.json"
    if kind == "link":
        path.symlink_to(new_session(tmp_path / "elsewhere"))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/full")
    with pytest.raises(StoreError, match="unreadable"):
        open_session(path)
    assert not (tmp_path / "odd.json.lock").exists()


def test_a_file_with_a_byte_order_mark_opens(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    with open_session(path) as kept:
        assert kept.session.code == "4829"


def test_fields_that_are_missing_get_their_defaults_and_are_written(tmp_path: Path) -> None:
    path = rewritten(tmp_path, lambda data: data["ideas"].update({"4": _idea()}))
    with open_session(path) as kept:
        assert kept.ideas["i1"].theme is None
        kept.checkpoint()
        assert json.loads(path.read_bytes())["ideas"]["4"]["raised"] is False


def crashed(folder: Path, count: int = 12) -> tuple[Path, bytes]:
    """A session whose program was killed after ``count`` changes, and its journal."""
    path = new_session(folder)
    kept = open_session(path)
    for number in range(1, count + 1):
        kept.commit(put(number)).result(20)
    left = files(folder)
    kept.close()
    path.write_bytes(left["session.json"])
    return path, left["session.json.journal"]


def test_a_torn_last_line_is_dropped_and_the_rest_is_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path, journal = crashed(tmp_path)
    original = path.read_bytes()
    last = journal[:-1].rindex(b"\n") + 1
    for size in range(last, len(journal), 7):
        path.write_bytes(original)
        (tmp_path / "session.json.journal").write_bytes(journal[:size])
        with open_session(path) as kept:
            assert len(kept.ideas) == 11
            assert kept.version == 11
            assert kept.commit(put(50)).result(20) == 12
        told = [f"session.json.journal: the last {size - last} bytes were not whole and are left out"]
        assert [each.getMessage() for each in caplog.records] == (told if size > last else [])
        caplog.clear()
        with open_session(path) as kept:
            assert len(kept.ideas) == 12


@pytest.mark.parametrize("full", [False, True])
def test_a_journal_that_says_nothing_new_is_left_out(tmp_path: Path, full: bool) -> None:
    path, journal = crashed(tmp_path)
    with open_session(path):
        pass
    data = json.loads(path.read_bytes())
    data["store"]["1"]["version"] = 14  # as after a failure that was recovered from
    path.write_text(json.dumps(data), "utf-8")
    (tmp_path / "session.json.journal").write_bytes(journal)
    disk = FailingDisk()
    if full:
        disk.fill()
    with open_session(path, disk=disk) as kept:
        disk.mend()
        assert (len(kept.ideas), kept.version) == (0, 14)
        assert kept.commit(put(50)).result(20) == 15
        left = files(tmp_path)
    for name in ("session.json", "session.json.journal"):
        (tmp_path / name).write_bytes(left[name])
    with open_session(path) as kept:
        assert (list(kept.ideas), kept.version) == (["i50"], 15)


def test_a_damaged_journal_is_named_with_its_record_and_nothing_is_touched(tmp_path: Path) -> None:
    path, journal = crashed(tmp_path)
    place = journal.index(b"i5")
    (tmp_path / "session.json.journal").write_bytes(journal[:place] + b"X" + journal[place + 1 :])
    error = refused(path)
    assert (error.code, error.fields) == ("damaged", {"file": "session.json.journal", "record": 5})


def test_a_journal_of_another_session_is_refused(tmp_path: Path) -> None:
    _, journal = crashed(tmp_path / "one")
    create(tmp_path / "two.json", Session(id="s2"), [])
    (tmp_path / "two.json.journal").write_bytes(journal)
    assert refused(tmp_path / "two.json").code == "damaged"


def test_a_new_session_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    before = files(tmp_path)
    with pytest.raises(StoreError, match="exists"):
        create(path, Session(id="s2"), [])
    assert files(tmp_path) == before
    path.rename(tmp_path / "moved.json")
    (tmp_path / "session.json.journal").write_bytes(b"acknowledged answers")
    with pytest.raises(StoreError, match="exists"):
        create(path, Session(id="s2"), [])


def test_an_exported_copy_opens_again_and_leads_to_nobody(tmp_path: Path) -> None:
    with open_session(new_session(tmp_path)) as kept:
        kept.commit(
            Change(
                put=(
                    Seat(id="p1", token="secrettoken"),
                    Promise(id="z", seat="p1", text="Lupaan"),
                    Receipt(id="r1", reply="z"),
                    *(idea(number) for number in (3, 1, 2)),
                )
            )
        )
        copy = export_copy(kept)
        assert kept.promises["z"].seat == "p1"
    text = json.dumps(copy, ensure_ascii=False)
    for secret in ("secrettoken", "ab" * 32, '"seat": "p1"', "r1"):
        assert secret not in text
    assert [document["id"] for document in copy["ideas"].values()] == ["i1", "i2", "i3"]
    path = tmp_path / "copy" / "session.json"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with open_session(path) as again:
        assert again.session.seat_key == ""
        assert set(again.ideas) == {"i1", "i2", "i3"}
        assert (again.promises["z"].text, again.promises["z"].seat) == ("Lupaan", "")
        assert again.seats["p1"].token == ""
        assert again.commit(put(9)).result(20) == 1


def test_a_list_says_what_each_session_is_and_never_fails(tmp_path: Path) -> None:
    assert list_sessions(tmp_path / "nowhere") == []
    new_session(tmp_path, "good.json")
    (tmp_path / "bad.json").write_bytes(b"{")
    (tmp_path / "new.json").write_text('{"session": {"1": {"id": "s1", "format": 7}}}')
    (tmp_path / "deep.json").write_bytes(b"[" * 100_000)
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    found = {each.path.name: each for each in list_sessions(tmp_path)}
    assert {name: each.trouble for name, each in found.items()} == {
        "good.json": "",
        "bad.json": "unreadable",
        "new.json": "newer_format",
        "deep.json": "unreadable",
        "folder.json": "unreadable",
    }
    good = found["good.json"]
    assert (good.title, good.state, good.steps, good.ideas) == ({"fi": "Työpaja"}, "draft", 2, 0)


def test_a_list_counts_what_a_running_session_has_journaled(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        kept.commit(put(1)).result(20)
        before = files(tmp_path)
        assert [each.ideas for each in list_sessions(tmp_path)] == [1]
        assert files(tmp_path) == before


def test_titles_in_a_list_are_harmless(tmp_path: Path) -> None:
    rewritten(tmp_path, lambda data: data["session"]["1"].update(title={"fi": "a\x1b[2Jb"}))
    assert [each.title for each in list_sessions(tmp_path)] == [{"fi": "a[2Jb"}]


def test_deleting_leaves_nothing_of_the_session(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path) as kept:
        kept.commit(put(1))
        kept.checkpoint()
        kept.commit(put(2))
        with pytest.raises(StoreError, match="in_use"):
            delete(path)
    other = new_session(tmp_path, "other.json")
    delete(path)
    assert [each.name for each in tmp_path.iterdir()] == [other.name]
    with pytest.raises(StoreError, match="no_session"):
        delete(path)
