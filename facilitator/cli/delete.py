"""``facilitator delete``: deletes a session after its name was typed, and reports what could not be deleted."""

from __future__ import annotations

import sys
from pathlib import Path

from facilitator.cli.arguments import DONE, Asked
from facilitator.cli.output import tell
from facilitator.files.deletion import Erased
from facilitator.i18n.messages import pick, say
from facilitator.workspace.workspace import House
from store.listing import outlined


def delete(house: House, asked: Asked) -> int:
    """Delete a session, the files that belong to it, and its exports, once the user has confirmed it."""
    path, spoken = house.find(asked.session), house.language
    title = pick(outlined(path).title, spoken) or path.name
    if confirmed(asked, path, title, spoken):
        told_of(house.delete(path), title, spoken)
    return DONE


def confirmed(asked: Asked, path: Path, title: str, language: str) -> bool:
    """Ask for the name of the session on stdin; whether it was given. ``--yes`` answers without asking."""
    if asked.yes:
        return True
    sys.stderr.write(say("cli.delete.ask", language, title=title, name=path.stem))
    sys.stderr.flush()
    if sys.stdin.readline().strip() == path.stem:
        return True
    tell("cli.delete.kept", language)
    return False


def told_of(erased: Erased, title: str, language: str) -> None:
    """Print what was deleted, what is left, and which copies the program cannot reach."""
    tell("cli.delete.done", language, title=title, n=erased.files)
    if erased.kept:
        tell("cli.delete.folders", language, folders=", ".join(map(str, erased.kept)))
    if erased.related:
        tell("cli.delete.related", language, names=", ".join(each.stem for each in erased.related))
    tell("cli.delete.beyond", language)
