"""Migration of older formats of the session file, with a copy of the old file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from store import journal, snapshot
from store.codec import Document, Unreadable
from store.database import Tables
from store.disk import Disk
from store.records import FORMAT

Step = Callable[[str, Document], Document]
"""Function (table, document) -> the document in the next format."""

STEPS: dict[int, Step] = {}
"""Format -> the migration from it to the next one. Format 1 is the first, so there is none yet."""


def known(have: int) -> bool:
    """Whether a file of this format can be read: it is the current one, or migrations lead from it to the current."""
    return have <= FORMAT and all(each in STEPS for each in range(have, FORMAT))


def renewed(tables: Tables, have: int) -> Tables:
    """The documents of a file, or of a line of its journal, in the current format. Raises ``UnreadableDocument``."""
    for number in range(have, FORMAT):
        tables = {table: _stepped(number, table, documents) for table, documents in tables.items()}
    return tables


def copy_of(path: Path, have: int) -> Path:
    """Path of the copy of the old file."""
    return path.with_name(f"{path.name}.format{have}")


def keep(path: Path, have: int, disk: Disk) -> None:
    """Copy the old file and its journal, which is part of it. Raises ``OSError`` and ``StoreError``."""
    copy = copy_of(path, have)
    for old, new in ((journal.beside(path), journal.beside(copy)), (path, copy)):
        if os.path.lexists(old):
            snapshot.write(new, disk.read(old, snapshot.MOST_BYTES), disk)


def copies(path: Path) -> list[Path]:
    """Paths of all files that ``keep_copy`` may have left beside this session."""
    return [place for have in STEPS for copy in [copy_of(path, have)] for place in (journal.beside(copy), copy)]


def _stepped(have: int, table: str, documents: dict[str, Document]) -> dict[str, Document]:
    if table == snapshot.STORE_TABLE:
        return documents
    extra = {"format": have + 1} if table == "session" else {}
    try:
        return {number: {**STEPS[have](table, document), **extra} for number, document in documents.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise Unreadable(table) from wrong
