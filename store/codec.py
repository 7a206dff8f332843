"""Converts between records and documents (plain data, as TinyDB stores them), with all checks.

No document is trusted: its fields, types, depth, lengths and every text are checked, both when it was read from a file
and when it is about to be written to one. So what was written can always be read again.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from store.errors import UncleanText
from store.records import TABLE_OF, TABLES, Record
from store.text import all_plain, check

Document = dict[str, Any]

MAX_CHARACTERS = 10_000
"""Characters of one text in a file; what people type is limited to far fewer."""

MAX_DEPTH = 12
"""Nesting of lists and mappings in one document; the settings of a step need four levels."""

MAX_ID_LENGTH = 100
"""Characters of an id."""
FIELDS: Mapping[str, Mapping[str, None]] = {
    table: dict.fromkeys(record.__struct_fields__) for table, record in TABLES.items()
}
"""Names of the fields of each table's documents, in order."""

_VALUES = {table: attrgetter(*names) for table, names in FIELDS.items()}
"""Table -> function that reads all fields. By name, since a record decoded from a document with missing fields has
their defaults only as class attributes, not in its ``__dict__``."""

_JSON = msgspec.json.Encoder()
_READERS = {table: msgspec.json.Decoder(record) for table, record in TABLES.items()}
_LISTS: Mapping[str, Any] = {table: types.GenericAlias(list, record) for table, record in TABLES.items()}


class UnreadableDocument(Exception):
    """A document that is not a valid record; ``place`` names it as ``table id`` or ``table number``."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


_SCALARS = frozenset({str, int, bool, type(None)})


class EncodedRecord(NamedTuple):
    """A record in its stored form. ``record`` is a copy that shares no mutable value with the caller's record."""

    table: str
    document: Document
    record: Record
    size: int
    """Approximate size of the document as JSON, in bytes."""


def encode(record: Record) -> EncodedRecord:
    """The record in its stored form.

    Raises ``ValueError`` (``UncleanText`` for text) for a record that could not be read again: a programming error.
    """
    table = TABLE_OF[type(record)]
    values = _VALUES[table](record)
    document = dict(zip(FIELDS[table], values, strict=True))
    if _SCALARS.issuperset(map(type, values)):
        return _encode_flat(table, document)
    # Encoding and decoding gives the size, a deep copy, and JSON's own types (lists for tuples) in one go.
    data = _JSON.encode(document)
    document = msgspec.json.decode(data)
    try:
        if all_plain(_texts(table, (document,))):
            kept = _READERS[table].decode(data)
            if 0 < len(kept.id) <= MAX_ID_LENGTH:
                return EncodedRecord(table, document, kept, len(data))
    except (msgspec.MsgspecError, ValueError):
        pass
    return EncodedRecord(table, document, _checked_record(table, document), len(data))


def _encode_flat(table: str, document: Document) -> EncodedRecord:
    """Like ``encode``, for a document of immutable values, which needs no copy."""
    texts = [value for value in document.values() if type(value) is str]
    characters = sum(map(len, texts))
    size = 6 * characters + 400  # an upper estimate: six bytes for an escaped character, and the field names
    try:
        if characters <= MAX_CHARACTERS and all_plain(texts):
            kept: Record = msgspec.convert(document, TABLES[table])
            if 0 < len(kept.id) <= MAX_ID_LENGTH:
                return EncodedRecord(table, document, kept, size)
    except (msgspec.MsgspecError, ValueError):
        pass
    return EncodedRecord(table, document, _checked_record(table, document), size)


def _checked_record(table: str, document: Document) -> Record:
    """The record of one document, or the exact reason why it is invalid: ``ValueError``, ``UncleanText`` for text."""
    try:
        return decode(table, [document])[0]
    except UnreadableDocument as wrong:
        if isinstance(wrong.__cause__, UncleanText):
            raise wrong.__cause__ from wrong
        raise ValueError(f"{wrong.place} cannot be kept: {wrong.__cause__}") from wrong


def decode(table: str, documents: Iterable[Document]) -> list[Record]:
    """The records of one table's documents; missing fields get their defaults. Raises ``UnreadableDocument``."""
    found = list(documents)
    try:
        if all_plain(_texts(table, found)):
            return _records(table, found)
    except (msgspec.MsgspecError, ValueError):
        pass
    # The fast check of all documents together failed: check each by itself, so that the invalid one can be named.
    return [_decode_one(table, number, document) for number, document in enumerate(found, 1)]


def complete_fields(table: str, document: Document, record: Record) -> tuple[Document, Record]:
    """The document and the record with all fields: a document from an older version may lack some."""
    if len(document) == len(FIELDS[table]):
        return document, record
    kept = encode(record)
    return kept.document, kept.record


def _decode_one(table: str, number: int, document: Document) -> Record:
    try:
        for text in _texts(table, [document]):
            check(text)
        return _records(table, [document])[0]
    except (msgspec.MsgspecError, ValueError) as wrong:
        name = document.get("id")
        named = isinstance(name, str) and name.isascii() and name.isalnum() and len(name) <= MAX_ID_LENGTH
        raise UnreadableDocument(f"{table} {name if named else number}") from wrong


def _records(table: str, documents: list[Document]) -> list[Record]:
    """The records, with types and ids checked but not texts. Raises ``ValueError`` or msgspec's ``ValidationError``."""
    records: list[Record] = msgspec.convert(documents, _LISTS[table])
    if not all(0 < len(record.id) <= MAX_ID_LENGTH for record in records):
        raise ValueError("an id is empty or too long")
    return records


def _texts(table: str, documents: Iterable[Document]) -> list[str]:
    """Every string in the documents, including the keys of mappings.

    Raises ``ValueError`` for unknown fields, texts that are too long, or nesting that is too deep.
    """
    texts: list[str] = []
    known = FIELDS[table].keys()
    for document in documents:
        if not document.keys() <= known:
            raise ValueError("a field is not known")
        for value in document.values():
            if type(value) is str:
                texts.append(value)
            elif type(value) is dict or type(value) is list:
                _collect_texts(value, texts, MAX_DEPTH)
    if texts and len(max(texts, key=len)) > MAX_CHARACTERS:
        raise ValueError("a text is too long")
    return texts


def _collect_texts(value: dict[str, object] | list[object], texts: list[str], depth: int) -> None:
    if depth == 0:
        raise ValueError("nested too deeply")
    inner: Iterable[object] = value
    if type(value) is dict:
        texts.extend(value)
        inner = value.values()
    for each in inner:
        if type(each) is str:
            texts.append(each)
        elif type(each) is dict or type(each) is list:
            _collect_texts(each, texts, depth - 1)
