"""``facilitator run SESSION --plain`` in a process of its own: lines in, lines out."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from pathlib import Path
from types import TracebackType

from facilitator.rehearsal.phone import SimulatedPhone

PATIENCE = 30.0
"""Seconds that a line may take on a busy machine."""


class Spoken:
    """``async with Spoken(home, "run", session, "--plain") as talk``; ended by the end of its input."""

    def __init__(self, home: Path, *words: str, **environment: str) -> None:
        self._home, self._words, self._environment = home, words, environment
        self.output = b""
        self.errors = b""
        self._read = 0
        self._process: asyncio.subprocess.Process

    async def __aenter__(self) -> Spoken:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "facilitator", *self._words, "--host", "127.0.0.1", "--port", "0",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "FACILITATOR_HOME": str(self._home), **self._environment},
        )  # fmt: skip
        self._listening = asyncio.gather(self._listen(), self._hear_errors())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.returncode is None:
            self.hang_up()
            try:
                await asyncio.wait_for(self._process.wait(), 15)
            except TimeoutError:
                self._process.kill()
        await self._listening

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        while piece := await self._process.stdout.read(65_536):
            self.output += piece

    async def _hear_errors(self) -> None:
        assert self._process.stderr is not None
        self.errors = await self._process.stderr.read()

    @property
    def text(self) -> str:
        """All that has been said."""
        return self.output.decode("utf-8")

    def type(self, *lines: str) -> None:
        """Type lines, each with Enter. From here on ``hears`` looks at what is said afterwards."""
        assert self._process.stdin is not None
        self._read = len(self.text)
        self._process.stdin.write("".join(f"{line}\n" for line in lines).encode())

    async def hears(self, *words: str) -> str:
        """What has been said since the last line was typed, once it holds all these words."""
        end = time.monotonic() + PATIENCE
        while not all(word in (said := self.text[self._read :]) for word in words):
            assert self._process.returncode is None, f"it ended without {words}:\n{self.text[-3000:]}"
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
        assert self._process.stdin is not None
        self._process.stdin.close()

    def signal(self, number: int) -> None:
        """A signal to the process."""
        self._process.send_signal(number)

    async def ended(self) -> int:
        """The exit code, once it has ended by itself."""
        code = await asyncio.wait_for(self._process.wait(), 20)
        await self._listening
        return code


async def place(phone: SimulatedPhone) -> tuple[str, str, str]:
    """Id, kind and state of the step that is current."""
    stage = (await phone.read_state()).stage
    return (stage.current, stage.step.kind, stage.step.state) if stage.step else ("", "", "")
