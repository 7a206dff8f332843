"""One open session: its records in memory, and the promise that what is acknowledged is on disk."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Mapping
from concurrent.futures import Future
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TypeVar, cast

import msgspec

from store import contents, snapshot
from store.codec import Document, encode
from store.contents import Contents, Entry
from store.database import Database
from store.disk import Disk, folder_fault
from store.errors import StoreError
from store.journal import Journal
from store.lock import Lock
from store.records import (
    TABLE_OF,
    TABLES,
    Action,
    Answer,
    Ballot,
    Change,
    Event,
    Idea,
    Past,
    Promise,
    Receipt,
    Record,
    Seat,
    Session,
    Slip,
    Step,
    Theme,
)
from store.writer import Writer

R = TypeVar("R", bound=Record)

MOST_CHANGE_BYTES = 16 * 2**20
CUT_AT_BYTES = 16 * 2**20
"""A journal this long is cut without being asked, so that it stays quick to open."""


class Kept:
    """One open session, ours alone. Used from one thread, which never waits for the disk in ``commit``.

    Reads are the records themselves, found by id; they show every change at once. Whoever promises
    somebody that a change is saved waits for the future that ``commit`` gave.
    """

    def __init__(self, path: Path, found: Contents, lock: Lock | None, disk: Disk) -> None:
        """Use ``store.sessions.open_session``. Without a lock the session can only be read."""
        self.path = path
        self._disk = disk
        self._lock = lock
        self._records: dict[str, dict[str, Record]] = {table: {} for table in TABLES}
        self.steps = self._table(Step)
        self.seats = self._table(Seat)
        self.slips = self._table(Slip)
        self.ideas = self._table(Idea)
        self.themes = self._table(Theme)
        self.ballots = self._table(Ballot)
        self.answers = self._table(Answer)
        self.promises = self._table(Promise)
        self.actions = self._table(Action)
        self.events = self._table(Event)
        self.receipts = self._table(Receipt)
        self.history = self._table(Past)
        self._adopt(found)
        self._unsettled = False
        """Whether memory may hold what the disk does not."""
        self._journaled = found.whole
        """About how much the journal has grown since it was cut, bytes."""
        self._forgetting: Future[int] | None = None
        """The last snapshot that was to leave nothing older behind."""
        self._writer: Writer | None = None
        if lock:
            self._start(found.whole)
            if found.leftover:
                # After a crash: the facts are in the journal, and links that had to be forgotten may be too.
                with contextlib.suppress(StoreError):
                    self.checkpoint(forget=True)

    def __enter__(self) -> Kept:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def version(self) -> int:
        """Number of the last change in memory. Every change adds one; ``recover`` adds one if it took any back."""
        return self._version

    @property
    def session(self) -> Session:
        """The session's own record."""
        (session,) = self._records["session"].values()
        return cast(Session, session)

    def commit(self, change: Change) -> Future[int]:
        """Apply the change to memory at once; the future gives its version when it is on disk.

        The future, or this call when it is known already, raises ``StoreError``: disk_full or not_saved. Then
        memory holds what the disk does not, and nothing more is taken, until ``recover``. Raises ``ValueError``
        and changes nothing for records that cannot be kept. An empty change waits for those before it.
        """
        writer = self._ready()
        version, body = self._entry(change) if change else (self._version, b"")
        done = writer.save(version, body)
        self._cut_when_long()
        return done

    def saving(self, change: Change) -> asyncio.Future[int]:
        """As ``commit``, for the event loop that runs here."""
        writer = self._ready()
        version, body = self._entry(change) if change else (self._version, b"")
        done = writer.save_in_loop(version, body)
        self._cut_when_long()
        return done

    def save(self, change: Change) -> int:
        """As ``commit``, and waits for the disk: for whoever has nothing else to do meanwhile. Gives the version."""
        writer = self._ready()
        version, body = self._entry(change) if change else (self._version, b"")
        writer.save_here(version, body)
        self._cut_when_long()
        return version

    def _entry(self, change: Change) -> tuple[int, bytes]:
        """Apply the change to memory; its version and what the journal says of it."""
        self._apply(change)
        put, gone = self._database.take_touched()
        body = msgspec.json.encode(Entry(put=put, gone=gone, key=change.key))
        self._version += 1
        self._unsettled = True
        self._journaled += len(body)
        return self._version, body

    def _cut_when_long(self) -> None:
        if self._journaled > CUT_AT_BYTES or self._still_to_forget():
            self.snapshot()

    def snapshot(self, *, forget: bool = False) -> Future[int]:
        """Like ``checkpoint``, without waiting for the disk."""
        writer = self._ready()
        forget = forget or self._still_to_forget()
        self._journaled = 0
        data = snapshot.encode(self._database.tables, self._version)
        saving = writer.snapshot(self._version, data, forget=forget)
        if forget:
            self._forgetting = saving
        return saving

    def checkpoint(self, forget: bool = False) -> None:
        """Write the session file anew and cut the journal. ``forget``: nothing older stays on disk either.

        Raises ``StoreError``; what was acknowledged is safe all the same.
        """
        self.snapshot(forget=forget).result()

    def recover(self) -> None:
        """After a failure: make memory what the disk holds, and start to write afresh.

        Raises ``StoreError`` while the disk still refuses; memory is right, and can be read, even then.
        """
        if self._writer is None or not self._writer.failed:
            return
        self._writer.stop()
        if self._unsettled:
            self._adopt(contents.read(self.path, self._disk, self._journal.size), at_least=self._version)
            self._unsettled = False
        with contextlib.suppress(OSError):
            self._journal.close()
        self._start(self._journal.size)
        try:
            # A failed fsync leaves the pages of that file in doubt, so go on from files that are new.
            self.checkpoint()
        except StoreError:
            self._writer.failed = True
            raise

    def close(self) -> None:
        """Save, leave an empty journal behind (none at all), and let others in. May be called twice."""
        lock, self._lock = self._lock, None
        if self._writer is None or lock is None:
            return
        with contextlib.suppress(StoreError):  # whatever was acknowledged is on disk without it
            self.recover()
            if self._journaled or self._journal.size or self._still_to_forget():
                self.checkpoint()
        self._writer.stop()
        self._writer = None
        with contextlib.suppress(OSError):
            self._journal.close()
        lock.release()

    def documents(self) -> Mapping[str, Collection[Document]]:
        """All documents as they are kept, by table. Not to be changed: they are the session itself."""
        return {table: found.values() for table, found in self._database.tables.items()}

    def _still_to_forget(self) -> bool:
        """Whether the disk refused a snapshot that was to forget: the next one has to."""
        last = self._forgetting
        return last is not None and last.done() and last.exception() is not None

    def _table(self, kind: type[R]) -> Mapping[str, R]:
        return MappingProxyType(cast(dict[str, R], self._records[TABLE_OF[kind]]))

    def _adopt(self, found: Contents, at_least: int = -1) -> None:
        """Make this memory. A version that was shown before is never used again for something else."""
        self._database = Database(found.tables)
        for table, records in self._records.items():
            records.clear()
            records.update(found.records[table])
        self._version = found.version if found.version >= at_least else at_least + 1

    def _start(self, size: int) -> None:
        try:
            self._journal = Journal(self.path, self.session.id, self._disk, size)
        except OSError as problem:
            raise folder_fault(problem, self.path) from problem
        self._writer = Writer(self.path, self._journal, self._disk)

    def _ready(self) -> Writer:
        if self._writer is None:
            raise StoreError("read_only")
        if self._writer.failed:
            raise StoreError("not_saved")
        return self._writer

    def _apply(self, change: Change) -> None:
        """All of it or, for a record that cannot be kept, nothing."""
        kept = [encode(record) for record in change.put]
        if sum(each.size for each in kept) > MOST_CHANGE_BYTES:
            raise ValueError("a change is too large for one line of the journal")
        if any(type(record) is Session for record in change.remove) or any(
            type(record) is Session and record.id != self.session.id for record in change.put
        ):
            raise ValueError("a session keeps its one record, and its id")
        for old in change.remove:
            self._database.remove(TABLE_OF[type(old)], old.id)
            self._records[TABLE_OF[type(old)]].pop(old.id, None)
        for each in kept:
            self._database.put(each.table, each.document)
            self._records[each.table][each.record.id] = each.record
