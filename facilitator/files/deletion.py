"""Deletes a session together with its exported results, and reports what remains."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facilitator.files.ledger import SessionLedger
from store import sessions as saved
from store.errors import StoreError
from store.listing import Listing, read_listing

SESSION_COPY = frozenset(("session.json",))
"""The exported file that is a copy of the session; all others are results."""


@dataclass(frozen=True)
class DeletionResult:
    """What was deleted besides the session itself, and what remains of it."""

    files: int = 0
    """Number of exported files that were deleted."""
    remaining_folders: tuple[Path, ...] = ()
    """Export folders that are not empty: with results that stay, or files that the program did not make."""
    related: tuple[Path, ...] = ()
    """Other saved sessions that contain data of this one: follow-ups and copies."""


def delete_session(path: Path, home: Path, ledger: SessionLedger, results: bool = True) -> DeletionResult:
    """Delete the session, its journal, its earlier versions, and its exported files.

    ``results``: False keeps the exported results, and deletes only the copy of the session among them. Raises
    ``StoreError``; nothing is deleted then.
    """
    head = read_listing(path)
    session = head.id or ledger.session_at(path)
    folders = tuple(_result_folders(session, home / "exports", ledger.export_folders(path))) if session else ()
    saved.delete(path)
    # Imported late: the package loads every export format, which the home screen does not need.
    from facilitator.files.result_folder import remove

    files = 0
    for folder in folders:
        files += remove(folder, session, None if results else SESSION_COPY)
    ledger.remove_entry(path)
    return DeletionResult(
        files=files,
        remaining_folders=tuple(folder for folder in folders if folder.is_dir()),
        related=tuple(_related_sessions(session, saved.list_sessions(home / "sessions"))) if session else (),
    )


def delete_due_sessions(today: date, home: Path, ledger: SessionLedger) -> Iterator[Listing]:
    """Delete every session that is due, and yield it. Exported results stay.

    A session that is open, or whose file now holds another session, is skipped until the next call.
    """
    for session, path in list(ledger.due_sessions(today)):
        head = read_listing(path)
        if head.id != session:
            if not path.exists():
                ledger.remove_entry(path)
            continue
        try:
            delete_session(path, home, ledger, results=False)
        except StoreError:
            continue
        yield head


def _result_folders(session: str, default_folder: Path, noted: Iterable[Path]) -> Iterable[Path]:
    """The folders with results of a session: those in the ledger, and those in the default folder that carry its id."""
    found = dict.fromkeys(noted)
    with contextlib.suppress(OSError):  # the folder does not exist before the first export
        found.update(dict.fromkeys(folder.resolve() for folder in default_folder.iterdir()))
    from facilitator.files.result_folder import session_id_of

    return [folder for folder in found if session_id_of(folder) == session]


def _related_sessions(session: str, others: Iterable[Listing]) -> Iterator[Path]:
    return (each.path for each in others if session in (each.id, each.follows))
