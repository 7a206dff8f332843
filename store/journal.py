"""The journal of one session (a write-ahead log): the changes since the session file was written."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from store import journal_lines
from store.disk import Disk, unreadable_error
from store.errors import StoreError
from store.journal_lines import JournalLine
from store.value_limits import exceeds_value_limits

MAX_BYTES = 64 * 2**20
"""The store empties a journal long before this size; a larger one is not a journal of this program."""

NumberedBody = tuple[int, bytes]
"""Sequence number and body of one change."""


def journal_path(path: Path) -> Path:
    """Path of the journal of this session file."""
    return path.with_name(path.name + ".journal")


def seed_of(session_id: str) -> int:
    """The checksum seed that ties a journal's lines to its session."""
    return crc32(session_id.encode())


class Journal:
    """The open journal. Used by one thread at a time. Every method raises ``OSError`` if the disk fails."""

    def __init__(self, path: Path, session_id: str, disk: Disk, size: int = 0) -> None:
        """Open the journal of the session file ``path`` for appending, truncated to its first ``size`` bytes."""
        self.path = journal_path(path)
        self.size = size
        """Number of bytes that are certain to be on disk."""
        self._seed = seed_of(session_id)
        self._disk = disk
        self._handle = disk.open(self.path)
        try:
            # A crash may have come between the rename of the session file and the fsync of its folder. The rename must
            # be durable before lines that the file includes are truncated.
            disk.fsync_dir(self.path.parent)
            disk.truncate(self._handle, size)
            # Lines that were written but not fsynced before a crash have been read as valid: make them durable.
            disk.fsync(self._handle)
        except OSError:
            disk.close(self._handle)
            raise

    def append(self, entries: Sequence[NumberedBody]) -> None:
        """Write the changes with one write and one fsync: on return they are on the disk.

        ``entries`` must not be empty. After an error none of them counts: the journal is truncated to its old size, as
        far as the disk allows.
        """
        first = entries[0][0]
        # Every line names the first line of this write, by which reading tells a torn write from damage.
        data = b"".join(journal_lines.write(sequence, first, body, self._seed) for sequence, body in entries)
        try:
            self._disk.append(self._handle, data)
            self._disk.fsync(self._handle)
        except OSError:
            with contextlib.suppress(OSError):
                self._disk.truncate(self._handle, self.size)
            raise
        # Only now: ``size`` must never include bytes that may not be on disk.
        self.size += len(data)

    def cut(self) -> None:
        """Empty the journal, once the session file includes all of its changes."""
        self.size = 0
        self._disk.truncate(self._handle, 0)
        self._disk.fsync(self._handle)

    def close(self) -> None:
        """Close the journal, and remove it if it is empty. Idempotent."""
        if self._handle < 0:
            return
        handle, self._handle = self._handle, -1
        self._disk.close(handle)
        if self.size == 0:
            with contextlib.suppress(OSError):
                self._disk.remove(self.path)


def read(
    path: Path, session_id: str, start: int, disk: Disk, upto: int | None = None
) -> tuple[list[JournalLine], int, int]:
    """Read the journal of the session file ``path``: ``(complete lines, their bytes, all bytes)``.

    ``start``: sequence number that the first line has if the journal was just emptied. ``upto``: read only so many
    bytes. A missing journal counts as empty. Raises ``StoreError``: damaged (record), unreadable, file_too_large ...
    """
    place = journal_path(path)
    try:
        data = disk.read(place, MAX_BYTES)
    except StoreError as refused:
        if refused.code == "no_session":
            return [], 0, 0
        raise
    if exceeds_value_limits(data):
        raise unreadable_error(place)
    try:
        found, whole = journal_lines.read(data[:upto], seed_of(session_id), start)
    except journal_lines.DamagedJournal as damage:
        raise StoreError("damaged", file=place.name, record=damage.record) from damage
    return found, whole, len(data)


def whole_lines(path: Path, session_id: str, disk: Disk) -> tuple[list[JournalLine], int]:
    """Like ``journal_lines.salvage_lines``, for the journal of the session file ``path``. Raises ``StoreError``."""
    place = journal_path(path)
    try:
        data = disk.read(place, MAX_BYTES)
    except StoreError as refused:
        if refused.code == "no_session":
            return [], 0
        raise
    if exceeds_value_limits(data):
        raise unreadable_error(place)
    return journal_lines.salvage_lines(data, seed_of(session_id))
