"""The journal of one session: what was changed since the session file was written. Appended, fsynced, and cut."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from store import journal_lines
from store.disk import Disk, unreadable
from store.errors import StoreError
from store.journal_lines import Line
from store.value_limits import too_rich

MOST_BYTES = 64 * 2**20
"""A journal is cut long before this; a larger one is not ours."""

Entry = tuple[int, bytes]
"""Sequence number and body of one change."""


def beside(path: Path) -> Path:
    """Where the journal of this session file lies."""
    return path.with_name(path.name + ".journal")


def seed_of(session_id: str) -> int:
    """What ties the lines of a journal to its session."""
    return crc32(session_id.encode())


class Journal:
    """The open journal. Used by one thread at a time; every method raises ``OSError`` when the disk refuses."""

    def __init__(self, path: Path, session_id: str, disk: Disk, size: int = 0) -> None:
        """Open the journal beside ``path`` for appending; what follows the first ``size`` bytes is cut off."""
        self.path = beside(path)
        self.size = size
        """Bytes that are on the disk for sure."""
        self._seed = seed_of(session_id)
        self._disk = disk
        self._handle = disk.open(self.path)
        try:
            # A session file that a crash kept from being fsynced under its name must last before the cut.
            disk.fsync_dir(self.path.parent)
            disk.truncate(self._handle, size)
            # Lines that were written but not fsynced before a crash count from now on, so make them last.
            disk.fsync(self._handle)
        except OSError:
            disk.close(self._handle)
            raise

    def append(self, entries: Sequence[Entry]) -> None:
        """Write the changes with one write and one fsync: on return they are on the disk.

        After an error none of them counts: what was written of them is undone, as far as the disk lets us.
        """
        first = entries[0][0]
        data = b"".join(journal_lines.write(sequence, first, body, self._seed) for sequence, body in entries)
        try:
            self._disk.append(self._handle, data)
            self._disk.fsync(self._handle)
        except OSError:
            with contextlib.suppress(OSError):
                self._disk.truncate(self._handle, self.size)
            raise
        self.size += len(data)

    def cut(self) -> None:
        """Empty it, once the session file holds everything that it says."""
        self.size = 0
        self._disk.truncate(self._handle, 0)
        self._disk.fsync(self._handle)

    def close(self) -> None:
        """Close it, and remove it when it is empty. May be called twice."""
        if self._handle < 0:
            return
        handle, self._handle = self._handle, -1
        self._disk.close(handle)
        if self.size == 0:
            with contextlib.suppress(OSError):
                self._disk.remove(self.path)


def read(path: Path, session_id: str, start: int, disk: Disk, upto: int | None = None) -> tuple[list[Line], int, int]:
    """The whole lines of the journal beside ``path``, the bytes they take, and the bytes there are.

    ``upto`` leaves out what follows that many bytes. A missing journal is an empty one. Raises ``StoreError``.
    """
    place = beside(path)
    try:
        data = disk.read(place, MOST_BYTES)
    except StoreError as refused:
        if refused.code == "no_session":
            return [], 0, 0
        raise
    if too_rich(data):
        raise unreadable(place)
    try:
        found, whole = journal_lines.read(data[:upto], seed_of(session_id), start)
    except journal_lines.Damaged as damage:
        raise StoreError("damaged", file=place.name, record=damage.record) from damage
    return found, whole, len(data)


def whole_lines(path: Path, session_id: str, disk: Disk) -> tuple[list[Line], int]:
    """As ``lines.whole``, of the journal beside ``path``. Raises ``StoreError``."""
    place = beside(path)
    try:
        data = disk.read(place, MOST_BYTES)
    except StoreError as refused:
        if refused.code == "no_session":
            return [], 0
        raise
    if too_rich(data):
        raise unreadable(place)
    return journal_lines.whole(data, seed_of(session_id))
