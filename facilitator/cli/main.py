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

from facilitator.cli.arguments import DONE, ELSEWHERE, FAILED, INTERRUPTED, UNUSABLE, Asked
from facilitator.cli.output import tell, tell_error
from facilitator.cli.parser import parse, spoken
from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say, terminal_language
from facilitator.system import settings
from facilitator.system.gc_schedule import tidied
from facilitator.system.log_file import log_to
from store.errors import StoreError

if TYPE_CHECKING:
    from facilitator.workspace.workspace import House

CRASHES = 3
"""How often a crashed terminal view is opened again within ``CRASH_SECONDS`` before the program gives up."""

CRASH_SECONDS = 60.0
"""Length of the period, in seconds, in which crashes are counted."""

log = logging.getLogger(__name__)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command line, ``sys.argv`` when none is given, and return the exit code; reports every error itself."""
    words = sys.argv[1:] if words is None else words
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    home = settings.data_folder()
    language = spoken(words) or settings.load(home / settings.FILE).language or terminal_language()
    try:
        return _run(parse(words, language))
    except RuleBroken as refused:
        tell_error(refused.code, language, **refused.fields)
        return FAILED if refused.status >= 500 else UNUSABLE
    except StoreError as fault:
        tell_error(fault.code, language, **fault.fields)
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
        tell_error("unexpected", language, log=home / "log" / "facilitator.log")
        return FAILED


UNREADABLE = frozenset(
    ("no_session", "unreadable", "damaged", "impossible", "newer_format", "file_too_large", "not_allowed", "exists")
)
"""Codes of ``StoreError`` whose cause is the named file, not the program or the disk."""


def exit_code(fault: StoreError) -> int:
    """The exit code for a failed store: 3 when another process has the session open, 2 for an unusable file, else 1."""
    if fault.code == "in_use":
        return ELSEWHERE
    return UNUSABLE if fault.code in UNREADABLE else FAILED


def _run(asked: Asked) -> int:
    """Dispatch to the command and return its exit code."""
    from facilitator.workspace.workspace import House

    house = House(language=asked.language)
    log_to(house.log)
    gc.enable()
    try:
        match asked.command:
            case "" | "run" | "resume" | "demo":
                return _terminal(house, asked)
            case "stage":
                return _stage(house, asked)
            case "serve":
                from facilitator.cli.running import serve

                return serve(house, asked)
            case "doctor":
                from facilitator.cli.doctor import doctor

                return doctor(house, asked)
            case "handouts":
                from facilitator.cli.handouts import handouts

                return handouts(house, asked)
            case _:
                from facilitator.cli import sessions

                return sessions.COMMANDS[asked.command](house, asked)
    finally:
        house.close()


def _terminal(house: House, asked: Asked) -> int:
    """Open the terminal on a workshop, or on the home screen without one; ``demo`` adds simulated participants.

    Raises: ``RuleBroken`` without a usable terminal, ``StoreError`` when the session cannot be opened.
    """
    from facilitator.cli import running

    plain = asked.plain or _dumb()
    if plain and not asked.command:
        raise RuleBroken("plain_needs_session", 400)
    _quiet() if plain else _needs_terminal()
    running.prepare(house, asked)
    with running.saved_at_the_end(house), tidied(house.calm):
        path = running.wanted(house, asked) if asked.command else None
        refused = _refusal(house, path) if path is not None else None
        if plain and refused is not None:
            raise refused
        with running.crowd(house, asked):
            code = _converse(house) if plain else _show(house, path)
        if house.room is not None:
            tell("cli.open_again", house.language)
        elif refused is not None and house.reading is None:
            raise refused
        return code


def _converse(house: House) -> int:
    """Run plain mode, which prints lines instead of drawing a full screen."""
    from screens.plain.run import run_plain

    room = house.room
    assert room is not None  # the caller has opened it
    notices = [say(f"notice.{key}", house.language, **fields) for key, fields in room.notices]
    return DONE if run_plain(room, house.language, notices) else INTERRUPTED


def _dumb() -> bool:
    """Whether the terminal declares itself unable to move the cursor (``TERM=dumb``)."""
    return os.environ.get("TERM") == "dumb"


def _refusal(house: House, path: Path) -> StoreError | None:
    """Open the workshop; None when it is open.

    An error from which the home screen can offer a way out (a repaired copy, say) is returned. Raises: every other
    ``StoreError``.
    """
    try:
        house.open(path)
    except StoreError as fault:
        if house.way_on(fault, path) is None:
            raise
        return fault
    return None


def _show(house: House, path: Path | None) -> int:
    """Run Textual in this thread; a view that crashes is opened again on the same running workshop.

    Raises: ``RuleBroken`` ``crashed_often`` after more than ``MAX_CRASHES`` crashes within ``CRASH_SECONDS``.
    """
    from screens.app import run_terminal

    crashes: list[float] = []
    while True:
        outcome = run_terminal(house, path, house.room or house.reading, again=bool(crashes))
        if not outcome.crashed:
            return DONE
        now = time.monotonic()
        crashes = [each for each in crashes if now - each < CRASH_SECONDS] + [now]
        if len(crashes) > CRASHES:
            raise RuleBroken("crashed_often", 500, log=house.log)


def _stage(house: House, asked: Asked) -> int:
    """Run ``facilitator stage``: the projected view only, read over HTTP."""
    _needs_terminal()
    from screens.remote_stage import run_stage

    return run_stage(asked.address, house.language)


def _needs_terminal() -> None:
    """Require a full-screen terminal, which from here on only Textual writes to.

    Raises: ``RuleBroken`` ``no_terminal`` or ``dumb_terminal``.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise RuleBroken("no_terminal", 400)
    if _dumb():
        raise RuleBroken("dumb_terminal", 400)
    _quiet()


def _quiet() -> None:
    """Send warnings and errors of threads to the log instead of stderr, where they would damage the screen."""
    logging.captureWarnings(True)
    threading.excepthook = _log_thread


def _log_thread(fault: threading.ExceptHookArgs) -> None:
    if fault.exc_value is not None:
        log.error("a thread failed", exc_info=fault.exc_value)
