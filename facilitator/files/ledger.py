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

FILE = "ledger.json"

_TURN = threading.Lock()
"""One change at a time: files are written in other threads than workshops are deleted in."""


class Entry(Struct, frozen=True, kw_only=True):
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

    def exported(self, session: str, path: Path, folder: Path) -> None:
        """Results of a session were written in a folder."""
        with _TURN:
            entries, key = self._read(), str(path.resolve())
            old = entries.get(key, Entry())
            folders = tuple(dict.fromkeys((*old.exports, str(folder.resolve()))))
            entries[key] = msgspec.structs.replace(old, session=session, exports=folders)
            self._write(entries)

    def delete_on(self, session: str, path: Path, day: date | None) -> None:
        """A session is to be deleted on a day, or (None) to be kept. Raises ``OSError``: a promise must be written."""
        with _TURN:
            entries, key = self._read(), str(path.resolve())
            old = entries.get(key, Entry())
            when = day.isoformat() if day else ""
            entries[key] = msgspec.structs.replace(old, session=session, delete_on=when)
            self._write(entries, must=True)

    def forget(self, path: Path) -> None:
        """There is nothing left to know about a file."""
        with _TURN:
            entries = self._read()
            if entries.pop(str(path.resolve()), None) is not None:
                self._write(entries)

    def exports(self, path: Path) -> list[Path]:
        """The folders that results of this file were written in."""
        return [Path(folder) for folder in self._at(path).exports]

    def day(self, path: Path) -> date | None:
        """When a file is to be deleted; None for one that is kept."""
        return _day(self._at(path).delete_on)

    def session_at(self, path: Path) -> str:
        """The id of the session that this file was; empty when nothing is known of it."""
        return self._at(path).session

    def due(self, today: date) -> Iterator[tuple[str, Path]]:
        """Ids and files of the sessions whose day has come."""
        for path, entry in self._read().items():
            day = _day(entry.delete_on)
            if day is not None and day <= today:
                yield entry.session, Path(path)

    def _at(self, path: Path) -> Entry:
        return self._read().get(str(path.resolve()), Entry())

    def _read(self) -> dict[str, Entry]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, Entry])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}

    def _write(self, entries: dict[str, Entry], must: bool = False) -> None:
        # That files lie somewhere can be found again by their mark, so a full disk must not stop an export.
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_bytes(msgspec.json.format(msgspec.json.encode(entries), indent=2) + b"\n")
            os.replace(fresh, self._file)
        except OSError:
            if must:
                raise


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
