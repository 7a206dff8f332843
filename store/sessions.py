"""Sessions on disk: create, open, list, export, delete. The store's interface for the layers above."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from store import contents, formats, journal, snapshot
from store.codec import Document, encode
from store.contents import Contents
from store.database import DocumentTables
from store.disk import DISK, Disk, folder_fault, make_folder
from store.errors import StoreError
from store.listing import Listing, list_sessions
from store.lock import Lock
from store.open_session import OpenSession
from store.records import FORMAT, TABLES, Action, Session, Step
from store.session_snapshot import SessionSnapshot, session_snapshot

__all__ = [
    "Listing",
    "OpenSession",
    "SessionSnapshot",
    "create",
    "delete",
    "export_copy",
    "list_sessions",
    "open_session",
    "session_snapshot",
]

READ_ATTEMPTS = 5
"""Attempts to read a session while another process writes it."""
log = logging.getLogger(__name__)
_NOT_EXPORTED = frozenset({"receipts", "history"})
_SEAT_REMOVED = frozenset({"ideas", "ballots", "answers", "promises"})
"""Tables whose ``seat`` is left empty in an export."""


def create(path: Path, session: Session, others: Iterable[Step | Action], *, disk: Disk = DISK) -> None:
    """Create the file of a new session, with its steps and initial actions.

    Missing folders are created. Folders and file are accessible to their owner only.

    Raises ``StoreError``: exists, in_use, folder_read_only, disk_full, not_saved.
    """
    tables: DocumentTables = {table: {} for table in TABLES}
    for record in (session, *others):
        kept = encode(record)
        tables[kept.table][str(len(tables[kept.table]) + 1)] = kept.document
    try:
        make_folder(path.parent, disk)
        lock = Lock.take(_lock_path(path))
        try:
            if any(os.path.lexists(taken) for taken in (path, journal.journal_path(path))):
                raise StoreError("exists", file=path.name)
            snapshot.write(path, snapshot.encode(tables, 0), disk)
        finally:
            lock.release()
    except OSError as problem:
        raise folder_fault(problem, path) from problem


def open_session(
    path: Path,
    *,
    read_only: bool = False,
    disk: Disk = DISK,
    check: Callable[[OpenSession], None] | None = None,
    complete: Callable[[Session], Session] = lambda session: session,
) -> OpenSession:
    """Open a session, with an exclusive lock unless ``read_only``.

    ``check`` is called with the session, read-only, before the file is changed in any way; what it raises is passed on.
    ``complete`` gets the session's own record each time it is read from the disk, and returns it with what an older
    version of the program did not store; the file is not written because of that.

    Raises ``StoreError``: no_session, in_use (since, pid), unreadable, damaged (record), newer_format (have,
    know), file_too_large, not_allowed, folder_read_only. The file is unchanged then.
    """
    if read_only:
        kept = OpenSession(path, _read_beside_writer(path, disk), None, disk, complete)
        if check is not None:
            check(kept)
        return kept
    if not os.path.lexists(path):
        raise StoreError("no_session", file=path.name)
    try:
        lock = Lock.take(_lock_path(path))
    except OSError as problem:
        raise folder_fault(problem, path) from problem
    try:
        return OpenSession(path, _read_and_migrate(path, disk, check), lock, disk, complete)
    except BaseException:
        lock.release()
        raise


def _read_and_migrate(path: Path, disk: Disk, check: Callable[[OpenSession], None] | None) -> Contents:
    """The contents of the file. A file of an older format is first copied, then migrated in place."""
    found = contents.read(path, disk)
    if check is not None:
        check(OpenSession(path, found, None, disk))
    if found.torn_bytes:
        log.warning(
            "%s: the last %d bytes were not whole and are left out", journal.journal_path(path).name, found.torn_bytes
        )
    if found.format == FORMAT:
        return found
    try:
        formats.keep_copy(path, found.format, disk)
        snapshot.write(path, snapshot.encode(found.tables, found.version), disk)
    except OSError as problem:
        raise folder_fault(problem, path) from problem
    return contents.read(path, disk)


def delete(path: Path, *, disk: Disk = DISK) -> None:
    """Delete the session file and everything that the store has written beside it.

    Raises ``StoreError``: no_session, in_use, folder_read_only, not_saved.
    """
    if not os.path.lexists(path):
        raise StoreError("no_session", file=path.name)
    try:
        lock = Lock.take(_lock_path(path))
        try:
            # The session file goes last: while it exists, an interrupted deletion can be repeated.
            beside = (
                *formats.copy_paths(path),
                snapshot.temporary_path(path),
                snapshot.previous_path(path),
                journal.journal_path(path),
            )
            for each in (*beside, path):
                disk.remove(each)
            disk.fsync_dir(path.parent)
        finally:
            lock.release()
    except OSError as problem:
        raise folder_fault(problem, path) from problem


def export_copy(store: OpenSession | SessionSnapshot) -> DocumentTables:
    """The session as plain data that TinyDB and ``open_session`` can read, without anything that leads to a seat.

    Left out are the seats' key and tokens, receipts, the undo history, and the seat of every idea, ballot, answer and
    promise. Of join slips, only their number and the number of used ones remain. Documents are ordered by their random
    ids (steps by position), which does not reveal who came first.
    """
    copy: DocumentTables = {}
    for table in TABLES:
        if table in _NOT_EXPORTED:
            continue
        records = [store.session] if table == "session" else getattr(store, table).values()
        key = "position" if table == "steps" else "id"
        found = sorted((encode(record).document for record in records), key=lambda document: document[key])
        copy[table] = {str(number): _export_document(table, each, number) for number, each in enumerate(found, 1)}
    return copy


def _export_document(table: str, document: Document, number: int) -> Document:
    if table in _SEAT_REMOVED:
        return {**document, "seat": ""}
    if table == "seats":
        return {**document, "token": ""}
    if table == "session":
        # Printed slips are not valid in the copy, so its votes are open to all until new slips are made.
        return {**document, "seat_key": "", "slips": False}
    if table == "slips":
        return {**document, "id": f"slip{number}"}
    return dict(document)


def _lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _read_beside_writer(path: Path, disk: Disk) -> Contents:
    """Read a session that another process may be writing. Between our reads of the file and of the journal it may have
    replaced the one and emptied the other, so a damaged journal is read again a few times."""
    for attempt in range(1, READ_ATTEMPTS + 1):
        try:
            return contents.read(path, disk)
        except StoreError as refused:
            if refused.code != "damaged" or attempt == READ_ATTEMPTS:
                raise
        time.sleep(0.05 * attempt)
    raise AssertionError("the last attempt returned or raised")
