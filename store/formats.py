"""Migration of older formats of the session file, with a copy of the old file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from store import journal, snapshot
from store.codec import Document, UnreadableDocument
from store.database import DocumentTables
from store.disk import Disk
from store.records import FORMAT

Migration = Callable[[str, Document], Document]
"""Function (table, document) -> the document in the next format."""

MIGRATIONS: dict[int, Migration] = {}
"""Format -> the migration from it to the next one. Format 1 is the first, so there is none yet."""


def is_readable(have: int) -> bool:
    """Whether a file of this format can be read: it is the current one, or migrations lead from it to the current."""
    return have <= FORMAT and all(each in MIGRATIONS for each in range(have, FORMAT))


def migrate(tables: DocumentTables, have: int) -> DocumentTables:
    """The documents of a file, or of a line of its journal, in the current format. Raises ``UnreadableDocument``."""
    for number in range(have, FORMAT):
        tables = {table: _migrate_documents(number, table, documents) for table, documents in tables.items()}
    return tables


def copy_path(path: Path, have: int) -> Path:
    """Path of the copy of the old file."""
    return path.with_name(f"{path.name}.format{have}")


def keep_copy(path: Path, have: int, disk: Disk) -> None:
    """Copy the old file and its journal, which is part of it. Raises ``OSError`` and ``StoreError``."""
    copy = copy_path(path, have)
    for old, new in ((journal.journal_path(path), journal.journal_path(copy)), (path, copy)):
        if os.path.lexists(old):
            snapshot.write(new, disk.read(old, snapshot.MAX_BYTES), disk)


def copy_paths(path: Path) -> list[Path]:
    """Paths of all files that ``keep_copy`` may have left beside this session."""
    return [
        place for have in MIGRATIONS for copy in [copy_path(path, have)] for place in (journal.journal_path(copy), copy)
    ]


def _migrate_documents(have: int, table: str, documents: dict[str, Document]) -> dict[str, Document]:
    if table == snapshot.STORE_TABLE:
        return documents
    extra = {"format": have + 1} if table == "session" else {}
    try:
        return {number: {**MIGRATIONS[have](table, document), **extra} for number, document in documents.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise UnreadableDocument(table) from wrong
