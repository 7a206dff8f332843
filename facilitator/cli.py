"""The command line, and the outermost edge of the program: the one place that opens the terminal.

Everything is imported where it is needed, so that help and lists do not wait for Textual and the web server.
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

from facilitator import settings
from facilitator.commands.asked import DONE, ELSEWHERE, FAILED, INTERRUPTED, UNUSABLE, Asked
from facilitator.commands.output import tell, tell_error
from facilitator.commands.parser import parse, spoken
from facilitator.errors import RuleBroken
from facilitator.logs import log_to
from facilitator.tidying import tidied
from facilitator.words import say, terminal_language
from store.errors import StoreError

if TYPE_CHECKING:
    from facilitator.house import House

CRASHES = 3
"""How often the terminal view is opened again within ``CRASH_SECONDS`` before giving up."""

CRASH_SECONDS = 60.0

log = logging.getLogger(__name__)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
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
        # Whoever read our data has heard enough (``facilitator list | head``); Python must not flush there at exit.
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
"""Codes of ``StoreError`` that are about the file that was named, not about the program or the disk."""


def exit_code(fault: StoreError) -> int:
    """3 when another process has the session, 2 when the file cannot be used, else 1."""
    if fault.code == "in_use":
        return ELSEWHERE
    return UNUSABLE if fault.code in UNREADABLE else FAILED


def _run(asked: Asked) -> int:
    from facilitator.house import House

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
                from facilitator.commands.live import serve

                return serve(house, asked)
            case "doctor":
                from facilitator.commands.network import doctor

                return doctor(house, asked)
            case "help":
                from facilitator.commands.help import show_help

                return show_help(house, asked)
            case "handouts":
                from facilitator.commands.printing import handouts

                return handouts(house, asked)
            case _:
                from facilitator.commands import kept

                return kept.COMMANDS[asked.command](house, asked)
    finally:
        house.close()


def _terminal(house: House, asked: Asked) -> int:
    """The terminal, with a workshop or with the home screen; a rehearsal has its simulated people besides."""
    from facilitator.commands import live

    plain = asked.plain or _dumb()
    if plain and not asked.command:
        raise RuleBroken("plain_needs_session", 400)
    _quiet() if plain else _needs_terminal()
    live.prepare(house, asked)
    with live.saved_at_the_end(house), tidied(house.calm):
        path = live.wanted(house, asked) if asked.command else None
        refused = _refusal(house, path) if path is not None else None
        if plain and refused is not None:
            raise refused
        with live.crowd(house, asked):
            code = _converse(house) if plain else _show(house, path)
        if house.room is not None:
            tell("cli.open_again", house.language)
        elif refused is not None and house.reading is None:
            raise refused
        return code


def _converse(house: House) -> int:
    """Plain mode: lines instead of a full screen."""
    from screens.plain.run import run_plain

    room = house.room
    assert room is not None  # it was opened just now
    notices = [say(f"notice.{key}", house.language, **fields) for key, fields in room.notices]
    return DONE if run_plain(room, house.language, notices) else INTERRUPTED


def _dumb() -> bool:
    """Whether the terminal says of itself that it can only write lines."""
    return os.environ.get("TERM") == "dumb"


def _refusal(house: House, path: Path) -> StoreError | None:
    """Open the workshop. What is returned instead of raised has a way on, which the home screen offers."""
    try:
        house.open(path)
    except StoreError as fault:
        if house.way_on(fault, path) is None:
            raise
        return fault
    return None


def _show(house: House, path: Path | None) -> int:
    """Textual, in this thread. A view that fails is opened again on the same running workshop."""
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
    _needs_terminal()
    from screens.remote import run_stage

    return run_stage(asked.address, house.language)


def _needs_terminal() -> None:
    """Raises ``RuleBroken`` without one. From here on nothing may be written on it but by Textual."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise RuleBroken("no_terminal", 400)
    if _dumb():
        raise RuleBroken("dumb_terminal", 400)
    _quiet()


def _quiet() -> None:
    """What the libraries have to complain about goes to the log."""
    logging.captureWarnings(True)
    threading.excepthook = _log_thread


def _log_thread(fault: threading.ExceptHookArgs) -> None:
    if fault.exc_value is not None:
        log.error("a thread failed", exc_info=fault.exc_value)
