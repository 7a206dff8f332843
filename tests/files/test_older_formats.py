"""A session file of an older format: read as ours, written anew, and kept as it was. The step is one made up here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_fixtures import FailingDisk, files, new_session, put

from store import formats
from store.codec import Document
from store.errors import StoreError
from store.journal import seed_of
from store.journal_lines import write
from store.salvage import salvage
from store.sessions import delete, list_sessions, open_session

OLD = 0


def forwards(table: str, document: Document) -> Document:
    """In the made-up format an idea's text was called its words."""
    if table != "ideas":
        return document
    rest = {name: value for name, value in document.items() if name != "words"}
    return {**rest, "text": document["words"]}


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A session of that format with an idea in its file and one in its journal, whose program was killed."""
    monkeypatch.setitem(formats.MIGRATIONS, OLD, forwards)
    path = new_session(tmp_path)
    data = json.loads(path.read_bytes())
    data["session"]["1"]["format"] = OLD
    data["ideas"] = {"5": {"id": "i5", "step": "ideas", "words": "Tiedostossa"}}
    path.write_text(json.dumps(data), "utf-8")
    entry = {"put": {"ideas": {"6": {"id": "i6", "step": "ideas", "words": "Lokissa"}}}}
    line = write(1, 1, json.dumps(entry).encode(), seed_of("s1"))
    path.with_name("session.json.journal").write_bytes(line)
    return path


def test_it_is_read_as_ours_and_not_touched_by_reading(old: Path) -> None:
    before = files(old.parent)
    with open_session(old, read_only=True) as kept:
        assert {idea.text for idea in kept.ideas.values()} == {"Tiedostossa", "Lokissa"}
    assert [each.ideas for each in list_sessions(old.parent)] == [2]
    assert files(old.parent) == before


def test_it_is_written_anew_and_a_copy_of_the_old_one_is_kept(old: Path) -> None:
    before = files(old.parent)
    with open_session(old) as kept:
        assert {idea.text for idea in kept.ideas.values()} == {"Tiedostossa", "Lokissa"}
        assert kept.commit(put(7)).result(20) == 2
    after = files(old.parent)
    assert after["session.json.format0"] == before["session.json"]
    assert after["session.json.format0.journal"] == before["session.json.journal"]
    assert json.loads(after["session.json"])["session"]["1"]["format"] == 1
    with open_session(old) as kept:
        assert len(kept.ideas) == 3
    assert files(old.parent)["session.json.format0"] == before["session.json"]


def test_a_full_disk_leaves_the_old_one_as_it_was(old: Path) -> None:
    before = files(old.parent)
    disk = FailingDisk()
    disk.fill()
    with pytest.raises(StoreError, match="disk_full"):
        open_session(old, disk=disk)
    assert files(old.parent) == before


def test_what_is_no_document_of_that_format_is_refused(old: Path) -> None:
    data = json.loads(old.read_bytes())
    del data["ideas"]["5"]["words"]
    old.write_text(json.dumps(data), "utf-8")
    before = files(old.parent)
    with pytest.raises(StoreError) as refused:
        open_session(old)
    assert (refused.value.code, refused.value.fields["place"]) == ("unreadable", "ideas")
    assert files(old.parent) == before


def test_what_is_whole_of_it_can_be_saved_in_our_format(old: Path, tmp_path: Path) -> None:
    with old.with_name("session.json.journal").open("ab") as journal:
        journal.write(b"0000000002 damaged\n")
        journal.write(write(3, 3, b"{}", seed_of("s1")))
    saved = salvage(old, tmp_path / "copy.json")
    assert (saved.document_counts["ideas"], saved.record) == (2, 2)
    with open_session(tmp_path / "copy.json") as kept:
        assert {idea.text for idea in kept.ideas.values()} == {"Tiedostossa", "Lokissa"}


def test_deleting_removes_the_copy_too(old: Path) -> None:
    open_session(old).close()
    delete(old)
    assert files(old.parent) == {}
