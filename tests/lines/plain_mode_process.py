"""``facilitator run SESSION --plain`` in a process of its own: lines in, lines out."""

from __future__ import annotations

import asyncio
import os
import re
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import warm_program

from facilitator.rehearsal.phone import SimulatedPhone

PATIENCE = 30.0
"""Seconds that a line may take on a busy machine."""


class Spoken:
    """``async with Spoken(home, "run", session, "--plain") as talk``; ended by the end of its input."""

    def __init__(self, home: Path, *words: str, fresh: bool = False, **environment: str) -> None:
        """``fresh``: by an interpreter of its own."""
        self._home, self._words, self._environment, self._fresh = home, words, environment, fresh
        self.output = b""
        self.errors = b""
        self._read = 0

    async def __aenter__(self) -> Spoken:
        around = {**os.environ, "FACILITATOR_HOME": str(self._home), **self._environment}
        self._program = warm_program.Piped(
            *self._words, "--host", "127.0.0.1", "--port", "0", environment=around, fresh=self._fresh
        )
        self._listening = [
            threading.Thread(target=self._listen, args=(self._program.stdout, "output"), daemon=True),
            threading.Thread(target=self._listen, args=(self._program.stderr, "errors"), daemon=True),
        ]
        for thread in self._listening:
            thread.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.hang_up()
            await self.ended()
        finally:
            await asyncio.to_thread(self._program.clear)

    def _listen(self, stream: BinaryIO, name: str) -> None:
        """Read one of its outputs to the end; ``output`` and ``errors`` hold all that was read."""
        while piece := os.read(stream.fileno(), 65_536):
            setattr(self, name, getattr(self, name) + piece)

    @property
    def text(self) -> str:
        """All that has been said."""
        return self.output.decode("utf-8")

    def type(self, *lines: str) -> None:
        """Type lines, each with Enter. From here on ``hears`` looks at what is said afterwards."""
        self._read = len(self.text)
        self._program.stdin.write("".join(f"{line}\n" for line in lines).encode())

    async def hears(self, *words: str) -> str:
        """What has been said since the last line was typed, once it holds all these words."""
        end = time.monotonic() + PATIENCE
        while not all(word in (said := self.text[self._read :]) for word in words):
            assert self._program.process.poll() is None, f"it ended without {words}:\n{self.text[-3000:]}"
            assert time.monotonic() < end, f"never said {words}:\n{self.text[-3000:]}"
            await asyncio.sleep(0.02)
        return said

    async def address(self) -> str:
        """Where phones join."""
        said = await self.hears("/screen")
        found = re.search(r"http://127\.0\.0\.1:\d+/\d+", said)
        assert found is not None, said
        return found[0]

    def hang_up(self) -> None:
        """The input ends."""
        self._program.stdin.close()

    def signal(self, number: int) -> None:
        """A signal to the process."""
        self._program.process.send_signal(number)

    async def ended(self) -> int:
        """The exit code, once it has ended by itself."""
        code = await asyncio.to_thread(self._program.process.wait, 20)
        for thread in self._listening:
            await asyncio.to_thread(thread.join, 10)
        return code


async def place(phone: SimulatedPhone) -> tuple[str, str, str]:
    """Id, kind and state of the step that is current."""
    stage = (await phone.read_state()).stage
    return (stage.current, stage.step.kind, stage.step.state) if stage.step else ("", "", "")
