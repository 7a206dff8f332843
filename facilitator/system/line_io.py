"""Reads and writes lines on file descriptors in threads, so that a slow or silent peer never blocks the workshop."""

from __future__ import annotations

import asyncio
import os
import queue
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress

MAX_LINE_BYTES = 1 << 20
"""Most bytes in one input line; a longer line is skipped and reported as None."""

CHUNK_BYTES = 1 << 16
"""Bytes asked for in one read."""
MAX_LINES_AHEAD = 64
"""Most lines that are read before the first of them has been handled."""


class LineWriter:
    """Writes lines in a thread of its own, so that a peer that has stopped reading blocks nobody else."""

    def __init__(self, sink: int) -> None:
        self._sink = sink
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="lines-out", daemon=True)
        self._thread.start()

    async def drain(self) -> None:
        """Wait until no line is queued, so that a caller can leave out what the peer is too slow to read."""
        while not self._lines.empty():  # noqa: ASYNC110 - the other side is a thread and a pipe, with no event
            await asyncio.sleep(0.05)

    def put(self, line: bytes) -> None:
        """Queue one line, given without its line feed."""
        self._lines.put(line)

    def close(self, timeout: float) -> None:
        """Stop after the queued lines, and wait at most ``timeout`` seconds for that."""
        self._lines.put(None)
        self._thread.join(timeout)

    def _write(self) -> None:
        gone = False
        while (line := self._lines.get()) is not None:
            left = b"" if gone else line + b"\n"
            try:
                while left:
                    left = left[os.write(self._sink, left) :]
            except OSError:
                gone = True  # the peer has closed its end: later lines are dropped, the workshop goes on


async def read_lines(source: int) -> AsyncGenerator[bytes | None, None]:
    """Yield the lines of ``source`` without their line feeds; None for one over ``MAX_LINE_BYTES``.

    A daemon thread reads the bare descriptor. With ``sys.stdin`` a thread that is still waiting when the program ends
    would hold the lock of the buffer, and the interpreter would abort at exit.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[bytes | EOFError | None] = asyncio.Queue()
    places = threading.Semaphore(MAX_LINES_AHEAD)

    def read() -> None:
        with suppress(RuntimeError):  # the loop has been closed: nobody receives the lines
            for line in _split_lines(source):
                # Without a place free the thread stops reading, the pipe fills up, and the sender has to wait: memory
                # stays bounded.
                places.acquire()
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, EOFError())

    threading.Thread(target=read, name="lines-in", daemon=True).start()
    while not isinstance(line := await lines.get(), EOFError):
        places.release()
        yield line


def _split_lines(source: int) -> Iterator[bytes | None]:
    """The lines of a descriptor; an unfinished line at the end of the input counts as one."""
    rest = b""
    skipping = False
    while chunk := _read(source):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield None if skipping or len(line) > MAX_LINE_BYTES else line
            skipping = False
        if len(rest) > MAX_LINE_BYTES:
            # Too long already: drop the beginning, so that memory stays bounded, and the rest up to the line feed.
            rest, skipping = b"", True
    if rest or skipping:
        yield None if skipping else rest


def _read(source: int) -> bytes:
    try:
        return os.read(source, CHUNK_BYTES)
    except OSError:
        return b""
