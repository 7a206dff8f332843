"""Commands that open a workshop: what they share, and ``serve``, which needs no terminal."""

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
"""Seconds that the terminal view is given to put the terminal in order after the workshop has been closed."""

FILES = 8192
"""Open files that are asked of the system, for as many phones and a few more."""

LOOK_MS = 1000
"""Milliseconds between two looks at whether the terminal still runs."""

HANGUP: int = getattr(signal, "SIGHUP", 0)
"""0 on Windows, which has no such signal."""


def prepare(house: House, asked: Asked) -> None:
    """Note what the command line says of the phones' server, for every workshop opened in this run."""
    house.options = RoomOptions(host=asked.host, port=asked.port, url=asked.url, cert=asked.cert, key=asked.key)
    _allow_many_phones()


def _allow_many_phones() -> None:
    """Every phone holds a connection open, and some systems start a program with room for 256 files."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def wanted(house: House, asked: Asked) -> Path:
    """The workshop that ``run``, ``serve``, ``resume`` or ``demo`` means. Raises ``RuleBroken``."""
    if asked.command == "resume":
        return house.last()
    if asked.command == "demo":
        return rehearsal(house, asked)
    return house.find(asked.session)


def rehearsal(house: House, asked: Asked) -> Path:
    """A new session of a template, the flagship unless another is named; its title says what it is."""
    template = asked.template or FLAGSHIP
    title = pick(house.templates.find(template).title, house.language)
    return house.create(template, asked.minutes, say("demo.title", house.language, title=title), house.language)


@contextmanager
def crowd(house: House, asked: Asked) -> Iterator[None]:
    """In a rehearsal, simulated people around what happens; else nothing."""
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
    """``facilitator serve``."""
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
    """While the terminal runs: closing its window or asking the program to end saves and closes the workshop."""

    def end(number: int, frame: FrameType | None) -> None:
        gone = number == HANGUP
        if gone:
            # The kernel continues what hangs up; Textual would then draw on a window that is no more.
            signal.signal(signal.SIGCONT, signal.SIG_IGN)
            # What is still to be written has nowhere to go, and must not turn the end into a failure.
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
    """Hang up once the window is gone. The kernel tells that only to what the window itself has started; another
    program (``setsid``) would wait for ever on the lines that it cannot write."""
    window = select.poll()
    window.register(0, 0)
    while not ended.is_set():
        for _, happened in window.poll(LOOK_MS):
            if happened & select.POLLHUP and not ended.is_set():
                os.kill(os.getpid(), HANGUP)
            return


def _close(house: House, patience: float) -> None:
    """Save and close the workshop, then give the terminal view ``patience`` seconds to end by itself."""
    house.close()
    time.sleep(patience)
    os._exit(DONE)
