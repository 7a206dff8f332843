"""A disk that is full or broken: only durable changes are confirmed, and saving resumes without a restart."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from store_fixtures import FailingDisk, SlowDisk, files, new_session, put

from facilitator.i18n.messages import LANGUAGES, explain
from store.disk import Disk
from store.errors import StoreError
from store.records import Session
from store.sessions import create, open_session


class BrokenDisk(Disk):
    """A disk with a mistake in its program."""

    broken = False

    def append(self, handle: int, data: bytes) -> None:
        if self.broken:
            raise RuntimeError("a mistake")
        super().append(handle, data)


def code(error: pytest.ExceptionInfo[StoreError]) -> str:
    """The error code; checks that its message formats in every language."""
    for language in LANGUAGES:
        assert "{" not in explain(error.value.code, language, **error.value.fields)
    return error.value.code


@pytest.mark.parametrize(
    ("operation", "number", "expected"),
    [
        ("append", errno.ENOSPC, "disk_full"),
        ("append", errno.EDQUOT, "disk_full"),
        ("append", errno.EIO, "not_saved"),
        ("fsync", errno.EIO, "not_saved"),
        ("fsync", errno.ENOSPC, "disk_full"),
    ],
)
def test_a_change_that_cannot_be_written_is_undone_and_nothing_more_is_taken(
    tmp_path: Path, operation: str, number: int, expected: str
) -> None:
    path, disk = new_session(tmp_path), FailingDisk()
    with open_session(path, disk=disk) as kept:
        kept.commit(put(1)).result(20)
        journal = (tmp_path / "session.json.journal").read_bytes()
        disk.refuse = {operation: number}
        with pytest.raises(StoreError) as error:
            kept.commit(put(2)).result(20)
        assert code(error) == expected
        assert (tmp_path / "session.json.journal").read_bytes() == journal
        disk.mend()
        with pytest.raises(StoreError, match="not_saved"):
            kept.commit(put(3))
        kept.recover()
        assert sorted(kept.ideas) == ["i1"]
        assert kept.commit(put(4)).result(20) == kept.version
    with open_session(path) as kept:
        assert sorted(kept.ideas) == ["i1", "i4"]


def test_everything_that_waited_fails_with_it(tmp_path: Path) -> None:
    disk = SlowDisk()
    with open_session(new_session(tmp_path), disk=disk) as kept:
        kept.commit(put(0)).result(20)
        disk.go.clear()
        disk.fill()
        waiting = [kept.commit(put(number)) for number in range(1, 100)]
        snapshot = kept.snapshot()
        disk.go.set()
        for each in (*waiting, snapshot):
            with pytest.raises(StoreError):
                each.result(20)
        disk.mend()
        kept.recover()
        assert sorted(kept.ideas) == ["i0"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nobody_waits_for_a_writer_that_broke(tmp_path: Path) -> None:
    disk = BrokenDisk()
    with open_session(new_session(tmp_path), disk=disk) as kept:
        disk.broken = True
        saved = kept.commit(put(1))
        with pytest.raises(StoreError, match="not_saved"):
            saved.result(20)
        disk.broken = False
        kept.recover()
        assert not kept.ideas
        kept.commit(put(2)).result(20)


def test_reading_goes_on_while_the_disk_stays_full(tmp_path: Path) -> None:
    disk = FailingDisk()
    with open_session(new_session(tmp_path), disk=disk) as kept:
        kept.commit(put(1)).result(20)
        disk.fill()
        with pytest.raises(StoreError):
            kept.commit(put(2)).result(20)
        for _ in range(3):
            with pytest.raises(StoreError, match="disk_full"):
                kept.recover()
            assert sorted(kept.ideas) == ["i1"]
            with pytest.raises(StoreError, match="not_saved"):
                kept.commit(put(3))
        disk.mend()
        kept.recover()
        kept.commit(put(4)).result(20)
        assert sorted(kept.ideas) == ["i1", "i4"]


def test_a_version_that_was_shown_never_comes_back_with_other_content(tmp_path: Path) -> None:
    disk = FailingDisk()
    with open_session(new_session(tmp_path), disk=disk) as kept:
        kept.commit(put(1)).result(20)
        disk.fill()
        with pytest.raises(StoreError):
            kept.commit(put(2)).result(20)
        shown = kept.version
        with pytest.raises(StoreError):
            kept.recover()
        assert kept.version == shown + 1
        disk.mend()
        kept.recover()
        assert kept.version == shown + 1
        assert kept.commit(put(3)).result(20) == shown + 2


def test_recovering_from_nothing_changes_nothing(tmp_path: Path) -> None:
    with open_session(new_session(tmp_path)) as kept:
        kept.commit(put(1)).result(20)
        before = files(tmp_path)
        kept.recover()
        assert (files(tmp_path), kept.version) == (before, 1)


@pytest.mark.parametrize("operation", ["append", "fsync", "replace", "fsync_dir"])
def test_a_checkpoint_that_fails_loses_nothing(tmp_path: Path, operation: str) -> None:
    path, disk = new_session(tmp_path), FailingDisk()
    with open_session(path, disk=disk) as kept:
        kept.commit(put(1)).result(20)
        disk.refuse = {operation: errno.EIO}
        with pytest.raises(StoreError, match="not_saved"):
            kept.checkpoint()
        disk.mend()
        assert kept.commit(put(2)).result(20) == 2
    with open_session(path) as kept:
        assert sorted(kept.ideas) == ["i1", "i2"]
    assert not [name for name in files(tmp_path) if name.endswith(".new")]


def test_a_journal_that_cannot_be_cut_is_not_written_to(tmp_path: Path) -> None:
    path, disk = new_session(tmp_path), FailingDisk()
    with open_session(path, disk=disk) as kept:
        kept.commit(put(1)).result(20)
        disk.refuse = {"truncate": errno.EIO}
        with pytest.raises(StoreError, match="not_saved"):
            kept.checkpoint()
        with pytest.raises(StoreError, match="not_saved"):
            kept.commit(put(2))
        disk.mend()
        kept.recover()
        assert kept.commit(put(3)).result(20) == kept.version
    with open_session(path) as kept:
        assert sorted(kept.ideas) == ["i1", "i3"]


def test_closing_on_a_full_disk_keeps_what_was_promised(tmp_path: Path) -> None:
    path, disk = new_session(tmp_path), FailingDisk()
    kept = open_session(path, disk=disk)
    kept.commit(put(1)).result(20)
    disk.fill()
    with pytest.raises(StoreError):
        kept.commit(put(2)).result(20)
    kept.close()
    with open_session(path) as again:
        assert sorted(again.ideas) == ["i1"]


def test_opening_after_a_crash_on_a_full_disk_shows_everything(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    kept = open_session(path)
    for number in range(1, 4):
        kept.commit(put(number)).result(20)
    left = files(tmp_path)
    kept.close()
    path.write_bytes(left["session.json"])
    (tmp_path / "session.json.journal").write_bytes(left["session.json.journal"][:-5])
    disk = FailingDisk()
    disk.fill()
    with open_session(path, disk=disk) as again:
        assert sorted(again.ideas) == ["i1", "i2"]
        disk.mend()
        assert again.commit(put(9)).result(20) == 3
    with open_session(path) as again:
        assert sorted(again.ideas) == ["i1", "i2", "i9"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "folder_read_only"), (errno.EIO, "not_saved")],
)
def test_a_session_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path, number: int, expected: str) -> None:
    disk = FailingDisk()
    disk.refuse = {"append": number}
    with pytest.raises(StoreError) as error:
        create(tmp_path / "x.json", Session(id="s1"), [], disk=disk)
    assert code(error) == expected
    assert files(tmp_path) == {}
