"""The ledger: which folders hold exported results of which session, and when sessions are to be deleted.

A small JSON file in the data folder. It contains ids, paths and dates, and no answers. An unreadable ledger counts as
empty, so nothing is deleted automatically then.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from facilitator.rules.timing.dates import parse_stored_date

FILE_NAME = "ledger.json"
"""Name of the file in the data folder."""

_WRITE_LOCK = threading.Lock()
"""Serialises changes of the file: results are exported and sessions deleted in different threads."""


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """The entry of one session file. Two files may have the same session id, because a copy keeps it."""

    session: str = ""
    """Id of the session."""
    exports: tuple[str, ...] = ()
    """Folders that its results were written to."""
    delete_on: str = ""
    """ISO date; empty for a session without a deletion date."""


class SessionLedger:
    """Reads the ledger file at each query and writes it at each change. ``path`` is always a session file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add_export(self, session: str, path: Path, folder: Path) -> None:
        """Record that results of a session were written to a folder. A failed write is ignored."""
        with _WRITE_LOCK:
            entries, key = self._read(), str(path.resolve())
            old = entries.get(key, LedgerEntry())
            folders = tuple(dict.fromkeys((*old.exports, str(folder.resolve()))))
            entries[key] = msgspec.structs.replace(old, session=session, exports=folders)
            self._write(entries)

    def schedule_deletion(self, session: str, path: Path, day: date | None) -> None:
        """Set the day on which a session is to be deleted, or None to keep it. Raises ``OSError`` if not written."""
        with _WRITE_LOCK:
            entries, key = self._read(), str(path.resolve())
            old = entries.get(key, LedgerEntry())
            when = day.isoformat() if day else ""
            entries[key] = msgspec.structs.replace(old, session=session, delete_on=when)
            self._write(entries, required=True)

    def remove_entry(self, path: Path) -> None:
        """Remove the entry of a file."""
        with _WRITE_LOCK:
            entries = self._read()
            if entries.pop(str(path.resolve()), None) is not None:
                self._write(entries)

    def export_folders(self, path: Path) -> list[Path]:
        """The folders that results of this file were written to."""
        return [Path(folder) for folder in self._entry(path).exports]

    def deletion_date(self, path: Path) -> date | None:
        """The day on which a file is to be deleted; None if there is none."""
        return parse_stored_date(self._entry(path).delete_on)

    def session_at(self, path: Path) -> str:
        """The id of the session in this file, also after the file is gone; empty if unknown."""
        return self._entry(path).session

    def due_sessions(self, today: date) -> Iterator[tuple[str, Path]]:
        """Ids and files of the sessions whose deletion date is ``today`` or earlier."""
        for path, entry in self._read().items():
            day = parse_stored_date(entry.delete_on)
            if day is not None and day <= today:
                yield entry.session, Path(path)

    def _entry(self, path: Path) -> LedgerEntry:
        return self._read().get(str(path.resolve()), LedgerEntry())

    def _read(self) -> dict[str, LedgerEntry]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, LedgerEntry])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}

    def _write(self, entries: dict[str, LedgerEntry], required: bool = False) -> None:
        # A failed write may be ignored: export folders can also be found by the marker file in them.
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_bytes(msgspec.json.format(msgspec.json.encode(entries), indent=2) + b"\n")
            os.replace(fresh, self._file)
        except OSError:
            if required:
                raise
