"""Older formats of the session file: what their documents become, and the copy that is kept of the old file."""

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
"""Table and document of one format -> the document in the format after it."""

MIGRATIONS: dict[int, Migration] = {}
"""Format -> the step from it to the next. Format 1 is the first there was, so there is none yet."""


def is_readable(have: int) -> bool:
    """Whether a file of this format can be read: it is ours, or steps lead from it to ours."""
    return have <= FORMAT and all(each in MIGRATIONS for each in range(have, FORMAT))


def migrate(tables: DocumentTables, have: int) -> DocumentTables:
    """The documents of a file, or of a line of its journal, in our format. Raises ``Unreadable``."""
    for number in range(have, FORMAT):
        tables = {table: _migrate_documents(number, table, documents) for table, documents in tables.items()}
    return tables


def copy_path(path: Path, have: int) -> Path:
    """Where the file is kept as it was."""
    return path.with_name(f"{path.name}.format{have}")


def keep_copy(path: Path, have: int, disk: Disk) -> None:
    """Copy the old file and its journal, which belong together. Raises ``OSError`` and ``StoreError``."""
    copy = copy_path(path, have)
    for old, new in ((journal.journal_path(path), journal.journal_path(copy)), (path, copy)):
        if os.path.lexists(old):
            snapshot.write(new, disk.read(old, snapshot.MAX_BYTES), disk)


def copy_paths(path: Path) -> list[Path]:
    """All that ``keep`` may have left beside this session."""
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
