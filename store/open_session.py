"""One open session: its records in memory, and the guarantee that every acknowledged change is on disk."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TypeVar, cast

import msgspec

from store import contents, snapshot
from store.codec import Document, encode
from store.contents import Contents, JournalEntry
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
    HistoryEntry,
    Idea,
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
"""Maximum size of one change."""
CUT_AT_BYTES = 16 * 2**20
"""A journal of this size is emptied by an automatic snapshot, so that opening the session stays fast."""


class OpenSession:
    """One open session, locked for this process. Used from one thread, which ``commit`` never blocks on the disk.

    The tables map ids to the records themselves, and show every change at once. Before anyone is told that a change is
    saved, the future that ``commit`` returned must be awaited.
    """

    def __init__(
        self,
        path: Path,
        found: Contents,
        lock: Lock | None,
        disk: Disk,
        complete: Callable[[Session], Session] = lambda session: session,
    ) -> None:
        """Use ``store.sessions.open_session`` instead. Without a lock the session is read-only."""
        self.path = path
        self._complete = complete
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
        self.history = self._table(HistoryEntry)
        self._load(found)
        self._may_be_unsaved = False
        """Whether memory may contain changes that the disk does not."""
        self._journal_growth = found.journal_bytes
        """Approximate growth of the journal since it was last emptied, in bytes."""
        self._last_forgetting: Future[int] | None = None
        """The last snapshot that had to erase older data."""
        self._writer: Writer | None = None
        if lock:
            self._start_writer(found.journal_bytes)
            if found.has_journal:
                # After a crash the journal may still contain data that had to be erased, such as links from votes to
                # seats. Failure is tolerable: the data is safe, and the next snapshot erases too.
                with contextlib.suppress(StoreError):
                    self.checkpoint(forget=True)

    def __enter__(self) -> OpenSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def version(self) -> int:
        """Number of the last change in memory. Every change adds one, and so does ``recover`` if it reverted any."""
        return self._version

    @property
    def session(self) -> Session:
        """The session's own record."""
        (session,) = self._records["session"].values()
        return cast(Session, session)

    def commit(self, change: Change) -> Future[int]:
        """Apply the change to memory at once; the future gives its version when it is on disk.

        The future raises ``StoreError`` (disk_full or not_saved) if writing fails. Memory is then ahead of the disk,
        and every later call raises ``StoreError`` at once, until ``recover``. Raises ``ValueError``, and changes
        nothing, for records that cannot be stored. An empty change waits for those before it.
        """
        writer = self._require_writer()
        version, body = self._apply_and_encode(change) if change else (self._version, b"")
        done = writer.save(version, body)
        self._cut_when_long()
        return done

    def save_async(self, change: Change) -> asyncio.Future[int]:
        """Like ``commit``, with a future of the running event loop."""
        writer = self._require_writer()
        version, body = self._apply_and_encode(change) if change else (self._version, b"")
        done = writer.save_in_loop(version, body)
        self._cut_when_long()
        return done

    def save(self, change: Change) -> int:
        """Like ``commit``, but blocks until the change is on disk; returns its version."""
        writer = self._require_writer()
        version, body = self._apply_and_encode(change) if change else (self._version, b"")
        writer.save_inline(version, body)
        self._cut_when_long()
        return version

    def _apply_and_encode(self, change: Change) -> tuple[int, bytes]:
        """Apply the change to memory; its version and its journal entry."""
        self._apply(change)
        put, gone = self._database.take_touched()
        body = msgspec.json.encode(JournalEntry(put=put, gone=gone, key=change.key))
        self._version += 1
        self._may_be_unsaved = True
        self._journal_growth += len(body)
        return self._version, body

    def _cut_when_long(self) -> None:
        if self._journal_growth > CUT_AT_BYTES or self._is_forgetting_pending():
            self.snapshot()

    def snapshot(self, *, forget: bool = False) -> Future[int]:
        """Like ``checkpoint``, but returns a future instead of waiting for the disk. Raises ``StoreError``."""
        writer = self._require_writer()
        forget = forget or self._is_forgetting_pending()
        self._journal_growth = 0
        data = snapshot.encode(self._database.tables, self._version)
        saving = writer.snapshot(self._version, data, forget=forget)
        if forget:
            self._last_forgetting = saving
        return saving

    def checkpoint(self, forget: bool = False) -> None:
        """Write the session file and empty the journal. ``forget``: also overwrite the previous session file, so that
        no removed record stays on disk.

        Raises ``StoreError``; acknowledged changes are safe even then.
        """
        self.snapshot(forget=forget).result()

    def recover(self) -> None:
        """After a failed write: restore memory from the disk, and start writing again.

        Raises ``StoreError`` while the disk still fails; memory is consistent with the disk, and readable, even then.
        """
        if self._writer is None or not self._writer.failed:
            return
        self._writer.stop()
        if self._may_be_unsaved:
            self._load(contents.read(self.path, self._disk, self._journal.size), at_least=self._version)
            self._may_be_unsaved = False
        with contextlib.suppress(OSError):
            self._journal.close()
        self._start_writer(self._journal.size)
        try:
            # After a failed fsync, the kernel may have dropped the file's dirty pages and report success next time
            # (PostgreSQL's "fsyncgate"). So do not trust the old files, and continue from newly written ones.
            self.checkpoint()
        except StoreError:
            self._writer.failed = True
            raise

    def close(self) -> None:
        """Save, remove the emptied journal, and release the lock. Idempotent; faults of the disk are ignored."""
        lock, self._lock = self._lock, None
        if self._writer is None or lock is None:
            return
        with contextlib.suppress(StoreError):  # acknowledged changes are already on disk
            self.recover()
            if self._journal_growth or self._journal.size or self._is_forgetting_pending():
                self.checkpoint()
        self._writer.stop()
        self._writer = None
        with contextlib.suppress(OSError):
            self._journal.close()
        lock.release()

    def documents(self) -> Mapping[str, Collection[Document]]:
        """All documents in their stored form, by table. Callers must not change them: they are live."""
        return {table: found.values() for table, found in self._database.tables.items()}

    def _is_forgetting_pending(self) -> bool:
        """Whether the last snapshot that had to erase older data failed, so that the next one must do it."""
        last = self._last_forgetting
        return last is not None and last.done() and last.exception() is not None

    def _table(self, kind: type[R]) -> Mapping[str, R]:
        return MappingProxyType(cast(dict[str, R], self._records[TABLE_OF[kind]]))

    def _load(self, found: Contents, at_least: int = -1) -> None:
        """Load contents into memory. If they are older than version ``at_least``, they get a new version above it: a
        version that was visible before must never denote another state."""
        found.complete_session(self._complete)
        self._database = Database(found.tables)
        for table, records in self._records.items():
            records.clear()
            records.update(found.records[table])
        self._version = found.version if found.version >= at_least else at_least + 1

    def _start_writer(self, size: int) -> None:
        try:
            self._journal = Journal(self.path, self.session.id, self._disk, size)
        except OSError as problem:
            raise folder_fault(problem, self.path) from problem
        self._writer = Writer(self.path, self._journal, self._disk)

    def _require_writer(self) -> Writer:
        if self._writer is None:
            raise StoreError("read_only")
        if self._writer.failed:
            raise StoreError("not_saved")
        return self._writer

    def _apply(self, change: Change) -> None:
        """Apply all of the change, or raise ``ValueError`` and apply nothing."""
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
