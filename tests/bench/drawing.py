"""The terminal under load: the program in a pseudo terminal, its stage drawing 500 ideas; how long keys take."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import re
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from bench.figures import Times, cpu, memory
from bench.phones import Sender, Streams, join
from bench.rooms import ROOT, make
from bench.runs import Load, Result
from bench.wire import Place
from facilitator.i18n.messages import say

ROWS, COLUMNS = 50, 160
PAGE_DOWN, TAB, F1, F5, LEAVE, ESCAPE = b"\x1b[6~", b"\t", b"\x1bOP", b"\x1b[15~", b"\x11", b"\x1b"
PAUSE = 0.4
LETTERS = 10
"""Typed one after the other, before the dialog is left again."""


class Terminal:
    """``facilitator run`` with its screen read by a thread; ``written`` is all that it has written."""

    def __init__(self, path: Path, home: Path, port: int) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        words = ("run", str(path), "--host", "127.0.0.1", "--port", str(port), "--language", "fi")
        surroundings = {**os.environ, "FACILITATOR_HOME": str(home), "TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "facilitator", *words],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env=surroundings, cwd=ROOT,
        )  # fmt: skip
        os.close(slave)
        self.written = bytearray()
        self._news = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while data := os.read(self._master, 65536):
                self.written += data
                self._news.set()
        except OSError:
            return

    def press(self, key: bytes) -> None:
        """One key."""
        os.write(self._master, key)

    def echo(self, key: bytes, shows: str, patience: float = 5.0) -> float:
        """Seconds from a key to the moment that its effect has been written."""
        place, begun = len(self.written), time.perf_counter()
        os.write(self._master, key)
        # Textual moves the cursor within a line where only some of its cells change, but what appears is whole words.
        wanted = shows.encode()
        while wanted not in self.written[place:]:
            self._news.clear()
            self._news.wait(0.05)
            if time.perf_counter() - begun > patience:
                raise TimeoutError(shows)
        return time.perf_counter() - begun

    def end(self) -> None:
        """Close its window."""
        os.close(self._master)
        self.process.terminate()
        self.process.wait(20)


async def drawn(folder: Path, load: Load) -> tuple[Result, Mapping[str, Times]]:
    """A room under load, and how long keys took meanwhile, by what they do."""
    path = folder / "drawn.json"
    make(path, load.ideas)
    code = re.search(r'"code": ?"(\d+)"', path.read_text("utf-8"))
    assert code is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    terminal, place = Terminal(path, folder / "home", port), Place("127.0.0.1", port, code[1])
    try:
        await _walk(terminal, place)
        terminal.press(TAB)
        cookies = await join(place, load.phones)
        streams = Streams(place, cookies)
        await streams.opened()
        sender = Sender(place, cookies)
        pid, keys = terminal.process.pid, Keys(terminal)
        used, begun = cpu(pid), time.perf_counter()
        sending = asyncio.create_task(sender.at_rate(load.rate, load.seconds))
        while not sending.done():
            await keys.turn()
        sent, took = await sending, time.perf_counter() - begun
        heard = await streams.end(sorted(sent.saved))
        sender.close()
        return Result(sent, heard, Times(), 0, 0.0, cpu(pid) - used, took, memory(pid)), keys.took
    finally:
        await asyncio.to_thread(terminal.end)


class Keys:
    """What the facilitator does meanwhile: the join code over the stage, a word in a dialog over it, the help."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._letters = map(chr, count(0x4E00))
        self.took = {"a letter": Times(), "join code": Times(), "help": Times()}

    async def turn(self) -> None:
        """Each of them once, the letters in a row."""
        await self._echo("join code", F5, say("stage.join.camera", "fi").split(" ")[0])
        await self._back()
        await self._echo("help", F1, say("help.title", "fi"))
        await self._back()
        self._terminal.press(LEAVE)
        for _ in range(LETTERS):
            await asyncio.sleep(PAUSE / 4)
            letter = next(self._letters)
            await self._echo("a letter", letter.encode(), letter)
        await self._back()

    async def _echo(self, name: str, key: bytes, shows: str) -> None:
        self.took[name].add(await asyncio.to_thread(self._terminal.echo, key, shows))

    async def _back(self) -> None:
        await asyncio.sleep(PAUSE)
        self._terminal.press(ESCAPE)
        await asyncio.sleep(PAUSE)


async def _walk(terminal: Terminal, place: Place) -> None:
    """Press the clicker until ideas are asked for."""
    for _ in range(200):
        await asyncio.sleep(0.3)
        try:
            line = await place.line()
            reply = await asyncio.wait_for(line.ask(place.get(f"/{place.code}/state")), 10)
            line.close()
        except OSError:
            continue
        step = json.loads(reply.body)["step"]
        if step and (step["id"], step["state"]) == ("ideas", "open"):
            return
        terminal.press(PAGE_DOWN)
    raise AssertionError("never came to the ideas")
