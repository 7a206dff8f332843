"""Functions shared by the commands that run a workshop, and the command ``serve``, which needs no terminal."""

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

from facilitator.cli.arguments import DONE, INTERRUPTED, Arguments
from facilitator.cli.output import print_line, print_message_to_stderr
from facilitator.i18n.messages import pick, say
from facilitator.network import address_choice
from facilitator.room.options import RoomOptions
from facilitator.system.gc_schedule import scheduled_gc
from facilitator.workspace.library import FLAGSHIP
from facilitator.workspace.workspace import Workspace

TERMINAL_GRACE = 2.0
"""Seconds that the terminal view has to restore the terminal after the workshop has been closed."""

OPEN_FILES = 8192
"""Requested limit of open files; every phone needs one."""

POLL_MILLISECONDS = 1000
"""Milliseconds between two checks whether the terminal's view has ended."""

HANGUP: int = getattr(signal, "SIGHUP", 0)
"""Number of the signal SIGHUP; 0 on Windows, which does not have it."""


def set_room_options(workspace: Workspace, args: Arguments) -> None:
    """Apply the options of the phones' server to every workshop that is opened in this process."""
    workspace.options = RoomOptions(host=args.host, port=args.port, url=args.url, cert=args.cert, key=args.key)
    _raise_file_limit()


def _raise_file_limit() -> None:
    """Raise the limit of open files: each phone needs an open connection, and the default on macOS is 256 files."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def session_to_open(workspace: Workspace, args: Arguments) -> Path:
    """The session that ``run``, ``serve``, ``resume`` or ``demo`` opens; ``demo`` creates it.

    Raises: ``RuleBroken`` or ``StoreError`` when there is no such session.
    """
    if args.command == "resume":
        return workspace.library.last_session()
    if args.command == "demo":
        return create_rehearsal_session(workspace, args)
    return workspace.library.find(args.session)


def create_rehearsal_session(workspace: Workspace, args: Arguments) -> Path:
    """Create a session from the named template, by default the flagship, with a title that marks it as a rehearsal."""
    template = args.template or FLAGSHIP
    title = pick(workspace.library.templates.find(template).title, workspace.preferences.language)
    return workspace.library.create(
        template,
        args.minutes,
        say("demo.title", workspace.preferences.language, title=title),
        workspace.preferences.language,
    )


@contextmanager
def participants_of_demo(workspace: Workspace, args: Arguments) -> Iterator[None]:
    """Run simulated participants inside the block if the command is ``demo``, and print a summary after it."""
    if args.command != "demo" or workspace.room is None:
        yield
        return
    from facilitator.rehearsal.simulated_crowd import FAST, HUMAN, SimulatedCrowd
    from facilitator.rehearsal.summary import RudeMessageWatch, timing_summary

    room = workspace.room
    host = "127.0.0.1" if room.options.host in address_choice.ALL_INTERFACES else room.options.host
    address = address_choice.join_address(host, room.port, "", room.public.session.code, room.options.cert is not None)
    people = SimulatedCrowd(address, args.phones, FAST if args.fast else HUMAN, troubles=True)
    onlooker = RudeMessageWatch(room)
    detach = room.attach(onlooker.update)
    people.start()
    try:
        yield
    finally:
        people.stop()
        detach()
        for sentence in (
            *timing_summary(room.console, time.time(), workspace.preferences.language),
            onlooker.summary(workspace.preferences.language),
        ):
            if sentence:
                print_line(sentence)


def serve_json_lines(workspace: Workspace, args: Arguments) -> int:
    """``facilitator serve``: run a workshop with JSON lines on stdin and stdout."""
    from facilitator.serve import service

    set_room_options(workspace, args)
    room = workspace.open(session_to_open(workspace, args))
    for key, fields in room.notices:
        print_message_to_stderr(f"notice.{key}", workspace.preferences.language, **fields)
    with scheduled_gc(workspace.is_idle):
        undisturbed = service.serve(room, workspace.preferences.language)
    workspace.close()
    return DONE if undisturbed else INTERRUPTED


@contextmanager
def close_on_signals(workspace: Workspace) -> Iterator[None]:
    """While the terminal runs, make SIGTERM and the closing of its window save and close the workshop."""

    def end(number: int, frame: FrameType | None) -> None:
        gone = number == HANGUP
        if gone:
            # The kernel sends SIGCONT together with SIGHUP; Textual would then draw on a window that no longer exists.
            signal.signal(signal.SIGCONT, signal.SIG_IGN)
            # Redirect output to the null device: writing to the closed terminal would make a normal exit fail.
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (1, 2):
                os.dup2(nowhere, stream)
        threading.Thread(target=_close_and_exit, args=(workspace, 0.0 if gone else TERMINAL_GRACE), daemon=True).start()
        raise SystemExit(DONE)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, HANGUP) if number}
    ended = threading.Event()
    if HANGUP and os.isatty(0):
        threading.Thread(target=_watch_terminal, args=(ended,), name="window", daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def _watch_terminal(ended: threading.Event) -> None:
    """Poll the terminal until ``ended`` is set, and send SIGHUP to this process when its window is closed.

    The kernel sends SIGHUP only to processes of the terminal's session. A program started under ``setsid`` would
    otherwise not be notified that its window was closed.
    """
    window = select.poll()
    window.register(0, 0)
    while not ended.is_set():
        for _, happened in window.poll(POLL_MILLISECONDS):
            if happened & select.POLLHUP and not ended.is_set():
                os.kill(os.getpid(), HANGUP)
            return


def _close_and_exit(workspace: Workspace, timeout: float) -> None:
    """Save and close the workshop, give the terminal view ``timeout`` seconds to end, then end the process."""
    workspace.close()
    time.sleep(timeout)
    os._exit(DONE)
