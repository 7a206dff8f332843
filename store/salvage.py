"""Copies the readable part of a damaged session to a new session file. The damaged one is only read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from store import contents, formats, journal, snapshot
from store.codec import Document, UnreadableDocument
from store.contents import Contents, JournalEntry
from store.disk import DISK, Disk, folder_fault, make_folder, unreadable_error
from store.errors import StoreError
from store.records import TABLES

SALVAGEABLE = frozenset({"unreadable", "damaged"})
"""Error codes after which part of a session may be salvageable."""


@dataclass(frozen=True, kw_only=True)
class SalvageReport:
    """What a salvaged copy contains, and what is lost."""

    document_counts: Mapping[str, int] = field(default_factory=dict)
    """Table -> number of documents in the copy."""
    documents_lost: int = 0
    """Number of documents of the session file that could not be read."""
    changes_lost: int = 0
    """Number of changes in the journal that could not be read, or not be applied completely."""
    record: int = 0
    """Number of the first damaged record of the journal; 0 if there is none."""
    older: bool = False
    """Whether the previous session file was used, because the current one could not be read."""


def examine(path: Path, *, disk: Disk = DISK) -> SalvageReport:
    """What a copy would contain. Raises ``StoreError`` like ``open_session`` when nothing can be salvaged."""
    return _salvage_contents(path, disk)[1]


def salvage(path: Path, target: Path, *, disk: Disk = DISK) -> SalvageReport:
    """Write the readable part of the session at ``path`` to ``target``, which must not exist.

    Raises ``StoreError``: exists; like ``open_session`` when nothing can be salvaged; disk_full, folder_read_only ...
    """
    if os.path.lexists(target):
        raise StoreError("exists", file=target.name)
    found, saved = _salvage_contents(path, disk)
    try:
        make_folder(target.parent, disk)
        snapshot.write(target, snapshot.encode(found.tables, found.version), disk)
    except OSError as problem:
        raise folder_fault(problem, target) from problem
    return saved


def _salvage_contents(path: Path, disk: Disk) -> tuple[Contents, SalvageReport]:
    found, documents_lost, older = _base_contents(path, disk)
    lines, record = journal.whole_lines(path, found.session.id, disk)
    changes_lost = 0
    for line in lines:
        if line.sequence <= found.version:
            continue
        changes_lost += line.sequence - found.version - 1  # a gap in the sequence numbers
        found.version = line.sequence
        # Later changes are applied even after a lost one: a copy with gaps is worth more than one that ends there.
        changes_lost += not _apply(found, line.body)
    return found, SalvageReport(
        document_counts={table: len(documents) for table, documents in found.tables.items()},
        documents_lost=documents_lost,
        changes_lost=changes_lost + (record > len(lines)),  # damage after the last complete line leaves no gap
        record=record,
        older=older,
    )


def _base_contents(path: Path, disk: Disk) -> tuple[Contents, int, bool]:
    """The session file, or else the previous one: its contents, the number of documents lost, whether it is the
    previous one. Raises ``StoreError``."""
    try:
        return *_readable_contents(path, disk), False
    except StoreError as refused:
        # Errors such as a missing permission or a newer format do not mean damage; an older file would hide the cause.
        if refused.code not in SALVAGEABLE:
            raise
        try:
            return *_readable_contents(snapshot.previous_path(path), disk), True
        except StoreError:
            raise refused from None


def _readable_contents(path: Path, disk: Disk) -> tuple[Contents, int]:
    """Every document that can be read, and the number of those that cannot. Raises ``StoreError`` if the session's own
    document is not among them."""
    tables, have = contents.tables_of(path, disk.read(path, snapshot.MAX_BYTES))
    store = tables.pop(snapshot.STORE_TABLE, {})
    found = Contents(_version(store), {table: {} for table in TABLES}, {table: {} for table in TABLES}, format=have)
    lost = sum(len(documents) for table, documents in tables.items() if table not in TABLES)
    for table in TABLES:
        for number, document in tables.get(table, {}).items():
            lost += not _put(found, table, number, document)
    if len(found.records["session"]) != 1:
        raise unreadable_error(path, "session")
    return found, lost


def _version(store: Mapping[str, Document]) -> int:
    try:
        return contents.version_of(store)
    except UnreadableDocument:
        return 0  # read the whole journal: its changes are newer than the file, or already included in it


def _put(found: Contents, table: str, number: str, document: Document) -> bool:
    try:
        found.put(table, number, document)
    except UnreadableDocument:
        return False
    return True


def _apply(found: Contents, body: bytes) -> bool:
    """Apply as much of a change as possible; whether all of it was applied."""
    try:
        entry = msgspec.json.decode(body, type=JournalEntry)
        put = formats.migrate(entry.put, found.format)
    except (msgspec.MsgspecError, ValueError, RecursionError, UnreadableDocument):
        return False
    for table, numbers in entry.gone.items():
        for number in numbers if table in TABLES and table != "session" else ():
            found.remove(table, number)
    whole = True
    for table, documents in put.items():
        for number, document in documents.items():
            whole &= table in TABLES and _put(found, table, number, document)
    return whole
