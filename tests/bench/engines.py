"""Four ways to keep the same ideas: our store, TinyDB's own file, SQLite, and bare append with fdatasync."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from tinydb import TinyDB

from store import snapshot
from store.codec import encode
from store.records import TABLES, Ballot, Change, Idea, Seat, Session, Step
from store.sessions import OpenSession, open_session

TEXT = "Soitan asiakkaalle ennen kuin lähetän päätöksen, ja kysyn, jäikö jokin epäselväksi"


def idea(number: int) -> Idea:
    """An idea of ordinary length."""
    return Idea(id=f"i{number:08}", step="ideas", seat=f"p{number % 30:08}", text=TEXT)


def document(number: int) -> dict[str, object]:
    """The same as plain data, as it stands in the session file."""
    return encode(idea(number)).document


class Engine(Protocol):
    """Holds ``size`` ideas from the start; ``insert`` returns when one more is on the disk."""

    name: str

    def insert(self, number: int) -> None: ...
    def insert_together(self, first: int, writers: int, each: int) -> None: ...
    def close(self) -> None: ...
    def open_again(self) -> None:
        """Open what was closed and read all of it."""


class Serial:
    """What all engines that fsync every change do with many writers: one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def insert(self, number: int) -> None:
        """One more."""
        raise NotImplementedError

    def insert_together(self, first: int, writers: int, each: int) -> None:
        """As many threads as there are writers."""

        def write(writer: int) -> None:
            for number in range(each):
                with self._lock:
                    self.insert(first + writer * each + number)

        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(write, range(writers)))


class Bare(Serial):
    """Append a line, fdatasync: what the disk allows, without any guarantee but that."""

    name = "append + fdatasync"

    def __init__(self, folder: Path, size: int) -> None:
        super().__init__()
        self._path = folder / "bare.jsonl"
        self._path.write_bytes(b"".join(self._line(number) for number in range(size)))
        self._handle = os.open(self._path, os.O_RDWR | os.O_APPEND)
        self._ready = self._line(0)

    def insert(self, number: int) -> None:
        os.write(self._handle, self._ready)
        os.fdatasync(self._handle)

    def close(self) -> None:
        os.close(self._handle)

    def open_again(self) -> None:
        with self._path.open("rb") as file:
            for line in file:
                json.loads(line)

    def _line(self, number: int) -> bytes:
        return json.dumps(document(number)).encode() + b"\n"


class Sqlite(Serial):
    """Write-ahead log, ``synchronous=FULL``, a transaction for each change."""

    name = "SQLite WAL FULL"

    def __init__(self, folder: Path, size: int) -> None:
        super().__init__()
        self._path = folder / "ideas.sqlite"
        self._db = self._connect()
        self._db.execute("create table ideas (id text primary key, document text)")
        self._db.execute("begin")
        rows = ((f"i{number:08}", json.dumps(document(number))) for number in range(size))
        self._db.executemany("insert into ideas values (?, ?)", rows)
        self._db.execute("commit")

    def insert(self, number: int) -> None:
        self._db.execute("insert into ideas values (?, ?)", (f"i{number:08}", json.dumps(document(number))))

    def close(self) -> None:
        self._db.close()

    def open_again(self) -> None:
        with contextlib.closing(self._connect()) as db:
            for (text,) in db.execute("select document from ideas"):
                json.loads(text)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=full")
        return db


class Stock(Serial):
    """TinyDB with its own JSON file."""

    name = "TinyDB JSONStorage"

    def __init__(self, folder: Path, size: int) -> None:
        super().__init__()
        self._path = folder / "stock.json"
        tables = {"ideas": {str(number + 1): document(number) for number in range(size)}}
        self._path.write_text(json.dumps(tables))
        self._db = TinyDB(self._path)

    def insert(self, number: int) -> None:
        self._db.table("ideas").insert(document(number))

    def close(self) -> None:
        self._db.close()

    def open_again(self) -> None:
        with TinyDB(self._path) as db:
            db.table("ideas").all()


class Ours:
    """The store, with everything that it does: checks, journal, group commit, tables, lock."""

    name = "ours"

    def __init__(self, folder: Path, size: int) -> None:
        self._path = folder / "ours.json"
        tables: dict[str, dict[str, dict[str, object]]] = {table: {} for table in TABLES}
        for record in (Session(id="s1"), Step(id="ideas", position=1, kind="text")):
            kept = encode(record)
            tables[kept.table]["1"] = kept.document
        tables["ideas"] = {str(number + 1): document(number) for number in range(size)}
        self._path.write_bytes(snapshot.encode(tables, size))
        self.kept: OpenSession = open_session(self._path)

    def insert(self, number: int) -> None:
        self.kept.save(self.change(number))

    def insert_together(self, first: int, writers: int, each: int) -> None:
        """As the room does it: tasks of one event loop."""

        async def write(writer: int) -> None:
            for number in range(each):
                change = self.change(first + writer * each + number)
                await self.kept.save_async(change)

        async def run() -> None:
            await asyncio.gather(*(write(writer) for writer in range(writers)))

        asyncio.run(run())

    def close(self) -> None:
        self.kept.close()

    def open_again(self) -> None:
        open_session(self._path).close()

    def change(self, number: int) -> Change:
        """One more idea, with its key."""
        return Change(put=(idea(number),), key=f"key{number:08}")


ENGINES: tuple[type[Bare] | type[Ours] | type[Sqlite] | type[Stock], ...] = (Bare, Ours, Sqlite, Stock)


def numbers() -> Iterator[int]:
    """Numbers of new ideas, far from those that are there."""
    yield from range(1_000_000, 100_000_000)


def whole_room(path: Path) -> int:
    """The file of a session of 1,000 seats, 5,000 ideas and 20,000 ballots; its size."""
    kept = [
        encode(Session(id="s1", title={"fi": "Työpaja"})),
        *(encode(Seat(id=f"p{n:08}", token=f"{n:032x}", voted=("vote/1",))) for n in range(1000)),
        *(encode(idea(n)) for n in range(5000)),
        *(encode(Ballot(id=f"b{n:08}", step="vote", votes={f"t{n % 7}": 2, "t8": 1})) for n in range(20_000)),
    ]
    tables: dict[str, dict[str, dict[str, object]]] = {table: {} for table in TABLES}
    for each in kept:
        tables[each.table][str(len(tables[each.table]) + 1)] = each.document
    data = snapshot.encode(tables, 26_000)
    path.write_bytes(data)
    return len(data)
