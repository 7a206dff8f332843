"""Where exports go: a folder per workshop, named by the program, and files that are whole or not there."""

from __future__ import annotations

import contextlib
import os
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path

from facilitator.errors import RuleBroken

MARK = ".workshop"
"""Hidden file that says which session a folder was made for, so that two workshops of one name never mix; below
that, the names of the files that were written in it."""

LONGEST = 60
"""Characters of a title in a name; at most four times as many bytes, which every file system takes."""

_TURN = threading.Lock()
"""Held while files are written: results and cards of one workshop may be made at once, each in a thread of its own."""


def safe_name(title: str) -> str:
    """The title as part of a file name on any system: letters, digits, single spaces, ``-_,``. May be empty."""
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or c in "-_," else " " for c in title)
    return " ".join(kept.split())[:LONGEST].strip(" -_,")


def save(parent: Path, name: str, session_id: str, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files of a session into its folder under ``parent``; returns their paths.

    Files of an earlier export of the same session are replaced, those of another are never touched. Raises
    ``RuleBroken`` when the disk refuses.
    """
    try:
        with _TURN:
            folder = _own_folder(parent, name, session_id)
            written = sorted({*_names(folder), *files})
            _write(folder / MARK, "\n".join((session_id, *written)).encode())
            return [_write(folder / file, content) for file, content in files.items()]
    except OSError as refused:
        raise RuleBroken("export_not_written", 507, folder=parent) from refused


def _own_folder(parent: Path, name: str, session_id: str) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        folder = parent / (name if number == 1 else f"{name} ({number})")
        try:
            folder.mkdir()
        except FileExistsError:
            if made_for(folder) == session_id:
                return folder
        else:
            _write(folder / MARK, session_id.encode())
            return folder
    raise AssertionError("numbers do not end")


def made_for(folder: Path) -> str:
    """Id of the session that a folder was made for; empty for a folder that is none of ours."""
    return _marked(folder)[0]


def _names(folder: Path) -> list[str]:
    """The files that were written in a folder of ours."""
    return [name for name in _marked(folder)[1:] if name == Path(name).name]


def _marked(folder: Path) -> list[str]:
    try:
        return (folder / MARK).read_text("utf-8").splitlines() or [""]
    except (OSError, UnicodeDecodeError):
        return [""]


def remove(folder: Path, session_id: str, names: Iterable[str] | None = None) -> int:
    """Remove the files of these names (None: all that were written) from a session's folder, and the folder if nothing
    else is in it; how many were removed. What cannot be removed stays."""
    removed = 0
    if made_for(folder) != session_id:
        return removed
    for name in _names(folder) if names is None else names:
        with contextlib.suppress(OSError):
            (folder / name).unlink()
            removed += 1
    with contextlib.suppress(OSError):
        if {each.name for each in folder.iterdir()} <= {MARK}:
            (folder / MARK).unlink()
            folder.rmdir()
    return removed


def _write(path: Path, content: bytes) -> Path:
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
