"""The thread that writes to disk, so that the room never waits for it. All changes that wait share one fsync.

It alone touches the journal and the session file while the session is open, one piece of work after the other.
"""

from __future__ import annotations

import asyncio
import contextlib
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
from store.journal import Journal, NumberedBody


class SaveFuture(Future[int]):
    """A promise of the disk. Nobody can cancel it: what is on its way to the disk cannot be called back."""

    def cancel(self) -> bool:
        """Never."""
        return False


MAX_PAUSE = 0.002
NAP_SECONDS = 0.0001
"""Seconds."""


@dataclass
class _Change:
    version: int
    body: bytes
    """Empty for a wait that writes nothing."""
    done: SaveFuture | asyncio.Future[int]
    settled: bool = False
    """Whether whoever waits has been told, or will be by their event loop."""


@dataclass
class _Snapshot:
    version: int
    data: bytes
    forget: bool
    done: SaveFuture
    settled: bool = False


_Work = _Change | _Snapshot


class Writer:
    """Writes changes and snapshots in the order they come. After a failed write it takes nothing more."""

    def __init__(self, path: Path, journal: Journal, disk: Disk) -> None:
        self.failed = False
        """True when what memory holds may not be on disk; a new writer is needed."""
        self._path, self._journal, self._disk = path, journal, disk
        self._waiting: deque[_Work] = deque()
        self._order_lock = threading.Lock()
        """Held by whoever takes work from the queue until it is on disk, so that the order stays."""
        self._wakeups: queue.SimpleQueue[bool] = queue.SimpleQueue()
        """True for work that came; False for the end."""
        self._wakeup_pending = False
        """Whether the bell has been rung for work that has not been taken yet."""
        self._last_batch_size = 0
        """How many changes shared the last fsync."""
        self._batch_wait = 0.0
        """How long to wait for as many to come again, seconds."""
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def save(self, version: int, body: bytes) -> SaveFuture:
        """Journal one change; the future gives ``version`` when it is on disk, or ``StoreError``."""
        done = SaveFuture()
        self._enqueue(_Change(version, body, done))
        return done

    def save_in_loop(self, version: int, body: bytes) -> asyncio.Future[int]:
        """As ``save``, for the event loop that runs here: all that share an fsync are told in one step of it."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        self._waiting.append(_Change(version, body, done))
        if not self._wakeup_pending:
            # When this turn of the loop is over, with all that comes in it: to be called away in between costs both.
            self._wakeup_pending = True
            loop.call_soon(self._wake_thread)
        return done

    def save_inline(self, version: int, body: bytes) -> int:
        """As ``save``, and its result, in the caller's own thread: that spares two changes of thread."""
        with self._order_lock:
            self._write_waiting()
            if fault := self._append([(version, body)] if body else []):
                raise fault
        return version

    def snapshot(self, version: int, data: bytes, *, forget: bool) -> SaveFuture:
        """Replace the session file and cut the journal; ``forget`` also overwrites the file kept from before."""
        done = SaveFuture()
        self._enqueue(_Snapshot(version, data, forget, done))
        return done

    def stop(self) -> None:
        """Finish what was handed over, then end. Close the journal yourself."""
        self._wakeups.put(False)
        self._thread.join()

    def _enqueue(self, work: _Work) -> None:
        self._waiting.append(work)
        if not self._wakeup_pending:  # every ring wakes the other thread, which may be awake for the work before
            self._wakeup_pending = True
            self._wake_thread()

    def _wake_thread(self) -> None:
        self._wakeups.put(True)
        if not self._thread.is_alive():
            self._fail_unsettled(self._take_waiting())

    def _run(self) -> None:
        ended = False
        try:
            while self._wakeups.get():
                self._wakeup_pending = False  # before the work is taken: what comes after this rings anew
                with self._order_lock:
                    self._write_waiting()
            with self._order_lock:
                self._write_waiting()
            ended = True
        finally:
            # However this thread ends, nobody is left waiting for it.
            self.failed = self.failed or not ended
            self._fail_unsettled(self._take_waiting())

    def _take_waiting(self) -> list[_Work]:
        """Everything that has come in by now."""
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    def _write_waiting(self) -> None:
        """Write until nothing waits. What comes in while one fsync runs goes with the next. Hold the turn."""
        while self._waiting:
            self._wait_for_batch()
            taken = self._take_waiting()
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
                self._fail_unsettled(taken)

    def _wait_for_batch(self) -> None:
        """Those who shared the last fsync are on their way with their next change; a moment's wait spares an fsync."""
        if self._last_batch_size > 1 and self._batch_wait > NAP_SECONDS:
            end = time.monotonic() + self._batch_wait
            while len(self._waiting) < self._last_batch_size and time.monotonic() < end:
                time.sleep(NAP_SECONDS)

    def _fail_unsettled(self, works: Sequence[_Work]) -> None:
        _resolve([work for work in works if not work.settled], StoreError("not_saved"))

    def _append(self, entries: Sequence[NumberedBody]) -> StoreError | None:
        """Put the changes on disk, or say why not: then nothing more is taken."""
        if self.failed:
            return StoreError("not_saved")
        if not entries:
            return None
        begun = time.monotonic()
        try:
            self._journal.append(entries)
        except OSError as problem:
            self.failed = True
            return write_fault(problem)
        self._last_batch_size, self._batch_wait = len(entries), min((time.monotonic() - begun) / 4, MAX_PAUSE)
        return None

    def _write_changes(self, changes: Sequence[_Change]) -> None:
        fault = self._append([(change.version, change.body) for change in changes if change.body])
        _resolve(changes, fault)

    def _write_snapshots(self, snapshots: Sequence[_Snapshot]) -> None:
        for each in snapshots:
            fault: StoreError | None = None
            if self.failed:
                fault = StoreError("not_saved")
            else:
                try:
                    self._write_snapshot(each)
                except OSError as problem:
                    fault = write_fault(problem)
            _resolve((each,), fault)

    def _write_snapshot(self, wanted: _Snapshot) -> None:
        """The order matters: until the new file is on disk under its name, the journal is what counts."""
        spare = snapshot.previous_path(self._path)
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


def _resolve(works: Sequence[_Work], fault: StoreError | None) -> None:
    """Those who wait get their version, or why there is none."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[int], int]]] = {}
    for work in works:
        work.settled = True
        if not isinstance(work.done, SaveFuture):
            loops.setdefault(work.done.get_loop(), []).append((work.done, work.version))
        elif fault:
            work.done.set_exception(fault)
        else:
            work.done.set_result(work.version)
    for loop, waiting in loops.items():
        with contextlib.suppress(RuntimeError):  # a loop that is closed has nobody who waits
            loop.call_soon_threadsafe(_resolve_in_loop, waiting, fault)


def _resolve_in_loop(waiting: Sequence[tuple[asyncio.Future[int], int]], fault: StoreError | None) -> None:
    """The part of ``_tell`` that runs in the event loop."""
    for done, version in waiting:
        if done.done():
            continue
        if fault:
            done.set_exception(fault)
        else:
            done.set_result(version)
