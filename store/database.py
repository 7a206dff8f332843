"""The TinyDB database of one session, in memory, with a cost per change that does not depend on its size.

TinyDB's own storage rewrites the whole file at every write, and its own table copies and re-keys all documents. Through
TinyDB's extension points, this storage hands out the live tables, and this table touches only the documents that an
operation is about. It records which ones, for the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.random_numbers import random_below
from store.records import FROM_PHONES

Document = dict[str, Any]
DocumentTables = dict[str, dict[str, Document]]
"""Table -> TinyDB's document number (a string, as in the file) -> document."""


MAX_NUMBER = 10**9
"""Document numbers of what phones send are drawn at random up to this: consecutive ones would reveal who came first."""


class LiveStorage(Storage):
    """Holds the tables in memory. ``touched`` records which documents were changed, in order: table -> numbers."""

    def __init__(self, tables: DocumentTables) -> None:
        self._tables = tables
        self.touched: dict[str, dict[str, None]] = {}

    def read(self) -> DocumentTables:
        """The live tables, not a copy. Only for this module, and only for reading."""
        return self._tables

    def write(self, data: DocumentTables) -> None:
        """Replace all tables. TinyDB calls it only when tables are dropped, which the store never does."""
        raise NotImplementedError("tables of a session are never dropped")


class LiveTable(Table):
    """A table whose operations cost only as much as the documents they touch."""

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        storage = self._storage
        assert isinstance(storage, LiveStorage)
        live = storage.read().setdefault(self.name, {})
        touched = storage.touched.setdefault(self.name, {})
        updater(_TouchRecorder(live, touched))  # type: ignore[arg-type]  # TinyDB says dict, and uses a mapping
        self.clear_cache()

    def put_document(self, document: Document, number: int | None) -> int:
        """Insert the document, or replace the one with this number; returns the number. ``number`` None: the next one.

        Does what ``insert`` and ``update`` do, without their search and copies.
        """
        storage = self._storage
        assert isinstance(storage, LiveStorage)
        if number is None:
            number = int(self._get_next_id())  # type: ignore[no-untyped-call]
        storage.read().setdefault(self.name, {})[str(number)] = document
        storage.touched.setdefault(self.name, {})[str(number)] = None
        self.clear_cache()
        return number


class _TouchRecorder(MutableMapping[int, Document]):
    """A live table as TinyDB's operations see it, with integer keys; it records every document that may have changed.

    Reading a document counts as a change, because TinyDB's ``update`` changes documents in place.
    """

    def __init__(self, live: dict[str, Document], touched: dict[str, None]) -> None:
        self._live = live
        self._touched = touched

    def __getitem__(self, number: int) -> Document:
        found = self._live[str(number)]
        self._touched[str(number)] = None
        return found

    def __setitem__(self, number: int, document: Document) -> None:
        self._live[str(number)] = document
        self._touched[str(number)] = None

    def __delitem__(self, number: int) -> None:
        del self._live[str(number)]
        self._touched[str(number)] = None

    def __contains__(self, number: object) -> bool:
        return str(number) in self._live

    def __iter__(self) -> Iterator[int]:
        return map(int, self._live)

    def __len__(self) -> int:
        return len(self._live)


class _LiveTinyDB(TinyDB):
    table_class = LiveTable


class Database:
    """The session's documents by record id. Every change is an operation of a TinyDB table."""

    def __init__(self, tables: DocumentTables) -> None:
        self._db = _LiveTinyDB(tables, storage=LiveStorage)
        storage = self._db.storage
        assert isinstance(storage, LiveStorage)
        self._storage = storage
        # TinyDB searches a table for an id one document after another; this index makes it one lookup.
        self._numbers = {
            name: {document["id"]: int(number) for number, document in documents.items()}
            for name, documents in tables.items()
        }

    @property
    def tables(self) -> DocumentTables:
        """The live tables, to be written to the session file as they are."""
        return self._storage.read()

    def put(self, table: str, document: Document) -> None:
        """Add the document, or replace the one with the same id. The caller must not change it afterwards."""
        numbers = self._numbers.setdefault(table, {})
        name = document["id"]
        number = numbers.get(name)
        # A new number only for a new document: a changed answer stays in its place.
        if number is None and table in FROM_PHONES:
            number = self._free_number(table)
        numbers[name] = self._table(table).put_document(document, number)

    def remove(self, table: str, document_id: str) -> None:
        """Remove the document with this id; it need not be there."""
        number = self._numbers.get(table, {}).pop(document_id, None)
        if number is not None:
            self._db.table(table).remove(doc_ids=[number])

    def _free_number(self, table: str) -> int:
        """A random document number that the table does not use yet."""
        taken = self.tables.get(table, {})
        # Far fewer documents than numbers, so a collision is rare and the loop ends at once.
        while str(number := 1 + random_below(MAX_NUMBER)) in taken:
            pass
        return number

    def _table(self, name: str) -> LiveTable:
        table = self._db.table(name)
        assert isinstance(table, LiveTable)
        return table

    def take_touched(self) -> tuple[DocumentTables, dict[str, list[str]]]:
        """The changes since the last call: documents that were added or changed, and numbers of removed ones."""
        put: DocumentTables = {}
        gone: dict[str, list[str]] = {}
        for table, numbers in self._storage.touched.items():
            live = self.tables[table]
            for number in numbers:
                # A document that was added and removed again, or changed several times, appears once, in its final
                # state.
                if number in live:
                    put.setdefault(table, {})[number] = live[number]
                else:
                    gone.setdefault(table, []).append(number)
        self._storage.touched.clear()
        return put, gone
