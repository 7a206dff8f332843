"""The session file: an ordinary TinyDB JSON file, replaced atomically, with its previous version beside it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from store.database import DocumentTables
from store.disk import Disk
from store.records import FROM_PHONES

MAX_BYTES = 64 * 2**20
"""Maximum size of a session file that is read: some 200,000 answers."""

STORE_TABLE = "store"
"""Name of the table whose one document has the number of the last change in the file."""


def previous_path(path: Path) -> Path:
    """Path of the previous version of the file."""
    return path.with_name(path.name + ".previous")


def temporary_path(path: Path) -> Path:
    """Path of a new version of the file while it is being written."""
    return path.with_name(path.name + ".new")


def encode(tables: DocumentTables, version: int) -> bytes:
    """The bytes of the session file: all tables, and the number of the last change in them.

    Documents from phones are sorted by their random numbers, so that the file does not reveal the order of arrival.
    """
    # The numbers are drawn at random, so sorting by them is a shuffle that needs no further randomness.
    mixed = {name: dict(sorted(found.items())) for name, found in tables.items() if name in FROM_PHONES}
    return msgspec.json.encode({**tables, **mixed, STORE_TABLE: {"1": {"id": STORE_TABLE, "version": version}}})


def write(path: Path, data: bytes, disk: Disk) -> None:
    """Write a file atomically: at any moment ``path`` is the complete old file or the complete new one.

    On return the new file is on disk under its name. Raises ``OSError``.
    """
    unfinished = temporary_path(path)
    disk.remove(unfinished)  # left by a crash
    try:
        handle = disk.open(unfinished)
        try:
            # The data must be durable before the rename, or a crash could leave the name on an incomplete file.
            disk.append(handle, data)
            disk.fsync(handle)
        finally:
            disk.close(handle)
        disk.replace(unfinished, path)
    except OSError:
        with contextlib.suppress(OSError):
            disk.remove(unfinished)
        raise
    # The rename is an entry of the folder; without this it could be lost although the data is durable.
    disk.fsync_dir(path.parent)
