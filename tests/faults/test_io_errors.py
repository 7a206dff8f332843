"""Every disk operation fails, once or repeatedly: no save is confirmed falsely, and no restart is needed."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_workshop import NAME, Ledger, idea, make, read

from store.disk import DISK, Disk
from store.errors import StoreError
from store.records import Change, replace
from store.sessions import OpenSession, open_session


class RefusingDisk(Disk):
    """Refuses its ``at``-th operation, and all after it if it is ``lasting``; a refused write leaves half behind."""

    def __init__(self, at: int, number: int, lasting: bool) -> None:
        self.at, self.number, self.lasting = at, number, lasting
        self.count = 0
        self.refused = 0
        self.doubtful: set[int] = set()
        """Handles whose fsync failed."""

    def mend(self) -> None:
        """From now on all works."""
        self.at = -1

    def _step(self) -> None:
        self.count += 1
        if self.at >= 0 and (self.count == self.at or (self.lasting and self.count > self.at)):
            self.refused += 1
            raise OSError(self.number, os.strerror(self.number))

    def open(self, path: Path) -> int:
        self._step()
        handle = super().open(path)
        self.doubtful.discard(handle)
        return handle

    def append(self, handle: int, data: bytes) -> None:
        try:
            self._step()
        except OSError:
            os.write(handle, data[: len(data) // 2])
            raise
        super().append(handle, data)

    def fsync(self, handle: int) -> None:
        assert handle not in self.doubtful, "a failed fsync is never tried again"
        try:
            self._step()
        except OSError:
            self.doubtful.add(handle)
            raise

    def truncate(self, handle: int, size: int) -> None:
        self._step()
        super().truncate(handle, size)

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)

    def fsync_dir(self, folder: Path) -> None:
        self._step()


def commit(kept: OpenSession, ledger: Ledger, change: Change) -> None:
    """Try once; after a refusal take what the disk holds, as the room does."""
    ledger.expect(change)
    try:
        kept.commit(change).result(60)
    except StoreError:
        ledger.states.pop()
        with contextlib.suppress(StoreError):
            kept.recover()


def workshop(kept: OpenSession, ledger: Ledger) -> None:
    """Changes, a checkpoint and a forgetting; every one is tried once."""
    for number in range(1, 4):
        commit(kept, ledger, Change(put=(idea(number),)))
    with contextlib.suppress(StoreError):
        kept.checkpoint()
    for number in range(4, 6):
        commit(kept, ledger, Change(put=(idea(number), idea(number + 100))))
    if "i4" in kept.ideas:
        commit(kept, ledger, Change(put=(replace(kept.ideas["i4"], text="Muutettu"),)))
    with contextlib.suppress(StoreError):
        kept.checkpoint(forget=True)
    commit(kept, ledger, Change(put=(idea(6),)))


def refusals(folder: Path, number: int, lasting: bool) -> Iterator[tuple[RefusingDisk, Path]]:
    """One fresh session for each operation of the workshop that can be refused."""
    for at in range(1, 1000):
        here = folder / str(at)
        here.mkdir()
        disk = RefusingDisk(at, number, lasting)
        yield disk, make(here)
        if not disk.refused:
            return
    raise AssertionError("it never ended")


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=["full", "broken"])
def test_whatever_is_refused_the_ledger_is_right(tmp_path: Path, number: int, lasting: bool) -> None:
    for disk, path in refusals(tmp_path, number, lasting):
        ledger = Ledger()
        try:
            kept = open_session(path, disk=disk)
        except StoreError:
            assert not ledger.promised
            continue
        with kept:
            workshop(kept, ledger)
            assert dict(kept.ideas) == ledger.states[-1], disk.at
            disk.mend()
            kept.recover()
            commit(kept, ledger, Change(put=(idea(50),)))
            assert "i50" in kept.ideas, disk.at
            # What a power cut would find now, before anything is put in order by closing.
            assert read(path.parent, DISK).records["ideas"] == ledger.states[-1], disk.at
        assert read(path.parent, DISK).records["ideas"] == ledger.states[-1], disk.at
        assert sorted(each.name for each in path.parent.iterdir()) == [NAME, f"{NAME}.previous"]


def test_a_forgetting_that_failed_is_done_with_the_next_change(tmp_path: Path) -> None:
    path = make(tmp_path)
    disk = RefusingDisk(-1, errno.ENOSPC, True)
    with open_session(path, disk=disk) as kept:
        kept.commit(Change(put=(replace(idea(1), seat="someseat"),))).result(60)
        kept.checkpoint()
        kept.commit(Change(put=(idea(1),))).result(60)
        disk.at = disk.count
        with pytest.raises(StoreError, match="disk_full"):
            kept.checkpoint(forget=True)
        assert any(b"someseat" in each.read_bytes() for each in tmp_path.iterdir())
        disk.mend()
        kept.commit(Change(put=(idea(2),))).result(60)
        kept.commit(Change()).result(60)
        assert not [each for each in tmp_path.iterdir() if b"someseat" in each.read_bytes()]


def test_a_forgetting_that_failed_is_done_at_the_end(tmp_path: Path) -> None:
    path = make(tmp_path)
    disk = RefusingDisk(-1, errno.EIO, True)
    with open_session(path, disk=disk) as kept:
        kept.commit(Change(put=(replace(idea(1), seat="someseat"),))).result(60)
        kept.checkpoint()
        kept.commit(Change(put=(idea(1),))).result(60)
        disk.at = disk.count
        with pytest.raises(StoreError, match="not_saved"):
            kept.checkpoint(forget=True)
        disk.mend()
    assert not [each for each in tmp_path.iterdir() if b"someseat" in each.read_bytes()]
