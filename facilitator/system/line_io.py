"""Lines of text through file descriptors, so that a slow or silent neighbour can never stop the workshop."""

from __future__ import annotations

import asyncio
import os
import queue
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress

LIMIT = 1 << 20
"""Bytes in one line. Longer ones are told apart and passed over."""

CHUNK = 1 << 16
WAITING = 64
"""Lines read ahead of what has been carried out."""


class Outlet:
    """Lines out. Written by a thread of their own: a reader that has stopped reading holds up nobody."""

    def __init__(self, sink: int) -> None:
        self._sink = sink
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="lines-out", daemon=True)
        self._thread.start()

    async def caught_up(self) -> None:
        """Wait until everything so far is on its way, so that it makes sense to tell news."""
        while not self._lines.empty():  # noqa: ASYNC110 - the other side is a thread and a pipe, with no event
            await asyncio.sleep(0.05)

    def put(self, line: bytes) -> None:
        """Send one line (without its end)."""
        self._lines.put(line)

    def close(self, patience: float) -> None:
        """Wait at most ``patience`` seconds for what is left."""
        self._lines.put(None)
        self._thread.join(patience)

    def _write(self) -> None:
        gone = False
        while (line := self._lines.get()) is not None:
            left = b"" if gone else line + b"\n"
            try:
                while left:
                    left = left[os.write(self._sink, left) :]
            except OSError:
                gone = True  # nobody reads any more; the workshop is driven on all the same


async def inlet(source: int) -> AsyncGenerator[bytes | None, None]:
    """Lines in, without their ends; None for a line over ``LIMIT``. Ends with ``source``.

    Read by a thread through the bare descriptor: Python's own buffered standard input cannot be left behind by a
    thread that still waits in it when the program ends.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[bytes | EOFError | None] = asyncio.Queue()
    places = threading.Semaphore(WAITING)

    def read() -> None:
        with suppress(RuntimeError):  # the loop has closed: nobody listens any more
            for line in _lines(source):
                places.acquire()
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, EOFError())

    threading.Thread(target=read, name="lines-in", daemon=True).start()
    while not isinstance(line := await lines.get(), EOFError):
        places.release()
        yield line


def _lines(source: int) -> Iterator[bytes | None]:
    """Complete lines; an unfinished one at the end counts as a line."""
    rest = b""
    skipping = False
    while chunk := _read(source):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield None if skipping or len(line) > LIMIT else line
            skipping = False
        if len(rest) > LIMIT:
            rest, skipping = b"", True
    if rest or skipping:
        yield None if skipping else rest


def _read(source: int) -> bytes:
    try:
        return os.read(source, CHUNK)
    except OSError:
        return b""
