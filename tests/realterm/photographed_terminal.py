"""The program in a real terminal: a pseudo-terminal of a given size, read by a terminal emulator, and photographed."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyte
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
CELL = (8, 16)
"""Pixels of one cell on a picture."""

PAGE_DOWN, TAB, ENTER = b"\x1b[6~", b"\t", b"\r"
CTRL_Q = b"\x11"
PAUSE = 0.9
"""Seconds between two presses of the clicker: a little more than its guard."""

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
NAMED = {"black": BLACK, "white": WHITE, "brightwhite": WHITE}


class RealTerminal:
    """``facilitator WORDS`` in a terminal of ``columns`` x ``rows``. Use as a context manager."""

    def __init__(self, home: Path, columns: int, rows: int, *words: str) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self.raw = bytearray()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {
            **os.environ,
            "FACILITATOR_HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "COLUMNS": str(columns),
            "LINES": str(rows),
        }
        environment.pop("NO_COLOR", None)
        # Each start would compile every module of the program anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "facilitator", *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env=environment,
        )
        os.close(slave)
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> RealTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(10)

    def _read(self) -> None:
        try:
            while data := os.read(self._master, 65536):
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

    async def until(self, ready: Callable[[str], bool], seconds: float = 30.0) -> str:
        """The screen once it is as wished."""
        end = time.monotonic() + seconds
        while not ready(text := self.text):
            assert time.monotonic() < end, f"never came:\n{text}"
            assert self._process.poll() is None, f"the program ended:\n{text}"
            await asyncio.sleep(0.05)
        return text

    async def shows(self, *words: str) -> str:
        """The screen once it shows all the words."""
        return await self.until(lambda text: all(word in text for word in words))

    async def press(self, keys: bytes | str) -> None:
        """Type the keys, then wait as long as a person would before the next key."""
        os.write(self._master, keys if isinstance(keys, bytes) else keys.encode())
        await asyncio.sleep(0.15)

    async def click(self) -> None:
        """The clicker's forward button."""
        os.write(self._master, PAGE_DOWN)
        await asyncio.sleep(PAUSE)

    async def ended(self) -> int:
        """The exit code, once the program has ended by itself."""
        return await asyncio.to_thread(self._process.wait, 15)

    def picture(self) -> Image.Image:
        """The screen in pixels: backgrounds, full and half blocks as a terminal draws them; letters are left out."""
        width, height = CELL
        with self._lock:
            image = Image.new("RGB", (self._screen.columns * width, self._screen.lines * height))
            draw = ImageDraw.Draw(image)
            for row in range(self._screen.lines):
                for column in range(self._screen.columns):
                    paint(draw, self._screen.buffer[row][column], column * width, row * height)
        return image


def paint(draw: ImageDraw.ImageDraw, cell: pyte.screens.Char, left: int, top: int) -> None:
    """One cell of the screen."""
    ink, paper = colour(cell.fg, WHITE), colour(cell.bg, BLACK)
    if cell.reverse:
        ink, paper = paper, ink
    right, bottom, middle = left + CELL[0] - 1, top + CELL[1] - 1, top + CELL[1] // 2
    draw.rectangle((left, top, right, bottom), paper)
    if cell.data == "█":
        draw.rectangle((left, top, right, bottom), ink)
    elif cell.data == "▀":
        draw.rectangle((left, top, right, middle - 1), ink)
    elif cell.data == "▄":
        draw.rectangle((left, middle, right, bottom), ink)


def colour(name: str, otherwise: tuple[int, int, int]) -> tuple[int, int, int]:
    """A terminal's colour in red, green and blue."""
    if len(name) == 6 and all(digit in "0123456789abcdef" for digit in name):
        return int(name[:2], 16), int(name[2:4], 16), int(name[4:], 16)
    return NAMED.get(name, otherwise)
