"""Older formats of the session file: what their documents become, and the copy that is kept of the old file."""

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
"""Table and document of one format -> the document in the format after it."""

STEPS: dict[int, Step] = {}
"""Format -> the step from it to the next. Format 1 is the first there was, so there is none yet."""


def known(have: int) -> bool:
    """Whether a file of this format can be read: it is ours, or steps lead from it to ours."""
    return have <= FORMAT and all(each in STEPS for each in range(have, FORMAT))


def renewed(tables: Tables, have: int) -> Tables:
    """The documents of a file, or of a line of its journal, in our format. Raises ``Unreadable``."""
    for number in range(have, FORMAT):
        tables = {table: _stepped(number, table, documents) for table, documents in tables.items()}
    return tables


def copy_of(path: Path, have: int) -> Path:
    """Where the file is kept as it was."""
    return path.with_name(f"{path.name}.format{have}")


def keep(path: Path, have: int, disk: Disk) -> None:
    """Copy the old file and its journal, which belong together. Raises ``OSError`` and ``StoreError``."""
    copy = copy_of(path, have)
    for old, new in ((journal.beside(path), journal.beside(copy)), (path, copy)):
        if os.path.lexists(old):
            snapshot.write(new, disk.read(old, snapshot.MOST_BYTES), disk)


def copies(path: Path) -> list[Path]:
    """All that ``keep`` may have left beside this session."""
    return [place for have in STEPS for copy in [copy_of(path, have)] for place in (journal.beside(copy), copy)]


def _stepped(have: int, table: str, documents: dict[str, Document]) -> dict[str, Document]:
    if table == snapshot.STORE_TABLE:
        return documents
    extra = {"format": have + 1} if table == "session" else {}
    try:
        return {number: {**STEPS[have](table, document), **extra} for number, document in documents.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise Unreadable(table) from wrong
