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
from store.codec import Document, Unreadable
from store.database import Tables
from store.disk import Disk, unreadable
from store.errors import StoreError
from store.records import FORMAT, TABLES, Record, Session
from store.value_limits import too_rich

_NUMBER = re.compile(r"[1-9][0-9]{0,14}")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Entry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What one line of the journal says: one change."""

    put: Tables = {}
    """Documents added or replaced, by table and number."""
    gone: dict[str, list[str]] = {}
    """Numbers of documents removed, by table."""
    key: str = ""
    """The receipt's id of the answer that caused the change; empty for the facilitator's acts."""


class _Format(msgspec.Struct):
    format: int


class _Peek(msgspec.Struct):
    """As much of a session file as every format has."""

    session: dict[str, _Format]


@dataclass
class Contents:
    """A session as the disk has it."""

    version: int
    tables: Tables
    records: dict[str, dict[str, Record]]
    """Table -> our own id -> record."""
    whole: int = 0
    """Bytes of the journal to keep: none if it ends before the file does; what follows them is torn."""
    leftover: bool = False
    """Whether there is anything in the journal at all."""
    torn: int = 0
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
            raise Unreadable(table)
        self.remove(table, number)
        if record.id in self.records[table]:
            raise Unreadable(table)
        self.tables[table][number], self.records[table][record.id] = codec.complete(table, document, record)

    def remove(self, table: str, number: str) -> None:
        """Remove a document; it need not be there."""
        if (old := self.tables[table].pop(number, None)) is not None:
            del self.records[table][old["id"]]


def read(path: Path, disk: Disk, upto: int | None = None) -> Contents:
    """The session as it was last saved. Raises ``StoreError``; never writes.

    ``upto`` is how much of the journal is known to be on the disk; None believes all of it that is whole.
    """
    with collector_at_rest():
        return _read(path, disk, upto)


@contextlib.contextmanager
def collector_at_rest() -> Iterator[None]:
    """Python's collector walks through all that there is again and again while many objects are made that stay."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _read(path: Path, disk: Disk, upto: int | None) -> Contents:
    contents = _file(path, disk.read(path, snapshot.MOST_BYTES))
    found, whole, size = journal.read(path, contents.session.id, contents.version + 1, disk, upto)
    for record, line in enumerate(found, 1):
        if line.sequence <= contents.version:
            continue  # the file was replaced, and there was no time left to cut the journal
        try:
            if line.sequence != contents.version + 1:
                raise Unreadable("journal")
            _apply(contents, msgspec.json.decode(line.body, type=Entry))
        except (Unreadable, KeyError, msgspec.MsgspecError, ValueError, RecursionError) as wrong:
            raise StoreError("damaged", file=journal.beside(path).name, record=record) from wrong
        contents.version = line.sequence
    # Lines that the file holds already stay until the cut: while they are there, it is known that a cut is to come.
    contents.whole = whole if found and found[-1].sequence == contents.version else 0
    contents.leftover, contents.torn = size > 0, size - whole
    return contents


def _apply(contents: Contents, entry: Entry) -> None:
    for table, numbers in entry.gone.items():
        for number in numbers:
            contents.remove(table, number)
    for table, documents in formats.renewed(entry.put, contents.format).items():
        for number, document in documents.items():
            contents.put(table, number, document)
    if len(contents.records["session"]) != 1:
        raise Unreadable("session")


def _file(path: Path, data: bytes) -> Contents:
    """What the session file says, without its journal."""
    tables, have = tables_of(path, data)
    try:
        contents = _contents(tables)
        contents.format = have
        return contents
    except Unreadable as wrong:
        raise unreadable(path, wrong.place) from wrong


def tables_of(path: Path, data: bytes) -> tuple[Tables, int]:
    """The tables of a session file, in our format, and its own; what is in them is not checked. Raises ``StoreError``.
    """
    data = data.removeprefix(BYTE_ORDER_MARK)
    if too_rich(data):
        raise unreadable(path)
    tables: Tables = {}
    with contextlib.suppress(msgspec.MsgspecError, ValueError, RecursionError):
        tables = msgspec.json.decode(data, type=Tables)
    try:
        # A file of a newer format may have another shape, and is called newer all the same.
        peek = msgspec.convert(tables, _Peek) if tables else msgspec.json.decode(data, type=_Peek)
    except (msgspec.MsgspecError, ValueError, RecursionError) as wrong:
        raise unreadable(path) from wrong
    have = max((each.format for each in peek.session.values()), default=0)
    if have > FORMAT:
        raise StoreError("newer_format", file=path.name, have=have, know=FORMAT)
    if not tables or len(peek.session) != 1 or not formats.known(have):
        raise unreadable(path, "session")
    try:
        return formats.renewed(tables, have), have
    except Unreadable as wrong:
        raise unreadable(path, wrong.place) from wrong


def _contents(tables: Tables) -> Contents:
    """Checked and complete: every table is there, every document has all fields. Raises ``Unreadable``."""
    version = version_of(tables.pop(snapshot.STORE_TABLE, {}))
    if any(documents for name, documents in tables.items() if name not in TABLES):
        raise Unreadable("")  # leaving it out would lose somebody's data at the next save
    whole: Tables = {}
    records: dict[str, dict[str, Record]] = {}
    for table in TABLES:
        documents = tables.get(table, {})
        if not all(map(_NUMBER.fullmatch, documents)):
            raise Unreadable(table)
        found = codec.decode(table, documents.values())
        whole[table], records[table] = documents, {record.id: record for record in found}
        if not all(len(document) == len(codec.FIELDS[table]) for document in documents.values()):
            for number, record in zip(documents, found, strict=True):
                whole[table][number], records[table][record.id] = codec.complete(table, documents[number], record)
        if len(records[table]) != len(found):
            raise Unreadable(table)
    return Contents(version, whole, records)


def version_of(documents: Mapping[str, dict[str, Any]]) -> int:
    """The number of the last change in the file; 0 for an exported copy, which has none."""
    if not documents:
        return 0
    version = documents.get("1", {}).get("version")
    if type(version) is not int or not 0 <= version < 10**9:
        raise Unreadable(snapshot.STORE_TABLE)
    return version
