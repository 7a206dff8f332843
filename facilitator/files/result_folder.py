"""Writes result files into one folder per workshop. Each file is written completely or not at all."""

from __future__ import annotations

import contextlib
import os
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path

from facilitator.errors import RuleBroken

MARK_FILE = ".workshop"
"""Hidden file in each folder. Its first line is the id of the session that owns the folder, so that two workshops with
the same name never mix; the other lines are the names of the files that the program wrote there."""

MAX_TITLE_LENGTH = 60
"""Most characters of a title in a file name: at most 240 bytes in UTF-8, within the 255 of common file systems."""

_WRITE_LOCK = threading.Lock()
"""Held while files are written: results and handouts of one workshop may be written by two threads at once."""


def safe_name(title: str) -> str:
    """The title with only characters that every file system allows: letters, digits, spaces, ``-_,``; may be empty."""
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or c in "-_," else " " for c in title)
    return " ".join(kept.split())[:MAX_TITLE_LENGTH].strip(" -_,")


def save(parent: Path, name: str, session_id: str, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files of a session into its folder under ``parent``; returns their paths.

    Files from an earlier export of the same session are replaced; folders of other sessions are never touched, a number
    is added to the name instead. Raises ``RuleBroken`` (``export_not_written``) when writing fails.
    """
    try:
        with _WRITE_LOCK:
            folder = _session_folder(parent, name, session_id)
            # The mark file first: after a crash in between, every file in the folder is listed and can be removed.
            written = sorted({*_written_names(folder), *files})
            _write(folder / MARK_FILE, "\n".join((session_id, *written)).encode())
            return [_write(folder / file, content) for file, content in files.items()]
    except OSError as refused:
        raise RuleBroken("export_not_written", 507, folder=parent) from refused


def _session_folder(parent: Path, name: str, session_id: str) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        folder = parent / (name if number == 1 else f"{name} ({number})")
        try:
            folder.mkdir()
        except FileExistsError:
            if session_id_of(folder) == session_id:
                return folder
        else:
            _write(folder / MARK_FILE, session_id.encode())
            return folder
    raise AssertionError("numbers do not end")


def session_id_of(folder: Path) -> str:
    """Id of the session that owns a folder; empty for a folder that the program did not make."""
    return _read_mark(folder)[0]


def _written_names(folder: Path) -> list[str]:
    """Names of the files that the program wrote in a folder; a name with a path in it is ignored."""
    return [name for name in _read_mark(folder)[1:] if name == Path(name).name]


def _read_mark(folder: Path) -> list[str]:
    try:
        return (folder / MARK_FILE).read_text("utf-8").splitlines() or [""]
    except (OSError, UnicodeDecodeError):
        return [""]


def remove(folder: Path, session_id: str, names: Iterable[str] | None = None) -> int:
    """Remove files from a session's folder, and the folder if nothing else is in it; returns the number removed.

    ``names``: None for all files that the program wrote there. A file that cannot be removed stays; nothing is removed
    from a folder of another session.
    """
    removed = 0
    if session_id_of(folder) != session_id:
        return removed
    for name in _written_names(folder) if names is None else names:
        with contextlib.suppress(OSError):
            (folder / name).unlink()
            removed += 1
    with contextlib.suppress(OSError):
        if {each.name for each in folder.iterdir()} <= {MARK_FILE}:
            (folder / MARK_FILE).unlink()
            folder.rmdir()
    return removed


def _write(path: Path, content: bytes) -> Path:
    """Writes and syncs a temporary file beside ``path``, then renames it: readers see the old or the new content."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return path
