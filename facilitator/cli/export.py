"""``facilitator export``: writes the results of a workshop, and asks whether to keep or delete the session."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from facilitator.cli.arguments import DONE, KEEP, LATER, NOW, Asked
from facilitator.cli.delete import confirmed, told_of
from facilitator.cli.output import line, tell
from facilitator.errors import RuleBroken
from facilitator.files.opening import open_sound
from facilitator.i18n.messages import day, pick, say
from facilitator.room.outputs import write_files
from facilitator.workspace.workspace import House, sample_folder
from store.sessions import still


def export(house: House, asked: Asked) -> int:
    """Write the results and print the path of each file on stdout.

    Raises: ``RuleBroken`` (an unknown format or language, say) or ``StoreError``.
    """
    path = house.find(asked.session)
    with open_sound(path, read_only=True) as kept:
        found = still(kept)
    arguments = {
        "format": asked.format,
        "out": str(asked.out or ""),
        "language": asked.language,
        "also": asked.also,
        "progress": _progress(house.language),
    }
    made = write_files(found, path, house.exports, house.ledger_file, arguments)
    _clear()
    for file in made["files"]:
        line(file)
    title = pick(found.session.title, house.language) or path.stem
    return _afterwards(house, asked, path, title)


def _progress(language: str) -> Callable[[int, int, str], None] | None:
    """A function that shows the progress on one line of stderr; None when stderr is not a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, name: str) -> None:
        sys.stderr.write(f"\r\x1b[K{say('live.exporting_file', language, done=done + 1, total=total, name=name)}")
        sys.stderr.flush()

    return show


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _afterwards(house: House, asked: Asked, path: Path, title: str) -> int:
    """Keep or delete the session as ``--retention`` says, or as a person at the terminal answers; returns exit code 0.

    Raises: ``RuleBroken`` ``sample_stays`` for one of the sample sessions, which are never deleted.
    """
    spoken, choice = house.language, asked.retention
    if path.resolve().parent == sample_folder().resolve():
        if choice in ("", KEEP):
            return DONE
        raise RuleBroken("sample_stays", name=path.name)
    if not choice and sys.stdin.isatty() and sys.stderr.isatty():
        sys.stderr.write(say("cli.retention.ask", spoken, title=title, days=LATER))
        sys.stderr.flush()
        choice = {"": KEEP, "1": KEEP, "2": LATER, "3": NOW}.get(sys.stdin.readline().strip(), KEEP)
        asked.retention = choice
    if choice == KEEP:
        house.delete_later(path, None)
        tell("cli.retention.kept", spoken, title=title)
    elif choice == LATER:
        when = house.delete_later(path)
        if when is not None:
            tell("cli.retention.later", spoken, title=title, day=day(when, spoken))
    elif choice == NOW and confirmed(asked, path, title, spoken):
        told_of(house.delete(path, results=False), title, spoken)
    return DONE
