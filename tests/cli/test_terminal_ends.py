"""How the terminal ends, on a real one: the window is closed, the program is asked to end, the view fails."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

import fcntl
import pty
import struct
import termios
import threading

import warm_program

from facilitator.workspace.workspace import Workspace
from store.sessions import open_session

PAGE_DOWN = b"\x1b[6~"

OPENED = b"\x1b[?1049h"
"""What a full-screen program begins with."""

FAILING = """
from screens.live.live import LiveScreen
def on_key(self, event):
    if event.key == "x":
        raise ZeroDivisionError("[/] [@click=app.quit]")
LiveScreen.on_key = on_key
"""
"""A live screen with a mistake in it: the key ``x`` ends it."""


class Window:
    """A terminal window of 100 x 30 with the program in it."""

    def __init__(self, home: Path, *words: str, before: str = "", belongs: bool = True) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._process = warm_program.start(
            *words,
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            stdin=slave,
            stdout=slave,
            stderr=slave,
            before=before,
            own_session=True,
            terminal=belongs,  # then the kernel tells the program when the window is gone
            environment={"FACILITATOR_HOME": str(home), "PATH": "", "TERM": "xterm-256color", "LANG": "C.UTF-8"},
        )
        os.close(slave)
        self.shown = b""
        self._gone = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        try:
            while not self._gone and (data := os.read(self._master, 65536)):
                self.shown += data
        except OSError:
            return

    def until(self, ready: Callable[[bytes], bool], seconds: float = 20.0) -> None:
        """Wait until what was written on the terminal is as wished."""
        end = time.monotonic() + seconds
        while not ready(self.shown):
            assert time.monotonic() < end, self.shown[-2000:]
            time.sleep(0.05)

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    def ask_to_end(self) -> None:
        """As a shutdown of the computer does."""
        self._process.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """As the cross in the corner does: the terminal is gone, and the kernel hangs up."""
        self._process.send_signal(signal.SIGHUP)
        self._process.send_signal(signal.SIGCONT)

    def vanish(self) -> None:
        """The terminal is gone, and nobody tells the program: it was started in a session of its own."""
        self._gone = True
        self.press(b"?")
        self._reader.join(10)
        os.close(self._master)

    def ended(self) -> int:
        """The exit code, within what a person waits."""
        return self._process.wait(10)

    def clear(self) -> None:
        """Leave nothing behind."""
        self._process.clear()
        if not self._gone:
            self._reader.join(5)
            os.close(self._master)


@pytest.fixture
def house(tmp_path: Path) -> Workspace:
    """A house with nothing in it."""
    return Workspace(tmp_path / "home", "en")


@pytest.fixture
def session(house: Workspace) -> Path:
    """A new session of the flagship."""
    return house.library.create(minutes=60)


Opening = Callable[..., Window]


@pytest.fixture
def opening(house: Workspace, session: Path) -> Iterator[Opening]:
    """Opens windows with the session in it."""
    windows: list[Window] = []

    def open_one(*words: str, before: str = "", belongs: bool = True) -> Window:
        windows.append(Window(house.home, *(words or ("run", str(session))), before=before, belongs=belongs))
        windows[-1].until(drawn)
        return windows[-1]

    yield open_one
    for window in windows:
        window.clear()


def drawn(shown: bytes) -> bool:
    """Whether the stage is there: its last line says which key shows the code."""
    return b"F5 code" in shown


def opened_and_drawn(shown: bytes, times: int) -> bool:
    """Whether the view was opened so many times, and the stage is there since."""
    return shown.count(OPENED) == times and drawn(shown.rsplit(OPENED, 1)[1])


def first_step(shown: bytes) -> bool:
    """Whether the first step is on the stage."""
    return b"Step 1/" in shown


def state_of(session: Path) -> str:
    """What the file says, once nobody has it open."""
    journal = session.with_name(session.name + ".journal")
    assert not journal.exists() or journal.stat().st_size == 0
    with open_session(session) as kept:
        return kept.session.state


@pytest.mark.parametrize("how", [Window.close, Window.ask_to_end])
def test_the_workshop_is_saved_and_closed(how: Callable[[Window], None], opening: Opening, session: Path) -> None:
    window = opening()
    window.press(PAGE_DOWN)
    window.until(first_step)
    how(window)
    assert window.ended() == 0
    assert state_of(session) == "running"
    assert b"Traceback" not in window.shown


def test_a_window_that_goes_without_a_word_ends_the_program_too(opening: Opening, session: Path) -> None:
    window = opening(belongs=False)
    window.press(PAGE_DOWN)
    window.until(first_step)
    window.vanish()
    assert window.ended() == 0
    assert state_of(session) == "running"


def test_resume_goes_on_where_it_was(opening: Opening, house: Workspace, session: Path) -> None:
    first = opening()
    first.press(PAGE_DOWN)
    first.until(first_step)
    first.close()
    first.ended()
    again = opening("resume")
    again.until(first_step)
    again.ask_to_end()
    assert again.ended() == 0


def test_a_view_that_fails_is_opened_again_and_after_a_few_times_no_more(
    opening: Opening, house: Workspace, session: Path
) -> None:
    window = opening(before=FAILING)
    for times in range(2, 5):
        window.press(b"x")
        window.until(partial(opened_and_drawn, times=times))
    window.press(b"x")
    assert window.ended() == 1
    window.until(lambda shown: b"facilitator resume" in shown)
    assert b"Traceback" not in window.shown
    assert "ZeroDivisionError" in house.log.read_text("utf-8")
    assert state_of(session) == "draft"
