"""The thread that writes to disk, so that the room never waits for it. All changes that wait share one fsync.

It alone touches the journal and the session file while the session is open, one piece of work after the other.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from store import snapshot
from store.disk import Disk, write_fault
from store.errors import StoreError
from store.journal import Journal


def _started() -> Future[int]:
    """A future that nobody can cancel: what is on its way to the disk cannot be called back."""
    future: Future[int] = Future()
    future.set_running_or_notify_cancel()
    return future


@dataclass
class _Change:
    version: int
    body: bytes
    """Empty for a wait that writes nothing."""
    done: Future[int] = field(default_factory=_started)


@dataclass
class _Snapshot:
    version: int
    data: bytes
    forget: bool
    done: Future[int] = field(default_factory=_started)


_Work = _Change | _Snapshot


class Writer:
    """Writes changes and snapshots in the order they come. After a failed write it takes nothing more."""

    def __init__(self, path: Path, journal: Journal, disk: Disk) -> None:
        self.failed = False
        """True when what memory holds may not be on disk; a new writer is needed."""
        self._path, self._journal, self._disk = path, journal, disk
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def save(self, version: int, body: bytes) -> Future[int]:
        """Journal one change; the future gives ``version`` when it is on disk, or ``StoreError``."""
        return self._hand(_Change(version, body))

    def snapshot(self, version: int, data: bytes, *, forget: bool) -> Future[int]:
        """Replace the session file and cut the journal; ``forget`` also overwrites the file kept from before."""
        return self._hand(_Snapshot(version, data, forget))

    def stop(self) -> None:
        """Finish what was handed over, then end. Close the journal yourself."""
        self._queue.put(None)
        self._thread.join()

    def _hand(self, work: _Work) -> Future[int]:
        self._queue.put(work)
        if not self._thread.is_alive():
            self._refuse_rest()
        return work.done

    def _run(self) -> None:
        ended = False
        waiting: list[_Work] = []
        try:
            while not ended:
                waiting, ended = self._waiting()
                for is_change, group in itertools.groupby(waiting, key=lambda each: isinstance(each, _Change)):
                    if is_change:
                        self._write_changes([each for each in group if isinstance(each, _Change)])
                    else:
                        self._write_snapshots([each for each in group if isinstance(each, _Snapshot)])
        finally:
            # However this thread ends, nobody is left waiting for it.
            self.failed = self.failed or not ended
            self._refuse_rest(waiting)

    def _waiting(self) -> tuple[list[_Work], bool]:
        """Wait for work; everything that has come in by then, and whether the end was among it."""
        waiting: list[_Work] = []
        while not waiting or not self._queue.empty():
            if (work := self._queue.get()) is None:
                return waiting, True
            waiting.append(work)
        return waiting, False

    def _refuse_rest(self, taken: Sequence[_Work] = ()) -> None:
        rest = list(taken)
        while not self._queue.empty():
            if (work := self._queue.get()) is not None:
                rest.append(work)
        for work in rest:
            if not work.done.done():
                work.done.set_exception(StoreError("not_saved"))

    def _write_changes(self, changes: Sequence[_Change]) -> None:
        fault: OSError | None = None
        entries = [(change.version, change.body) for change in changes if change.body]
        if entries and not self.failed:
            try:
                self._journal.append(entries)
            except OSError as problem:
                self.failed = True
                fault = problem
        for change in changes:
            if self.failed:
                change.done.set_exception(write_fault(fault) if fault else StoreError("not_saved"))
            else:
                change.done.set_result(change.version)

    def _write_snapshots(self, snapshots: Sequence[_Snapshot]) -> None:
        for each in snapshots:
            if self.failed:
                each.done.set_exception(StoreError("not_saved"))
                continue
            try:
                self._write_snapshot(each)
            except OSError as problem:
                each.done.set_exception(write_fault(problem))
            else:
                each.done.set_result(each.version)

    def _write_snapshot(self, wanted: _Snapshot) -> None:
        """The order matters: until the new file is on disk under its name, the journal is what counts."""
        spare = snapshot.previous(self._path)
        if not wanted.forget:
            snapshot.write(spare, self._path.read_bytes(), self._disk)
        snapshot.write(self._path, wanted.data, self._disk)
        if wanted.forget:
            # Before the cut: a crash in between leaves a journal, and opening with a journal forgets again.
            snapshot.write(spare, wanted.data, self._disk)
        try:
            self._journal.cut()
        except OSError:
            self.failed = True
            raise
