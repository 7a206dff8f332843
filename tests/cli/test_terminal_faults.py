"""Faults of the window itself, on a real pseudo-terminal: it vanishes, is made tiny, has few colours or none."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

import fcntl
import pty
import struct
import termios

import pyte
import warm_program

from facilitator.i18n.messages import say
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.workspace.workspace import Workspace
from store.sessions import open_session

PAGE_DOWN = b"\x1b[6~"
PAUSE = 1.0
"""Seconds: a little more than the guard of the clicker."""
TINY = ((40, 12), (20, 5), (5, 2), (1, 1))
"""Columns and rows of windows in which nothing can be shown."""
PALETTE = re.compile(rb"[34]8;5;(\d+)")
TRUE_COLOUR = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")


class Wall:
    """A terminal of its own size and colours around the program, read by an emulator."""

    def __init__(self, home: Path, *words: str, colours: Mapping[str, str] | None = None) -> None:
        self._master, slave = pty.openpty()
        self._size(slave, (80, 24))
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self.raw = b""
        environment = {"FACILITATOR_HOME": str(home), "PATH": "", "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        self._process = warm_program.start(
            *words,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            own_session=True,
            terminal=True,
            environment={**environment, **(colours or {})},
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _size(self, terminal: int, size: tuple[int, int]) -> None:
        columns, rows = size
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self) -> None:
        try:
            while data := os.read(self._master, 65_536):
                with self._lock:
                    self.raw += data
                    self._stream.feed(data)
        except OSError:
            return

    @property
    def text(self) -> str:
        """The screen as rows of text."""
        with self._lock:
            return "\n".join(self._screen.display)

    def draws(self, act: Callable[[], None]) -> None:
        """Act, and wait until the program has drawn something after it."""
        before = len(self.raw)
        act()
        self.until(lambda _: len(self.raw) > before)

    def resize(self, columns: int, rows: int) -> None:
        """As the mouse does at the corner."""
        with self._lock:
            self._screen.resize(rows, columns)
        self._size(self._master, (columns, rows))
        self._process.send_signal(signal.SIGWINCH)

    def shows(self, *words: str) -> None:
        """Wait until the screen shows all of it."""
        self.until(lambda text: all(word in text for word in words))

    def until(self, ready: Callable[[str], bool]) -> None:
        """Wait until the screen is as wished."""
        end = time.monotonic() + 40
        while not ready(self.text):
            assert time.monotonic() < end, self.text
            assert self._process.poll() is None, self.raw[-2000:]
            time.sleep(0.05)

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    def goes_on_from(self, act: str) -> None:
        """Press the key for the next act, again when the guard or a question has held it back, until it is done."""
        pressed = time.monotonic()

        def gone_on(text: str) -> bool:
            nonlocal pressed
            if time.monotonic() - pressed > PAUSE:
                self.press(PAGE_DOWN)
                pressed = time.monotonic()
            return next_act(text) not in ("", act)

        self.until(gone_on)

    def vanish(self) -> None:
        """The window is gone, without a word to the program but what the kernel says."""
        os.close(self._master)
        self._master = -1

    def ended(self) -> int:
        """The exit code, within what a person waits."""
        return self._process.wait(15)

    def clear(self) -> None:
        """Leave nothing behind."""
        self._process.clear()
        if self._master >= 0:
            self._reader.join(5)
            os.close(self._master)


@pytest.fixture
def house(tmp_path: Path) -> Workspace:
    """A house with nothing in it."""
    return Workspace(tmp_path / "home", "en")


def next_act(text: str) -> str:
    """What the key for the next act would do, as the last line says; empty when it does not say so."""
    found = re.search(r"▸ Next: .*?(?=  |$)", text, re.MULTILINE)
    return found[0] if found else ""


@contextmanager
def opened(house: Workspace, session: Path, colours: Mapping[str, str] | None = None) -> Iterator[Wall]:
    """The program with a session in it, once the lobby is drawn."""
    options = ("--language", "en", "--host", "127.0.0.1", "--port", "0")
    wall = Wall(house.home, "run", str(session), *options, colours=colours)
    try:
        wall.shows("F5 code", "F1 help")
        yield wall
    finally:
        wall.clear()


def state_of(session: Path) -> tuple[str, str]:
    """State and step as the file says, once nobody has it open."""
    with open_session(session) as kept:
        return kept.session.state, kept.session.step


def test_a_window_that_vanishes_leaves_everything_saved(house: Workspace) -> None:
    session = house.library.create(minutes=60)
    with opened(house, session) as wall:
        wall.press(PAGE_DOWN)
        wall.shows("Step 1/")
        address = re.search(r"127\.0\.0\.1:\d+/\d+", wall.text)
        assert address is not None
        asyncio.run(join(f"http://{address[0]}"))
        wall.vanish()
        assert wall.ended() == 0
    state, step = state_of(session)
    assert (state, bool(step)) == ("running", True)
    assert len(json.loads(session.read_text("utf-8"))["seats"]) == 1


async def join(address: str) -> None:
    """One phone comes in."""
    async with SimulatedPhone(address) as phone:
        await phone.join()


def test_a_window_made_tiny_again_and_again_says_what_it_needs_and_comes_back_as_it_was(house: Workspace) -> None:
    session = house.library.create(minutes=60)
    with opened(house, session) as wall:
        wall.goes_on_from(next_act(wall.text))
        wall.shows("Step 1/")
        for tiny in TINY:
            act = next_act(wall.text)
            assert act
            wall.draws(partial(wall.resize, *tiny))
            if tiny[0] >= 40:
                wall.shows(say("app.too_small", "en", width=60, height=20).split(":")[0][:20])
            wall.press(b"z")
            wall.resize(100, 30)
            wall.shows("Step ", "F5 code", act)
            wall.goes_on_from(act)
    assert b"Traceback" not in wall.raw


def test_what_is_being_typed_survives_a_window_made_tiny(house: Workspace) -> None:
    session = house.library.create(minutes=60)
    with opened(house, session) as wall:
        wall.press(PAGE_DOWN)
        wall.shows("Step 1/")
        wall.press(b"\x11")
        wall.shows(say("leave.word", "en"))
        wall.press(b"QU")
        wall.shows("QU ")  # in the field: the question says QUIT
        needs = say("app.too_small", "en", width=60, height=20).split(".")[0][:20]
        wall.resize(40, 10)
        wall.shows(needs)
        wall.resize(80, 24)
        wall.until(lambda text: needs not in text and say("leave.word", "en") in text and "Step 1/" in text)
        time.sleep(PAUSE)
        wall.press(b"IT\r")
        assert wall.ended() == 0


def is_grey(number: int) -> bool:
    """Whether a colour of the palette of 256 is black, white or between."""
    return number in (0, 7, 8, 15, 16, 59, 102, 145, 188, 231) or number >= 232


@pytest.mark.parametrize(
    "colours",
    [{"NO_COLOR": "1"}, {"TERM": "xterm"}, {"TERM": "vt100"}, {"TERM": "linux"}, {"TERM": "unknown-thing"}],
    ids=lambda colours: "-".join(map("=".join, colours.items())),
)
def test_with_few_colours_or_none_the_stage_says_the_same(house: Workspace, colours: dict[str, str]) -> None:
    session = house.library.create(minutes=60)
    with opened(house, session, colours) as wall:
        wall.press(PAGE_DOWN)
        wall.shows("Step 1/", "F5 code", "▸ Next: ")
        wall.press(b"\t")
        wall.shows(say("live.visible", "en")[:30])
        if "NO_COLOR" in colours:
            assert {number for number in PALETTE.findall(wall.raw) if not is_grey(int(number))} == set()
            assert {rgb for rgb in TRUE_COLOUR.findall(wall.raw) if len(set(rgb)) > 1} == set()
        else:
            assert not TRUE_COLOUR.search(wall.raw)
    assert b"Traceback" not in wall.raw
