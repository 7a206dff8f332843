"""A session of an older version is completed each time it is read from the disk, and no file changes by that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_fixtures import FailingDisk, files, new_session, put

from store.errors import StoreError
from store.records import Change, Session, replace
from store.sessions import open_session


def with_days(session: Session) -> Session:
    """What a layer above knows of a session that does not say so itself."""
    return replace(session, next_days=7) if session.next_days == 30 else session


@pytest.mark.parametrize("read_only", [True, False])
def test_reading_completes_it_and_changes_no_file(read_only: bool, tmp_path: Path) -> None:
    path = new_session(tmp_path)
    before = files(tmp_path)
    with open_session(path, read_only=read_only, complete=with_days) as kept:
        assert (kept.session.next_days, kept.version) == (7, 0)
        assert files(tmp_path).items() >= before.items()
    with open_session(path, read_only=True) as kept:
        assert kept.session.next_days == 30


def test_it_is_complete_after_a_failed_write_too(tmp_path: Path) -> None:
    disk = FailingDisk()
    with open_session(new_session(tmp_path), disk=disk, complete=with_days) as kept:
        disk.fill()
        with pytest.raises(StoreError):
            kept.commit(put(1)).result(20)
        disk.mend()
        kept.recover()
        assert kept.session.next_days == 7
        kept.commit(put(2)).result(20)


def test_it_is_written_with_the_next_change_of_the_session(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_session(path, complete=with_days) as kept:
        kept.commit(Change(put=(replace(kept.session, state="lobby"),))).result(20)
    assert json.loads(path.read_bytes())["session"]["1"]["next_days"] == 7
    with open_session(path, read_only=True) as kept:
        assert (kept.session.next_days, kept.session.state) == (7, "lobby")


@pytest.mark.parametrize("days", [-1, 2001, 10**12, "7", None])
def test_days_that_no_template_can_have_are_not_read(days: object, tmp_path: Path) -> None:
    path = new_session(tmp_path)
    tables = json.loads(path.read_bytes())
    tables["session"]["1"]["next_days"] = days
    path.write_text(json.dumps(tables), "utf-8")
    with pytest.raises(StoreError):
        open_session(path)
