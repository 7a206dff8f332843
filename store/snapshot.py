"""The session file: an ordinary TinyDB JSON file, replaced as a whole, with the one before it kept beside it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from store.database import DocumentTables
from store.disk import Disk
from store.records import FROM_PHONES

MAX_BYTES = 64 * 2**20
"""Some 200,000 answers; a larger file is not read."""

STORE_TABLE = "store"
"""Table of one document that says which change the file holds last."""


def previous_path(path: Path) -> Path:
    """Where the file before this one is kept."""
    return path.with_name(path.name + ".previous")


def temporary_path(path: Path) -> Path:
    """What a new file is called until it is whole."""
    return path.with_name(path.name + ".new")


def encode(tables: DocumentTables, version: int) -> bytes:
    """The file's bytes: all tables, and the number of the last change in them.

    What phones sent stands in the order of its numbers, which are drawn by lot, not in the order it came.
    """
    mixed = {name: dict(sorted(found.items())) for name, found in tables.items() if name in FROM_PHONES}
    return msgspec.json.encode({**tables, **mixed, STORE_TABLE: {"1": {"id": STORE_TABLE, "version": version}}})


def write(path: Path, data: bytes, disk: Disk) -> None:
    """Put the data there in one step: whoever looks finds the old file or the new one, both whole.

    Raises ``OSError``. On return it is on the disk, under its name.
    """
    unfinished = temporary_path(path)
    disk.remove(unfinished)  # left by a crash
    try:
        handle = disk.open(unfinished)
        try:
            disk.append(handle, data)
            disk.fsync(handle)
        finally:
            disk.close(handle)
        disk.replace(unfinished, path)
    except OSError:
        with contextlib.suppress(OSError):
            disk.remove(unfinished)
        raise
    disk.fsync_dir(path.parent)
