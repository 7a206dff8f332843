"""The TinyDB of one session, on TinyDB's own extension points, so that a change costs the same in any size of it.

The stock storage rewrites the whole file and the stock table copies and re-keys itself at every write. Here the
storage hands out the live tables and the table touches only the documents that an operation is about; which ones
is noted, for the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.random_numbers import lot
from store.records import FROM_PHONES

Document = dict[str, Any]
Tables = dict[str, dict[str, Document]]
"""Table -> TinyDB's number of the document (as in the file: a string) -> document."""


MOST_NUMBER = 10**9
"""TinyDB's numbers of documents from phones are drawn by lot below this: counted up, they would say who came first."""


class LiveStorage(Storage):
    """Holds the tables in memory; ``touched`` notes, in order, which documents were changed."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.touched: dict[str, dict[str, None]] = {}

    def read(self) -> Tables:
        """The live tables, not a copy: for reading only, by this module only."""
        return self._tables

    def write(self, data: Tables) -> None:
        """Replace everything, which TinyDB asks for when tables are dropped; the store never does that."""
        raise NotImplementedError("tables of a session are never dropped")


class LiveTable(Table):
    """A table whose operations cost what they touch."""

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        storage = self._storage
        assert isinstance(storage, LiveStorage)
        live = storage.read().setdefault(self.name, {})
        touched = storage.touched.setdefault(self.name, {})
        updater(_Noting(live, touched))  # type: ignore[arg-type]  # TinyDB says dict, and uses a mapping
        self.clear_cache()

    def keep(self, document: Document, number: int | None) -> int:
        """``insert``, or ``update`` as a whole, without the search and the copies; returns the number."""
        storage = self._storage
        assert isinstance(storage, LiveStorage)
        if number is None:
            number = int(self._get_next_id())  # type: ignore[no-untyped-call]
        storage.read().setdefault(self.name, {})[str(number)] = document
        storage.touched.setdefault(self.name, {})[str(number)] = None
        self.clear_cache()
        return number


class _Noting(MutableMapping[int, Document]):
    """A live table as TinyDB's operations see it: numbers for keys; whatever they may change is noted.

    Looking a document up counts too, because ``update`` changes documents in place.
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
    """The session's documents, found by our own ids; every change is an operation of a TinyDB table."""

    def __init__(self, tables: Tables) -> None:
        self._db = _LiveTinyDB(tables, storage=LiveStorage)
        storage = self._db.storage
        assert isinstance(storage, LiveStorage)
        self._storage = storage
        self._numbers = {
            name: {document["id"]: int(number) for number, document in documents.items()}
            for name, documents in tables.items()
        }

    @property
    def tables(self) -> Tables:
        """The live tables, to be written out as they are."""
        return self._storage.read()

    def put(self, table: str, document: Document) -> None:
        """Add the document, or replace the one of this id. It is the session's own from now on."""
        numbers = self._numbers.setdefault(table, {})
        name = document["id"]
        number = numbers.get(name)
        if number is None and table in FROM_PHONES:
            number = self._lot(table)
        numbers[name] = self._table(table).keep(document, number)

    def remove(self, table: str, document_id: str) -> None:
        """Remove the document of this id; it need not be there."""
        number = self._numbers.get(table, {}).pop(document_id, None)
        if number is not None:
            self._db.table(table).remove(doc_ids=[number])

    def _lot(self, table: str) -> int:
        """A number that is free and says nothing."""
        taken = self.tables.get(table, {})
        while str(number := 1 + lot(MOST_NUMBER)) in taken:
            pass
        return number

    def _table(self, name: str) -> LiveTable:
        table = self._db.table(name)
        assert isinstance(table, LiveTable)
        return table

    def take_touched(self) -> tuple[Tables, dict[str, list[str]]]:
        """What was changed since the last call: documents there are now, and numbers of those that are gone."""
        put: Tables = {}
        gone: dict[str, list[str]] = {}
        for table, numbers in self._storage.touched.items():
            live = self.tables[table]
            for number in numbers:
                if number in live:
                    put.setdefault(table, {})[number] = live[number]
                else:
                    gone.setdefault(table, []).append(number)
        self._storage.touched.clear()
        return put, gone
