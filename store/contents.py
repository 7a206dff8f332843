"""Reading a session from disk: the file, then what its journal adds. All of it is checked before any is used."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterator, Mapping
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
    """What one line of the journal says: one change."""

    put: DocumentTables = {}
    """Documents added or replaced, by table and number."""
    gone: dict[str, list[str]] = {}
    """Numbers of documents removed, by table."""
    key: str = ""
    """The receipt's id of the answer that caused the change; empty for the facilitator's acts."""


class _Format(msgspec.Struct):
    format: int


class _FormatProbe(msgspec.Struct):
    """As much of a session file as every format has."""

    session: dict[str, _Format]


@dataclass
class Contents:
    """A session as the disk has it."""

    version: int
    tables: DocumentTables
    records: dict[str, dict[str, Record]]
    """Table -> our own id -> record."""
    journal_bytes: int = 0
    """Bytes of the journal to keep: none if it ends before the file does; what follows them is torn."""
    has_journal: bool = False
    """Whether there is anything in the journal at all."""
    torn_bytes: int = 0
    """Bytes at the end of the journal that were on their way when the program ended, and were promised to nobody."""
    format: int = FORMAT
    """What the file on disk has; what is here is in ours."""

    @property
    def session(self) -> Session:
        """The one record of its table."""
        (session,) = self.records["session"].values()
        assert isinstance(session, Session)
        return session

    def put(self, table: str, number: str, document: Document) -> None:
        """Add or replace a document. Raises ``Unreadable``."""
        (record,) = codec.decode(table, [document])
        if not _NUMBER.fullmatch(number):
            raise UnreadableDocument(table)
        self.remove(table, number)
        if record.id in self.records[table]:
            raise UnreadableDocument(table)
        self.tables[table][number], self.records[table][record.id] = codec.complete_fields(table, document, record)

    def remove(self, table: str, number: str) -> None:
        """Remove a document; it need not be there."""
        if (old := self.tables[table].pop(number, None)) is not None:
            del self.records[table][old["id"]]


def read(path: Path, disk: Disk, upto: int | None = None) -> Contents:
    """The session as it was last saved. Raises ``StoreError``; never writes.

    ``upto`` is how much of the journal is known to be on the disk; None believes all of it that is whole.
    """
    with gc_paused():
        return _read(path, disk, upto)


@contextlib.contextmanager
def gc_paused() -> Iterator[None]:
    """Python's collector walks through all that there is again and again while many objects are made that stay."""
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
            continue  # the file was replaced, and there was no time left to cut the journal
        try:
            if line.sequence != contents.version + 1:
                raise UnreadableDocument("journal")
            _apply(contents, msgspec.json.decode(line.body, type=JournalEntry))
        except (UnreadableDocument, KeyError, msgspec.MsgspecError, ValueError, RecursionError) as wrong:
            raise StoreError("damaged", file=journal.journal_path(path).name, record=record) from wrong
        contents.version = line.sequence
    # Lines that the file holds already stay until the cut: while they are there, it is known that a cut is to come.
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
    if len(contents.records["session"]) != 1:
        raise UnreadableDocument("session")


def _file_contents(path: Path, data: bytes) -> Contents:
    """What the session file says, without its journal."""
    tables, have = tables_of(path, data)
    try:
        contents = _checked_contents(tables)
        contents.format = have
        return contents
    except UnreadableDocument as wrong:
        raise unreadable_error(path, wrong.place) from wrong


def tables_of(path: Path, data: bytes) -> tuple[DocumentTables, int]:
    """The tables of a session file in our format, and its format; contents are not checked. Raises ``StoreError``."""
    data = data.removeprefix(BYTE_ORDER_MARK)
    if exceeds_value_limits(data):
        raise unreadable_error(path)
    tables: DocumentTables = {}
    with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
        tables = msgspec.json.decode(data, type=DocumentTables)
    try:
        # A file of a newer format may have another shape, and is called newer all the same.
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
    """Checked and complete: every table is there, every document has all fields. Raises ``Unreadable``."""
    version = version_of(tables.pop(snapshot.STORE_TABLE, {}))
    if any(documents for name, documents in tables.items() if name not in TABLES):
        raise UnreadableDocument("")  # leaving it out would lose somebody's data at the next save
    whole: DocumentTables = {}
    records: dict[str, dict[str, Record]] = {}
    for table in TABLES:
        documents = tables.get(table, {})
        if not all(map(_NUMBER.fullmatch, documents)):
            raise UnreadableDocument(table)
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
    """The number of the last change in the file; 0 for an exported copy, which has none."""
    if not documents:
        return 0
    version = documents.get("1", {}).get("version")
    if type(version) is not int or not 0 <= version < 10**9:
        raise UnreadableDocument(snapshot.STORE_TABLE)
    return version
