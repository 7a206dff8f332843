"""Deletes a workshop with all that the program has made of it, and knows what it cannot reach."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facilitator.files.ledger import Ledger
from store import sessions as saved
from store.errors import StoreError
from store.listing import Listing, outlined

COPY = frozenset(("session.json",))
"""The exported file that is the workshop itself; the others are its results."""


@dataclass(frozen=True)
class Erased:
    """What was deleted besides the workshop, and what is left of it."""

    files: int = 0
    """Exported files."""
    kept: tuple[Path, ...] = ()
    """Export folders that still hold something: results that stay, or files that the program did not make."""
    related: tuple[Path, ...] = ()
    """Other saved workshops that know of this one: follow-ups and copies."""


def erase(path: Path, home: Path, ledger: Ledger, results: bool = True) -> Erased:
    """Delete the session, its journal, its snapshots and copies, and its exports. Raises ``StoreError``: then nothing
    of it is gone.

    ``results``: False leaves the exported results where they are, and removes only the copy that opens again.
    """
    head = outlined(path)
    session = head.id or ledger.session_at(path)
    folders = tuple(_folders(session, home / "exports", ledger.exports(path))) if session else ()
    saved.delete(path)
    # Late: they bring all the writers of files, and the home screen needs none.
    from facilitator.files.result_folder import remove

    files = 0
    for folder in folders:
        files += remove(folder, session, None if results else COPY)
    ledger.forget(path)
    return Erased(
        files=files,
        kept=tuple(folder for folder in folders if folder.is_dir()),
        related=tuple(_related(session, saved.listed(home / "sessions"))) if session else (),
    )


def erase_due(today: date, home: Path, ledger: Ledger) -> Iterator[Listing]:
    """Delete every workshop whose day has come; gives those that were. Results stay where they were written.

    One that is open, or whose file is another workshop's now, is left alone until the next time.
    """
    for session, path in list(ledger.due(today)):
        head = outlined(path)
        if head.id != session:
            if not path.exists():
                ledger.forget(path)
            continue
        try:
            erase(path, home, ledger, results=False)
        except StoreError:
            continue
        yield head


def _folders(session: str, usual: Path, noted: Iterable[Path]) -> Iterable[Path]:
    """Where its results were written: as noted, and as the folders in the usual place say themselves."""
    found = dict.fromkeys(noted)
    with contextlib.suppress(OSError):  # nothing was ever exported there
        found.update(dict.fromkeys(folder.resolve() for folder in usual.iterdir()))
    from facilitator.files.result_folder import made_for

    return [folder for folder in found if made_for(folder) == session]


def _related(session: str, others: Iterable[Listing]) -> Iterator[Path]:
    return (each.path for each in others if session in (each.id, each.follows))
