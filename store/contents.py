"""Reads a session from disk: the session file, then its journal. Everything is checked before anything is used."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from store import codec, formats, journal, snapshot
from store.codec import Document, UnreadableDocument
from store.database import DocumentTables
from store.disk import Disk, unreadable_error
from store.errors import StoreError
from store.records import FORMAT, TABLES, Record, Session
from store.value_limits import exceeds_value_limits

_NUMBER = re.compile(r"[1-9][0-9]{0,14}")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class JournalEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The body of one journal line: one change."""

    put: DocumentTables = {}
    """Documents that were added or replaced, by table and number."""
    gone: dict[str, list[str]] = {}
    """Numbers of the documents that were removed, by table."""
    key: str = ""
    """Id of the receipt of the answer that caused the change; empty for the facilitator's commands."""


class _Format(msgspec.Struct):
    format: int


class _FormatProbe(msgspec.Struct):
    """The part of a session file that all formats have in common."""

    session: dict[str, _Format]


@dataclass
class Contents:
    """A session as it is stored on disk."""

    version: int
    tables: DocumentTables
    records: dict[str, dict[str, Record]]
    """Table -> record id -> record."""
    journal_bytes: int = 0
    """Bytes of the journal to keep; 0 if it ends before the session file's version, since then no line can follow."""
    has_journal: bool = False
    """Whether the journal is not empty."""
    torn_bytes: int = 0
    """Bytes of an incomplete write at the end of the journal. They were never acknowledged."""
    format: int = FORMAT
    """Format of the file on disk. The tables here are in the current format."""

    @property
    def session(self) -> Session:
        """The session's own record, the only one of its table."""
        (session,) = self.records["session"].values()
        assert isinstance(session, Session)
        return session

    def complete_session(self, complete: Callable[[Session], Session]) -> None:
        """Replace the session's own record by what ``complete`` makes of it."""
        old = self.session
        new = complete(old)
        if new is not old:
            (number,) = self.tables["session"]
            kept = codec.encode(new)
            self.tables["session"][number], self.records["session"][old.id] = kept.document, kept.record

    def put(self, table: str, number: str, document: Document) -> None:
        """Add or replace a document. Raises ``UnreadableDocument``, also for an id that another document has."""
        (record,) = codec.decode(table, [document])
        if not _NUMBER.fullmatch(number):
            raise UnreadableDocument(table)
        self.remove(table, number)
        if record.id in self.records[table]:
            raise UnreadableDocument(table)
        self.tables[table][number], self.records[table][record.id] = codec.complete_fields(table, document, record)

    def remove(self, table: str, number: str) -> None:
        """Remove a document; it need not be there."""
        # Both views of a document go together, or a record would remain without its document.
        if (old := self.tables[table].pop(number, None)) is not None:
            del self.records[table][old["id"]]


def read(path: Path, disk: Disk, upto: int | None = None) -> Contents:
    """The session as it was last saved. Never writes.

    ``upto``: read only so many bytes of the journal, those known to be on disk; None reads all complete lines. Raises
    ``StoreError``: no_session, unreadable, damaged (record), newer_format (have, know), file_too_large, not_allowed.
    """
    with gc_paused():
        return _read(path, disk, upto)


@contextlib.contextmanager
def gc_paused() -> Iterator[None]:
    """Disable the cyclic garbage collector for a while.

    While many lasting objects are created, it would traverse all of them again and again and find nothing to free.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _read(path: Path, disk: Disk, upto: int | None) -> Contents:
    contents = _file_contents(path, disk.read(path, snapshot.MAX_BYTES))
    found, whole, size = journal.read(path, contents.session.id, contents.version + 1, disk, upto)
    for record, line in enumerate(found, 1):
        if line.sequence <= contents.version:
            continue  # the program ended after it replaced the file, and before it emptied the journal
        try:
            if line.sequence != contents.version + 1:
                raise UnreadableDocument("journal")
            _apply(contents, msgspec.json.decode(line.body, type=JournalEntry))
        except (UnreadableDocument, KeyError, msgspec.MsgspecError, ValueError, RecursionError) as wrong:
            raise StoreError("damaged", file=journal.journal_path(path).name, record=record) from wrong
        contents.version = line.sequence
    # Lines that the file already includes are kept until the journal is emptied: while they exist, opening knows that
    # a checkpoint was interrupted. But a journal that ends before the file's version cannot be continued.
    contents.journal_bytes = whole if found and found[-1].sequence == contents.version else 0
    contents.has_journal, contents.torn_bytes = size > 0, size - whole
    return contents


def _apply(contents: Contents, entry: JournalEntry) -> None:
    for table, numbers in entry.gone.items():
        for number in numbers:
            contents.remove(table, number)
    for table, documents in formats.migrate(entry.put, contents.format).items():
        for number, document in documents.items():
            contents.put(table, number, document)
    # A change may replace the session's own record, but must not add or remove one.
    if len(contents.records["session"]) != 1:
        raise UnreadableDocument("session")


def _file_contents(path: Path, data: bytes) -> Contents:
    """The contents of the session file, without its journal. Raises ``StoreError``."""
    tables, have = tables_of(path, data)
    try:
        contents = _checked_contents(tables)
        contents.format = have
        return contents
    except UnreadableDocument as wrong:
        raise unreadable_error(path, wrong.place) from wrong


def tables_of(path: Path, data: bytes) -> tuple[DocumentTables, int]:
    """The tables of a session file, migrated to the current format, and the format of the file.

    The documents in them are not checked yet. Raises ``StoreError``.
    """
    data = data.removeprefix(BYTE_ORDER_MARK)
    if exceeds_value_limits(data):
        raise unreadable_error(path)
    tables: DocumentTables = {}
    with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
        tables = msgspec.json.decode(data, type=DocumentTables)
    try:
        # A file of a newer format may have another structure, but should be refused as newer and not as unreadable.
        peek = msgspec.convert(tables, _FormatProbe) if tables else msgspec.json.decode(data, type=_FormatProbe)
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise unreadable_error(path) from wrong
    have = max((each.format for each in peek.session.values()), default=0)
    if have > FORMAT:
        raise StoreError("newer_format", file=path.name, have=have, know=FORMAT)
    if not tables or len(peek.session) != 1 or not formats.is_readable(have):
        raise unreadable_error(path, "session")
    try:
        return formats.migrate(tables, have), have
    except UnreadableDocument as wrong:
        raise unreadable_error(path, wrong.place) from wrong


def _checked_contents(tables: DocumentTables) -> Contents:
    """The contents, checked and completed: all tables, all fields of each document. Raises ``UnreadableDocument``."""
    version = version_of(tables.pop(snapshot.STORE_TABLE, {}))
    if any(documents for name, documents in tables.items() if name not in TABLES):
        raise UnreadableDocument("")  # an unknown table with data: ignoring it would lose the data at the next save
    whole: DocumentTables = {}
    records: dict[str, dict[str, Record]] = {}
    for table in TABLES:
        documents = tables.get(table, {})
        # Numbers in another spelling (a leading zero, a sign) could name one document twice.
        if not all(map(_NUMBER.fullmatch, documents)):
            raise UnreadableDocument(table)
        # The whole table is decoded in one call, which is much faster than one call per document.
        found = codec.decode(table, documents.values())
        whole[table], records[table] = documents, {record.id: record for record in found}
        if not all(len(document) == len(codec.FIELDS[table]) for document in documents.values()):
            for number, record in zip(documents, found, strict=True):
                whole[table][number], records[table][record.id] = codec.complete_fields(
                    table, documents[number], record
                )
        if len(records[table]) != len(found):
            raise UnreadableDocument(table)
    return Contents(version, whole, records)


def version_of(documents: Mapping[str, dict[str, Any]]) -> int:
    """Number of the last change in the file; 0 for an exported copy, which has none. Raises ``UnreadableDocument``."""
    if not documents:
        return 0
    version = documents.get("1", {}).get("version")
    if type(version) is not int or not 0 <= version < 10**9:
        raise UnreadableDocument(snapshot.STORE_TABLE)
    return version
