"""Runs one command line: the outermost layer of the program, and the only one that opens the terminal.

Heavy modules are imported inside the functions that need them, so that help and lists start without loading Textual
or the web server.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.cli.arguments import BAD_INPUT, DONE, FAILED, IN_USE, INTERRUPTED, Arguments
from facilitator.cli.output import print_error, print_message_to_stderr
from facilitator.cli.parser import parse, requested_language
from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say, terminal_language
from facilitator.system import settings
from facilitator.system.gc_schedule import scheduled_gc
from facilitator.system.log_file import log_to
from store.errors import StoreError

if TYPE_CHECKING:
    from facilitator.workspace.workspace import Workspace

MAX_CRASHES = 3
"""How often a crashed terminal view is opened again within ``CRASH_SECONDS`` before the program gives up."""

CRASH_SECONDS = 60.0
"""Length of the period, in seconds, in which crashes are counted."""

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, ``sys.argv`` when none is given, and return the exit code; reports every error itself."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    home = settings.data_folder()
    language = (
        requested_language(arguments) or settings.load(home / settings.SETTINGS_FILE).language or terminal_language()
    )
    try:
        return _run(parse(arguments, language))
    except RuleBroken as refused:
        print_error(refused.code, language, **refused.fields)
        return FAILED if refused.status >= 500 else BAD_INPUT
    except StoreError as fault:
        print_error(fault.code, language, **fault.fields)
        return exit_code(fault)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout has closed it (``facilitator list | head``); the flush at exit must not fail on it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else DONE
    except Exception:
        log.exception("the program failed")
        print_error("unexpected", language, log=home / "log" / "facilitator.log")
        return FAILED


UNREADABLE = frozenset(
    ("no_session", "unreadable", "damaged", "impossible", "newer_format", "file_too_large", "not_allowed", "exists")
)
"""Codes of ``StoreError`` whose cause is the named file, not the program or the disk."""


def exit_code(fault: StoreError) -> int:
    """The exit code for a failed store: 3 when another process has the session open, 2 for an unusable file, else 1."""
    if fault.code == "in_use":
        return IN_USE
    return BAD_INPUT if fault.code in UNREADABLE else FAILED


def _run(args: Arguments) -> int:
    """Dispatch to the command and return its exit code."""
    from facilitator.workspace.workspace import Workspace

    workspace = Workspace(language=args.language)
    log_to(workspace.log)
    gc.enable()
    try:
        match args.command:
            case "" | "run" | "resume" | "demo":
                return _run_workshop(workspace, args)
            case "stage":
                return _run_stage(workspace, args)
            case "serve":
                from facilitator.cli.running import serve_json_lines

                return serve_json_lines(workspace, args)
            case "doctor":
                from facilitator.cli.doctor import doctor

                return doctor(workspace, args)
            case "help":
                from facilitator.cli.help import show_help

                return show_help(workspace, args)
            case "handouts":
                from facilitator.cli.handouts import handouts

                return handouts(workspace, args)
            case _:
                from facilitator.cli import sessions

                return sessions.HANDLERS[args.command](workspace, args)
    finally:
        workspace.close()


def _run_workshop(workspace: Workspace, args: Arguments) -> int:
    """Open the terminal on a workshop, or on the home screen without one; ``demo`` adds simulated participants.

    Raises: ``RuleBroken`` without a usable terminal, ``StoreError`` when the session cannot be opened.
    """
    from facilitator.cli import running

    plain = args.plain or _is_dumb_terminal()
    if plain and not args.command:
        raise RuleBroken("plain_needs_session", 400)
    _redirect_warnings() if plain else _require_terminal()
    running.set_room_options(workspace, args)
    with running.close_on_signals(workspace), scheduled_gc(workspace.is_idle):
        path = running.session_to_open(workspace, args) if args.command else None
        refused = _open_session(workspace, path) if path is not None else None
        if plain and refused is not None:
            raise refused
        with running.participants_of_demo(workspace, args):
            code = _run_plain(workspace) if plain else _run_terminal(workspace, path)
        if workspace.room is not None:
            print_message_to_stderr("cli.open_again", workspace.preferences.language)
        elif refused is not None and workspace.read_only_room is None:
            raise refused
        return code


def _run_plain(workspace: Workspace) -> int:
    """Run plain mode, which prints lines instead of drawing a full screen."""
    from screens.plain.run import run_plain

    room = workspace.room
    assert room is not None  # the caller has opened it
    notices = [say(f"notice.{key}", workspace.preferences.language, **fields) for key, fields in room.notices]
    return DONE if run_plain(room, workspace.preferences.language, notices) else INTERRUPTED


def _is_dumb_terminal() -> bool:
    """Whether the terminal declares itself unable to move the cursor (``TERM=dumb``)."""
    return os.environ.get("TERM") == "dumb"


def _open_session(workspace: Workspace, path: Path) -> StoreError | None:
    """Open the workshop; None when it is open.

    An error from which the home screen can offer a way out (such as a repaired copy) is returned. Raises: every other
    ``StoreError``.
    """
    try:
        workspace.open(path)
    except StoreError as fault:
        if workspace.opening_alternative(fault, path) is None:
            raise
        return fault
    return None


def _run_terminal(workspace: Workspace, path: Path | None) -> int:
    """Run Textual in this thread; a view that crashes is opened again on the same running workshop.

    Raises: ``RuleBroken`` ``crashed_often`` after more than ``MAX_CRASHES`` crashes within ``CRASH_SECONDS``.
    """
    from screens.app import run_terminal

    crashes: list[float] = []
    while True:
        outcome = run_terminal(workspace, path, workspace.room or workspace.read_only_room, after_crash=bool(crashes))
        if not outcome.crashed:
            return DONE
        now = time.monotonic()
        crashes = [each for each in crashes if now - each < CRASH_SECONDS] + [now]
        if len(crashes) > MAX_CRASHES:
            raise RuleBroken("crashed_often", 500, log=workspace.log)


def _run_stage(workspace: Workspace, args: Arguments) -> int:
    """Run ``facilitator stage``: the projected view only, read over HTTP."""
    _require_terminal()
    from screens.remote_stage import run_stage

    return run_stage(args.address, workspace.preferences.language)


def _require_terminal() -> None:
    """Require a full-screen terminal, which from here on only Textual writes to.

    Raises: ``RuleBroken`` ``no_terminal`` or ``dumb_terminal``.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise RuleBroken("no_terminal", 400)
    if _is_dumb_terminal():
        raise RuleBroken("dumb_terminal", 400)
    _redirect_warnings()


def _redirect_warnings() -> None:
    """Send warnings and errors of threads to the log instead of stderr, where they would damage the screen."""
    logging.captureWarnings(True)
    threading.excepthook = _log_thread


def _log_thread(fault: threading.ExceptHookArgs) -> None:
    if fault.exc_value is not None:
        log.error("a thread failed", exc_info=fault.exc_value)
