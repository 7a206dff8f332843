"""``facilitator export``: writes the results of a workshop, and asks whether to keep or delete the session."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from facilitator.cli.arguments import DONE, KEEP, LATER, NOW, Arguments
from facilitator.cli.delete import confirm_deletion, report_deletion
from facilitator.cli.output import print_line, print_message_to_stderr
from facilitator.errors import RuleBroken
from facilitator.files.opening import open_valid_session
from facilitator.i18n.messages import format_date, pick, say
from facilitator.room.outputs import ExportArguments, write_files
from facilitator.workspace.library import sample_folder
from facilitator.workspace.workspace import Workspace
from store.sessions import session_snapshot


def export(workspace: Workspace, args: Arguments) -> int:
    """Write the results and print the path of each file on stdout.

    Raises: ``RuleBroken``, for example for an unknown format or language, or ``StoreError``.
    """
    path = workspace.library.find(args.session)
    with open_valid_session(path, read_only=True) as kept:
        found = session_snapshot(kept)
    arguments = ExportArguments(
        format=tuple(args.format),
        out=str(args.out or ""),
        language=args.language,
        also=tuple(args.also),
        progress=_progress_printer(workspace.preferences.language),
    )
    made = write_files(found, path, workspace.library.exports, workspace.library.ledger_file, arguments)
    _clear_progress()
    for file in made["files"]:
        print_line(file)
    title = pick(found.session.title, workspace.preferences.language) or path.stem
    return _apply_retention(workspace, args, path, title)


def _progress_printer(language: str) -> Callable[[int, int, str], None] | None:
    """A function that shows the progress on one line of stderr; None when stderr is not a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, name: str) -> None:
        sys.stderr.write(f"\r\x1b[K{say('live.exporting_file', language, done=done + 1, total=total, name=name)}")
        sys.stderr.flush()

    return show


def _clear_progress() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _apply_retention(workspace: Workspace, args: Arguments, path: Path, title: str) -> int:
    """Keep or delete the session, according to ``--retention`` or the answer to a prompt. Returns exit code 0.

    Raises: ``RuleBroken`` ``sample_stays`` for one of the sample sessions, which are never deleted.
    """
    spoken, choice = workspace.preferences.language, args.retention
    if path.resolve().parent == sample_folder().resolve():
        if choice in ("", KEEP):
            return DONE
        raise RuleBroken("sample_stays", name=path.name)
    if not choice and sys.stdin.isatty() and sys.stderr.isatty():
        sys.stderr.write(say("cli.retention.ask", spoken, title=title, days=LATER))
        sys.stderr.flush()
        choice = {"": KEEP, "1": KEEP, "2": LATER, "3": NOW}.get(sys.stdin.readline().strip(), KEEP)
        args.retention = choice
    if choice == KEEP:
        workspace.library.delete_later(path, None)
        print_message_to_stderr("cli.retention.kept", spoken, title=title)
    elif choice == LATER:
        when = workspace.library.delete_later(path)
        if when is not None:
            print_message_to_stderr("cli.retention.later", spoken, title=title, day=format_date(when, spoken))
    elif choice == NOW and confirm_deletion(args, path, title, spoken):
        report_deletion(workspace.library.delete(path, results=False), title, spoken)
    return DONE
