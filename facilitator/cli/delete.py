"""``facilitator delete``: deletes a session after its name was typed, and reports what could not be deleted."""

from __future__ import annotations

import sys
from pathlib import Path

from facilitator.cli.arguments import DONE, Arguments
from facilitator.cli.output import print_message_to_stderr
from facilitator.files.deletion import DeletionResult
from facilitator.i18n.messages import pick, say
from facilitator.workspace.workspace import Workspace
from store.listing import read_listing


def delete(workspace: Workspace, args: Arguments) -> int:
    """Delete a session, the files that belong to it, and its exports, once the user has confirmed it."""
    path, spoken = workspace.library.find(args.session), workspace.preferences.language
    title = pick(read_listing(path).title, spoken) or path.name
    if confirm_deletion(args, path, title, spoken):
        report_deletion(workspace.library.delete(path), title, spoken)
    return DONE


def confirm_deletion(args: Arguments, path: Path, title: str, language: str) -> bool:
    """Ask for the name of the session on stdin; whether it was given. ``--yes`` answers without asking."""
    if args.yes:
        return True
    sys.stderr.write(say("cli.delete.ask", language, title=title, name=path.stem))
    sys.stderr.flush()
    if sys.stdin.readline().strip() == path.stem:
        return True
    print_message_to_stderr("cli.delete.kept", language)
    return False


def report_deletion(erased: DeletionResult, title: str, language: str) -> None:
    """Print what was deleted, what is left, and which copies the program cannot reach."""
    print_message_to_stderr("cli.delete.done", language, title=title, n=erased.files)
    if erased.remaining_folders:
        print_message_to_stderr("cli.delete.folders", language, folders=", ".join(map(str, erased.remaining_folders)))
    if erased.related:
        print_message_to_stderr("cli.delete.related", language, names=", ".join(each.stem for each in erased.related))
    print_message_to_stderr("cli.delete.beyond", language)
