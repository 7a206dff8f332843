"""The thread that writes to disk, so that the room never waits for it. Waiting changes share one fsync (group commit).

Only this module writes the journal and the session file while the session is open, one piece of work at a time.
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
    """Future of a write. It cannot be cancelled, because a write that has been queued cannot be revoked."""

    def cancel(self) -> bool:
        """Always False: see the class."""
        return False


MAX_PAUSE = 0.002
"""Seconds; the longest wait for further changes before an fsync."""
NAP_SECONDS = 0.0001
"""Seconds between two looks at the queue during that wait."""


@dataclass
class _Change:
    version: int
    body: bytes
    """Journal entry; empty for an empty change, which only waits for those before it."""
    done: SaveFuture | asyncio.Future[int]
    settled: bool = False
    """Whether the future has a result, or its event loop has been told to set it."""


@dataclass
class _Snapshot:
    version: int
    data: bytes
    forget: bool
    done: SaveFuture
    settled: bool = False


_Work = _Change | _Snapshot


class Writer:
    """Writes changes and snapshots in order of arrival. After a failed write it accepts nothing more."""

    def __init__(self, path: Path, journal: Journal, disk: Disk) -> None:
        self.failed = False
        """True when a write has failed, so that memory may be ahead of the disk. A new writer is needed then."""
        self._path, self._journal, self._disk = path, journal, disk
        self._waiting: deque[_Work] = deque()
        self._order_lock = threading.Lock()
        """Held from taking work off the queue until it is on disk, so that writes keep their order."""
        self._wakeups: queue.SimpleQueue[bool] = queue.SimpleQueue()
        """Wakes the thread: True for new work, False for the end."""
        self._wakeup_pending = False
        """Whether a wake-up has been sent for work that has not been taken yet."""
        self._last_batch_size = 0
        """Number of changes in the last fsync."""
        self._batch_wait = 0.0
        """How long to wait for the same number again, seconds."""
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def save(self, version: int, body: bytes) -> SaveFuture:
        """Journal one change; the future gives ``version`` when it is on disk, or ``StoreError``."""
        done = SaveFuture()
        self._enqueue(_Change(version, body, done))
        return done

    def save_in_loop(self, version: int, body: bytes) -> asyncio.Future[int]:
        """Like ``save``, with a future of the running event loop. Futures of one fsync resolve in one loop callback."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        self._waiting.append(_Change(version, body, done))
        if not self._wakeup_pending:
            # Wake the thread only at the end of this loop iteration, with all changes of the iteration in the queue.
            # Waking it at once would make both threads compete for the GIL.
            self._wakeup_pending = True
            loop.call_soon(self._wake_thread)
        return done

    def save_inline(self, version: int, body: bytes) -> int:
        """Like ``save``, but writes in the caller's thread and returns the version: this saves two thread switches.

        Raises ``StoreError``.
        """
        with self._order_lock:
            self._write_waiting()
            if fault := self._append([(version, body)] if body else []):
                raise fault
        return version

    def snapshot(self, version: int, data: bytes, *, forget: bool) -> SaveFuture:
        """Replace the session file and empty the journal; ``forget`` also overwrites the previous session file."""
        done = SaveFuture()
        self._enqueue(_Snapshot(version, data, forget, done))
        return done

    def stop(self) -> None:
        """Write everything in the queue, then end the thread. The caller closes the journal."""
        self._wakeups.put(False)
        self._thread.join()

    def _enqueue(self, work: _Work) -> None:
        self._waiting.append(work)
        if not self._wakeup_pending:  # a redundant wake-up costs a thread switch
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
                self._wakeup_pending = False  # before the work is taken, so that later work sends a new wake-up
                with self._order_lock:
                    self._write_waiting()
            with self._order_lock:
                self._write_waiting()
            ended = True
        finally:
            # However this thread ends, no future is left unresolved.
            self.failed = self.failed or not ended
            self._fail_unsettled(self._take_waiting())

    def _take_waiting(self) -> list[_Work]:
        """Take everything that is in the queue now."""
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    def _write_waiting(self) -> None:
        """Write until the queue is empty. Work that arrives during one fsync joins the next. Hold ``_order_lock``."""
        while self._waiting:
            self._wait_for_batch()
            taken = self._take_waiting()
            ended = False
            try:
                # Neighbouring changes share one write; a snapshot between them keeps its place, since it empties the
                # journal.
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
        """Wait briefly for as many changes as the last fsync had: phones that answered together tend to answer together
        again, and one fsync for all is cheaper. The wait is a quarter of the last fsync, at most ``MAX_PAUSE``."""
        # A single change does not wait: with one phone at a time, waiting would only add delay.
        if self._last_batch_size > 1 and self._batch_wait > NAP_SECONDS:
            end = time.monotonic() + self._batch_wait
            while len(self._waiting) < self._last_batch_size and time.monotonic() < end:
                time.sleep(NAP_SECONDS)

    def _fail_unsettled(self, works: Sequence[_Work]) -> None:
        _resolve([work for work in works if not work.settled], StoreError("not_saved"))

    def _append(self, entries: Sequence[NumberedBody]) -> StoreError | None:
        """Write the changes to the journal. After an error, which is returned, the writer accepts nothing more."""
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
        """Write the session file, then empty the journal. The order matters: until the new file is on disk under its
        name, the changes exist only in the journal. Raises ``OSError``."""
        spare = snapshot.previous_path(self._path)
        if not wanted.forget:
            snapshot.write(spare, self._path.read_bytes(), self._disk)
        snapshot.write(self._path, wanted.data, self._disk)
        if wanted.forget:
            # Before the journal is emptied: a crash in between leaves a journal, and opening a session that has one
            # repeats the erasing.
            snapshot.write(spare, wanted.data, self._disk)
        try:
            self._journal.cut()
        except OSError:
            self.failed = True
            raise


def _resolve(works: Sequence[_Work], fault: StoreError | None) -> None:
    """Resolve the futures of finished work with their version, or with the fault. One callback per event loop."""
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
        with contextlib.suppress(RuntimeError):  # the loop is closed, so nothing awaits the futures
            loop.call_soon_threadsafe(_resolve_in_loop, waiting, fault)


def _resolve_in_loop(waiting: Sequence[tuple[asyncio.Future[int], int]], fault: StoreError | None) -> None:
    """The part of ``_resolve`` that runs in the event loop."""
    for done, version in waiting:
        if done.done():
            continue
        if fault:
            done.set_exception(fault)
        else:
            done.set_result(version)
