"""What the program has made of which workshop, and which ones are to be deleted when: a small file in the data folder.

It holds no answers: ids, paths and days. One that cannot be read counts as empty; then nothing is deleted by itself.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

FILE_NAME = "ledger.json"

_WRITE_LOCK = threading.Lock()
"""One change at a time: files are written in other threads than workshops are deleted in."""


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """One session file. Two files may be of one session: a copy keeps its id."""

    session: str = ""
    """Its id."""
    exports: tuple[str, ...] = ()
    """Folders that its results were written in."""
    delete_on: str = ""
    """ISO date; empty for a workshop that is kept."""


class Ledger:
    """The file, read at each question and written at each change."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add_export(self, session: str, path: Path, folder: Path) -> None:
        """Results of a session were written in a folder."""
        with _WRITE_LOCK:
            entries, key = self._read(), str(path.resolve())
            old = entries.get(key, LedgerEntry())
            folders = tuple(dict.fromkeys((*old.exports, str(folder.resolve()))))
            entries[key] = msgspec.structs.replace(old, session=session, exports=folders)
            self._write(entries)

    def schedule_deletion(self, session: str, path: Path, day: date | None) -> None:
        """A session is to be deleted on a day, or (None) to be kept. Raises ``OSError``: a promise must be written."""
        with _WRITE_LOCK:
            entries, key = self._read(), str(path.resolve())
            old = entries.get(key, LedgerEntry())
            when = day.isoformat() if day else ""
            entries[key] = msgspec.structs.replace(old, session=session, delete_on=when)
            self._write(entries, required=True)

    def forget(self, path: Path) -> None:
        """There is nothing left to know about a file."""
        with _WRITE_LOCK:
            entries = self._read()
            if entries.pop(str(path.resolve()), None) is not None:
                self._write(entries)

    def export_folders(self, path: Path) -> list[Path]:
        """The folders that results of this file were written in."""
        return [Path(folder) for folder in self._entry(path).exports]

    def deletion_date(self, path: Path) -> date | None:
        """When a file is to be deleted; None for one that is kept."""
        return _parse_day(self._entry(path).delete_on)

    def session_at(self, path: Path) -> str:
        """The id of the session that this file was; empty when nothing is known of it."""
        return self._entry(path).session

    def due_sessions(self, today: date) -> Iterator[tuple[str, Path]]:
        """Ids and files of the sessions whose day has come."""
        for path, entry in self._read().items():
            day = _parse_day(entry.delete_on)
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
        # That files lie somewhere can be found again by their mark, so a full disk must not stop an export.
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_bytes(msgspec.json.format(msgspec.json.encode(entries), indent=2) + b"\n")
            os.replace(fresh, self._file)
        except OSError:
            if required:
                raise


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
