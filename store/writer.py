"""The thread that writes to disk, so that the room never waits for it. All changes that wait share one fsync.

It alone touches the journal and the session file while the session is open, one piece of work after the other.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from store import snapshot
from store.disk import Disk, write_fault
from store.errors import StoreError
from store.journal import Journal


class Saving(Future[int]):
    """A promise of the disk. Nobody can cancel it: what is on its way to the disk cannot be called back."""

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self._writer = writer

    def cancel(self) -> bool:
        """Never."""
        return False

    def result(self, timeout: float | None = None) -> int:
        """The version on disk. Whoever waits without a limit writes it, which spares two changes of thread."""
        if timeout is None and not self.done():
            self._writer.help()
        return super().result(timeout)


LONGEST_PAUSE = 0.002
NAP = 0.0001
"""Seconds."""


@dataclass
class _Change:
    version: int
    body: bytes
    """Empty for a wait that writes nothing."""
    done: Saving


@dataclass
class _Snapshot:
    version: int
    data: bytes
    forget: bool
    done: Saving


_Work = _Change | _Snapshot


class Writer:
    """Writes changes and snapshots in the order they come. After a failed write it takes nothing more."""

    def __init__(self, path: Path, journal: Journal, disk: Disk) -> None:
        self.failed = False
        """True when what memory holds may not be on disk; a new writer is needed."""
        self._path, self._journal, self._disk = path, journal, disk
        self._waiting: deque[_Work] = deque()
        self._turn = threading.Lock()
        """Held by whoever takes work from the queue until it is on disk, so that the order stays."""
        self._bell: queue.SimpleQueue[bool] = queue.SimpleQueue()
        """True for work that came; False for the end."""
        self._together = 0
        """How many changes shared the last fsync."""
        self._pause = 0.0
        """How long to wait for as many to come again, seconds."""
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def save(self, version: int, body: bytes) -> Saving:
        """Journal one change; the future gives ``version`` when it is on disk, or ``StoreError``."""
        return self._hand(_Change(version, body, Saving(self)))

    def snapshot(self, version: int, data: bytes, *, forget: bool) -> Saving:
        """Replace the session file and cut the journal; ``forget`` also overwrites the file kept from before."""
        return self._hand(_Snapshot(version, data, forget, Saving(self)))

    def help(self) -> None:
        """Write what waits, unless that is being done already."""
        if self._turn.acquire(blocking=False):
            try:
                self._write_waiting()
            finally:
                self._turn.release()

    def stop(self) -> None:
        """Finish what was handed over, then end. Close the journal yourself."""
        self._bell.put(False)
        self._thread.join()

    def _hand(self, work: _Work) -> Saving:
        self._waiting.append(work)
        self._bell.put(True)
        if not self._thread.is_alive():
            self._refuse(self._take())
        return work.done

    def _run(self) -> None:
        ended = False
        try:
            while self._bell.get():
                with self._turn:
                    self._write_waiting()
            with self._turn:
                self._write_waiting()
            ended = True
        finally:
            # However this thread ends, nobody is left waiting for it.
            self.failed = self.failed or not ended
            self._refuse(self._take())

    def _take(self) -> list[_Work]:
        """Everything that has come in by now."""
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    def _write_waiting(self) -> None:
        """Write until nothing waits. What comes in while one fsync runs goes with the next. Hold the turn."""
        while self._waiting:
            self._gather()
            taken = self._take()
            ended = False
            try:
                for is_change, group in itertools.groupby(taken, key=lambda each: isinstance(each, _Change)):
                    if is_change:
                        self._write_changes([each for each in group if isinstance(each, _Change)])
                    else:
                        self._write_snapshots([each for each in group if isinstance(each, _Snapshot)])
                ended = True
            finally:
                self.failed = self.failed or not ended
                self._refuse(taken)

    def _gather(self) -> None:
        """Those who shared the last fsync are on their way with their next change; a moment's wait spares an fsync."""
        if self._together > 1 and self._pause > NAP:
            end = time.monotonic() + self._pause
            while len(self._waiting) < self._together and time.monotonic() < end:
                time.sleep(NAP)

    def _refuse(self, works: Sequence[_Work]) -> None:
        for work in works:
            if not work.done.done():
                work.done.set_exception(StoreError("not_saved"))

    def _write_changes(self, changes: Sequence[_Change]) -> None:
        fault: OSError | None = None
        entries = [(change.version, change.body) for change in changes if change.body]
        if entries and not self.failed:
            begun = time.monotonic()
            try:
                self._journal.append(entries)
                self._together, self._pause = len(entries), min((time.monotonic() - begun) / 4, LONGEST_PAUSE)
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
