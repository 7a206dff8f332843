"""Sessions on disk: create, open, list, copy out, delete. The way into the store for the floors above."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from store import contents, formats, journal, snapshot
from store.codec import Document, encode
from store.contents import Contents
from store.database import Tables
from store.disk import DISK, Disk, folder_fault, make_folder
from store.errors import StoreError
from store.listing import Listing, listed
from store.lock import Lock
from store.open_session import Kept
from store.records import FORMAT, TABLES, Action, Session, Step
from store.session_snapshot import Still, still

__all__ = ["Kept", "Listing", "Still", "create", "delete", "export_copy", "listed", "open_session", "still"]

READ_ATTEMPTS = 5
log = logging.getLogger(__name__)
_NOT_EXPORTED = frozenset({"receipts", "history"})
_SEATLESS = frozenset({"ideas", "ballots", "answers", "promises"})


def create(path: Path, session: Session, others: Iterable[Step | Action], *, disk: Disk = DISK) -> None:
    """Make the file of a new session, with its steps and the actions that it begins with.

    Raises ``StoreError``: exists, in_use, folder_read_only, disk_full, not_saved.

    Folders that are missing are made, for their owner alone; so is the file.
    """
    tables: Tables = {table: {} for table in TABLES}
    for record in (session, *others):
        kept = encode(record)
        tables[kept.table][str(len(tables[kept.table]) + 1)] = kept.document
    try:
        make_folder(path.parent, disk)
        lock = Lock.take(_lock_of(path))
        try:
            if any(os.path.lexists(taken) for taken in (path, journal.beside(path))):
                raise StoreError("exists", file=path.name)
            snapshot.write(path, snapshot.encode(tables, 0), disk)
        finally:
            lock.release()
    except OSError as problem:
        raise folder_fault(problem, path) from problem


def open_session(
    path: Path, *, read_only: bool = False, disk: Disk = DISK, check: Callable[[Kept], None] | None = None
) -> Kept:
    """Open a session; ours alone, unless it is opened to be read only.

    ``check`` looks at it, to read only, before anything is done to the file: whatever it raises is the refusal.

    Raises ``StoreError``: no_session, in_use (since, pid), unreadable, damaged (record), newer_format (have,
    know), file_too_large, not_allowed, folder_read_only. A file that is refused is not touched.
    """
    if read_only:
        kept = Kept(path, _read_beside_writer(path, disk), None, disk)
        if check is not None:
            check(kept)
        return kept
    if not os.path.lexists(path):
        raise StoreError("no_session", file=path.name)
    try:
        lock = Lock.take(_lock_of(path))
    except OSError as problem:
        raise folder_fault(problem, path) from problem
    try:
        return Kept(path, _in_our_format(path, disk, check), lock, disk)
    except BaseException:
        lock.release()
        raise


def _in_our_format(path: Path, disk: Disk, check: Callable[[Kept], None] | None) -> Contents:
    """What the file says. One of an older format is kept as a copy and written anew before anything else is."""
    found = contents.read(path, disk)
    if check is not None:
        check(Kept(path, found, None, disk))
    if found.torn:
        log.warning("%s: the last %d bytes were not whole and are left out", journal.beside(path).name, found.torn)
    if found.format == FORMAT:
        return found
    try:
        formats.keep(path, found.format, disk)
        snapshot.write(path, snapshot.encode(found.tables, found.version), disk)
    except OSError as problem:
        raise folder_fault(problem, path) from problem
    return contents.read(path, disk)


def delete(path: Path, *, disk: Disk = DISK) -> None:
    """Remove the session and everything the store keeps beside it. Raises ``StoreError``: no_session, in_use ..."""
    if not os.path.lexists(path):
        raise StoreError("no_session", file=path.name)
    try:
        lock = Lock.take(_lock_of(path))
        try:
            # The file goes last: while it is there, the rest can be found and removed by trying again.
            beside = (*formats.copies(path), snapshot.temporary(path), snapshot.previous(path), journal.beside(path))
            for each in (*beside, path):
                disk.remove(each)
            disk.fsync_dir(path.parent)
        finally:
            lock.release()
    except OSError as problem:
        raise folder_fault(problem, path) from problem


def export_copy(kept: Kept | Still) -> Tables:
    """The session as plain data that stock TinyDB and ``open_session`` read, with nothing that leads to a seat.

    Without the key and tokens of seats, receipts, what can be undone, and whose an idea, ballot, answer or promise
    is; of join slips only how many there are and how many were used. Documents stand in the order of their random ids
    (steps in theirs), which says nothing about who came first.
    """
    copy: Tables = {}
    for table in TABLES:
        if table in _NOT_EXPORTED:
            continue
        records = [kept.session] if table == "session" else getattr(kept, table).values()
        key = "position" if table == "steps" else "id"
        found = sorted((encode(record).document for record in records), key=lambda document: document[key])
        copy[table] = {str(number): _exported(table, each, number) for number, each in enumerate(found, 1)}
    return copy


def _exported(table: str, document: Document, number: int) -> Document:
    if table in _SEATLESS:
        return {**document, "seat": ""}
    if table == "seats":
        return {**document, "token": ""}
    if table == "session":
        # What was printed opens nothing in the copy: its votes are open to all until new slips are made.
        return {**document, "seat_key": "", "slips": False}
    if table == "slips":
        return {**document, "id": f"slip{number}"}
    return dict(document)


def _lock_of(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _read_beside_writer(path: Path, disk: Disk) -> Contents:
    """Read while another process may write: between file and journal it may have replaced the one, cut the other."""
    for attempt in range(1, READ_ATTEMPTS + 1):
        try:
            return contents.read(path, disk)
        except StoreError as refused:
            if refused.code != "damaged" or attempt == READ_ATTEMPTS:
                raise
        time.sleep(0.05 * attempt)
    raise AssertionError("the last attempt returned or raised")
