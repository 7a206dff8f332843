"""A Python program on a pseudo-terminal, for measuring: what it has written so far, and when."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLUMNS, ROWS = 100, 30


class Program:
    """``python WORDS``, from the moment it is made. Use as a context manager."""

    def __init__(self, home: Path, *words: str) -> None:
        self._begun = time.perf_counter()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        keep = ("PATH", "HOME", "VIRTUAL_ENV")
        environment = {name: os.environ[name] for name in keep if name in os.environ}
        environment |= {"FACILITATOR_HOME": str(home), "PYTHONPATH": str(ROOT), "LANG": "fi_FI.UTF-8"}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._process = subprocess.Popen(
            [sys.executable, *words], stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env=environment
        )
        os.close(slave)
        self.shown = b""
        self._news = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self) -> None:
        try:
            while data := os.read(self._master, 65_536):
                self.shown += data
                self._news.set()
        except OSError:
            return

    def until(self, ready: Callable[[bytes], bool]) -> float:
        """Seconds from the start until what was written is as wished."""
        while not ready(self.shown):
            self._news.wait(0.5)
            self._news.clear()
            assert time.perf_counter() - self._begun < 60, self.shown[-2000:]
        return time.perf_counter() - self._begun

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def address(self, session: Path) -> str:
        """Where phones join: the port is on the screen, the code in the file."""
        kept = next(iter(json.loads(session.read_text("utf-8"))["session"].values()))
        found = re.search(rb"127\.0\.0\.1:(\d+)", self.shown)
        assert found is not None, self.shown[-2000:]
        return f"http://127.0.0.1:{found[1].decode()}/{kept['code']}"
