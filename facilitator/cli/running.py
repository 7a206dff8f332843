"""What the commands that run a workshop share, and the command ``serve``, which needs no terminal."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from facilitator import network
from facilitator.cli.arguments import DONE, INTERRUPTED, Asked
from facilitator.cli.output import line, tell
from facilitator.i18n.messages import pick, say
from facilitator.room.options import RoomOptions
from facilitator.system.gc_schedule import tidied
from facilitator.workspace.workspace import FLAGSHIP, House

GRACE = 2.0
"""Seconds that the terminal view has to restore the terminal after the workshop has been closed."""

FILES = 8192
"""Limit of open files to ask for; every phone needs one."""

LOOK_MS = 1000
"""Milliseconds between two checks whether the terminal's view has ended."""

HANGUP: int = getattr(signal, "SIGHUP", 0)
"""Number of the signal SIGHUP; 0 on Windows, which does not have it."""


def prepare(house: House, asked: Asked) -> None:
    """Apply the options of the phones' server to every workshop that is opened in this process."""
    house.options = RoomOptions(host=asked.host, port=asked.port, url=asked.url, cert=asked.cert, key=asked.key)
    _allow_many_phones()


def _allow_many_phones() -> None:
    """Raise the limit of open files: every phone holds a connection open, and macOS starts programs with 256 files."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def wanted(house: House, asked: Asked) -> Path:
    """The session that ``run``, ``serve``, ``resume`` or ``demo`` opens; ``demo`` creates it.

    Raises: ``RuleBroken`` or ``StoreError`` when there is no such session.
    """
    if asked.command == "resume":
        return house.last()
    if asked.command == "demo":
        return rehearsal(house, asked)
    return house.find(asked.session)


def rehearsal(house: House, asked: Asked) -> Path:
    """Create a session from the named template, by default the flagship, with a title that marks it as a rehearsal."""
    template = asked.template or FLAGSHIP
    title = pick(house.templates.find(template).title, house.language)
    return house.create(template, asked.minutes, say("demo.title", house.language, title=title), house.language)


@contextmanager
def crowd(house: House, asked: Asked) -> Iterator[None]:
    """Run simulated participants inside the block if the command is ``demo``, and print a summary after it."""
    if asked.command != "demo" or house.room is None:
        yield
        return
    from facilitator.rehearsal import FAST, HUMAN, Crowd
    from facilitator.rehearsal.summary import Onlooker, retrospect

    room = house.room
    host = "127.0.0.1" if room.options.host in network.ANYWHERE else room.options.host
    address = network.join_address(host, room.port, "", room.public.session.code, room.options.cert is not None)
    people = Crowd(address, asked.phones, FAST if asked.fast else HUMAN, troubles=True)
    onlooker = Onlooker(room)
    detach = room.attach(onlooker.look)
    people.start()
    try:
        yield
    finally:
        people.stop()
        detach()
        for sentence in (*retrospect(room.console, time.time(), house.language), onlooker.words(house.language)):
            if sentence:
                line(sentence)


def serve(house: House, asked: Asked) -> int:
    """``facilitator serve``: run a workshop with JSON lines on stdin and stdout."""
    from facilitator.serve import service

    prepare(house, asked)
    room = house.open(wanted(house, asked))
    for key, fields in room.notices:
        tell(f"notice.{key}", house.language, **fields)
    with tidied(house.calm):
        undisturbed = service.serve(room, house.language)
    house.close()
    return DONE if undisturbed else INTERRUPTED


@contextmanager
def saved_at_the_end(house: House) -> Iterator[None]:
    """While the terminal runs, make SIGTERM and the closing of its window save and close the workshop."""

    def end(number: int, frame: FrameType | None) -> None:
        gone = number == HANGUP
        if gone:
            # The kernel sends SIGCONT together with SIGHUP; Textual would then draw on a window that no longer exists.
            signal.signal(signal.SIGCONT, signal.SIG_IGN)
            # Output has nowhere to go now; writing it must not turn a normal end into a failure.
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (1, 2):
                os.dup2(nowhere, stream)
        threading.Thread(target=_close, args=(house, 0.0 if gone else GRACE), daemon=True).start()
        raise SystemExit(DONE)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, HANGUP) if number}
    ended = threading.Event()
    if HANGUP and os.isatty(0):
        threading.Thread(target=_watch, args=(ended,), name="window", daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def _watch(ended: threading.Event) -> None:
    """Send SIGHUP to this process once its terminal window is closed, until ``ended`` is set.

    The kernel sends SIGHUP only to processes of the terminal's own session. Started under ``setsid``, the program would
    otherwise never learn that its window is gone.
    """
    window = select.poll()
    window.register(0, 0)
    while not ended.is_set():
        for _, happened in window.poll(LOOK_MS):
            if happened & select.POLLHUP and not ended.is_set():
                os.kill(os.getpid(), HANGUP)
            return


def _close(house: House, patience: float) -> None:
    """Save and close the workshop, give the terminal view ``timeout`` seconds to end, then end the process."""
    house.close()
    time.sleep(patience)
    os._exit(DONE)
