"""Between records and documents (plain data, as TinyDB keeps them). Whatever becomes a record is checked here.

A document is taken from nobody on trust: fields, types, depth, lengths and every text in it are checked, whether
it was read from a file or is about to be written to one. So what was written can always be read again.
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

MOST_CHARACTERS = 10_000
"""In one text of a file; what people type is held to far less."""

MOST_DEPTH = 12
"""Lists and mappings within each other in one document; the settings of a step need four."""

MOST_ID = 100
FIELDS: Mapping[str, Mapping[str, None]] = {
    table: dict.fromkeys(record.__struct_fields__) for table, record in TABLES.items()
}
"""Names of the fields of each table's documents, in order."""

_VALUES = {table: attrgetter(*names) for table, names in FIELDS.items()}
"""By name, for a record made from a document with fields missing has their defaults on its class alone."""

_JSON = msgspec.json.Encoder()
_READERS = {table: msgspec.json.Decoder(record) for table, record in TABLES.items()}
_LISTS: Mapping[str, Any] = {table: types.GenericAlias(list, record) for table, record in TABLES.items()}


class Unreadable(Exception):
    """A document that is no record of ours; ``place`` names it as ``table id`` or ``table number``."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


_SCALARS = frozenset({str, int, bool, type(None)})


class Encoded(NamedTuple):
    """A record as it is kept; ``record`` is a new one that shares nothing that can change with the caller's."""

    table: str
    document: Document
    record: Record
    size: int
    """About how many bytes the document takes as JSON."""


def encode(record: Record) -> Encoded:
    """The record as it is kept.

    Raises ``ValueError`` (``UncleanText`` for text) for a record that could not be read again: a mistake of ours.
    """
    table = TABLE_OF[type(record)]
    values = _VALUES[table](record)
    document = dict(zip(FIELDS[table], values, strict=True))
    if _SCALARS.issuperset(map(type, values)):
        return _flat(table, document)
    data = _JSON.encode(document)
    document = msgspec.json.decode(data)
    try:
        if all_plain(_texts(table, (document,))):
            kept = _READERS[table].decode(data)
            if 0 < len(kept.id) <= MOST_ID:
                return Encoded(table, document, kept, len(data))
    except (msgspec.MsgspecError, ValueError):
        pass
    return Encoded(table, document, _sound(table, document), len(data))


def _flat(table: str, document: Document) -> Encoded:
    """As ``encode``: a document of plain values needs no copy."""
    texts = [value for value in document.values() if type(value) is str]
    characters = sum(map(len, texts))
    size = 6 * characters + 400
    try:
        if characters <= MOST_CHARACTERS and all_plain(texts):
            kept: Record = msgspec.convert(document, TABLES[table])
            if 0 < len(kept.id) <= MOST_ID:
                return Encoded(table, document, kept, size)
    except (msgspec.MsgspecError, ValueError):
        pass
    return Encoded(table, document, _sound(table, document), size)


def _sound(table: str, document: Document) -> Record:
    """The record of one document, looked at closely. Raises ``ValueError``, ``UncleanText`` for text."""
    try:
        return decode(table, [document])[0]
    except Unreadable as wrong:
        if isinstance(wrong.__cause__, UncleanText):
            raise wrong.__cause__ from wrong
        raise ValueError(f"{wrong.place} cannot be kept: {wrong.__cause__}") from wrong


def decode(table: str, documents: Iterable[Document]) -> list[Record]:
    """The records of documents of one table. Raises ``Unreadable``. Fields that are missing get their defaults."""
    found = list(documents)
    try:
        if all_plain(_texts(table, found)):
            return _records(table, found)
    except (msgspec.MsgspecError, ValueError):
        pass
    # Something is unusual: look at each document by itself, so that the one that is wrong can be named.
    return [_decode_one(table, number, document) for number, document in enumerate(found, 1)]


def complete(table: str, document: Document, record: Record) -> tuple[Document, Record]:
    """Document and record with all their fields: an older file may lack some."""
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
        named = isinstance(name, str) and name.isascii() and name.isalnum() and len(name) <= MOST_ID
        raise Unreadable(f"{table} {name if named else number}") from wrong


def _records(table: str, documents: list[Document]) -> list[Record]:
    """The records, by type alone. Raises ``ValueError`` or msgspec's ``ValidationError``."""
    records: list[Record] = msgspec.convert(documents, _LISTS[table])
    if not all(0 < len(record.id) <= MOST_ID for record in records):
        raise ValueError("an id is empty or too long")
    return records


def _texts(table: str, documents: Iterable[Document]) -> list[str]:
    """Every string in the documents, keys of mappings included. Raises ``ValueError`` for a wrong shape."""
    texts: list[str] = []
    known = FIELDS[table].keys()
    for document in documents:
        if not document.keys() <= known:
            raise ValueError("a field is not known")
        for value in document.values():
            if type(value) is str:
                texts.append(value)
            elif type(value) is dict or type(value) is list:
                _gather(value, texts, MOST_DEPTH)
    if texts and len(max(texts, key=len)) > MOST_CHARACTERS:
        raise ValueError("a text is too long")
    return texts


def _gather(value: dict[str, object] | list[object], texts: list[str], depth: int) -> None:
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
            _gather(each, texts, depth - 1)
