"""A workshop behind ``facilitator serve`` in a process of its own, driven by JSON lines."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE = 30.0
"""Seconds that any one reply may take on a slow machine."""


class Served:
    """``async with Served(path, home) as served``: started, ready, and stopped by the end of its input."""

    def __init__(self, session: Path, home: Path, *options: str, errors: Path | None = None) -> None:
        """``errors`` is a file that takes what the program writes to its standard error."""
        self._session, self._home, self._options, self._errors = session, home, options, errors
        self._numbers = itertools.count(1)
        self._replies: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._process: asyncio.subprocess.Process
        self.ready: Mapping[str, Any] = {}
        self.events: list[Mapping[str, Any]] = []
        self.output = b""
        """Everything that came on standard output."""
        self.exit_code: int | None = None

    @property
    def address(self) -> str:
        """The join address."""
        return str(self.ready["url"])

    async def __aenter__(self) -> Served:
        with self._errors.open("ab") if self._errors else nullcontext() as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "facilitator", "serve", str(self._session), "--host", "127.0.0.1", *self._options,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "FACILITATOR_HOME": str(self._home)},
                limit=64 * 1024 * 1024,
            )  # fmt: skip
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        self.output += line
        self.ready = json.loads(line)
        assert self.ready["event"] == "ready"
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self.exit_code = await asyncio.wait_for(self._process.wait(), PATIENCE)
        await self._reading

    async def ask(self, do: str, **fields: Any) -> Mapping[str, Any]:
        """One command; its reply whatever it says."""
        number = next(self._numbers)
        reply = self._replies[number] = asyncio.get_running_loop().create_future()
        assert self._process.stdin is not None
        self._process.stdin.write((json.dumps({"n": number, "do": do, **fields}) + "\n").encode())
        await self._process.stdin.drain()
        return await asyncio.wait_for(reply, PATIENCE)

    async def execute(self, verb: str, **fields: Any) -> Mapping[str, Any]:
        """One command that has to succeed."""
        reply = await self.ask(verb, **fields)
        assert reply["ok"], reply
        return reply

    async def step(self) -> tuple[str, str]:
        """Id and state of the current step."""
        state = (await self.execute("state"))["state"]
        states = {line["id"]: line["state"] for line in state["plan"]}
        current = str(state["public"]["current"])
        return current, str(states.get(current, ""))

    async def walk_to(self, step: str, state: str) -> None:
        """Press next until the step is in the state."""
        for _ in range(100):
            if await self.step() == (step, state):
                return
            await self.execute("next")
        raise AssertionError(f"never came to {step} {state}")

    async def kill(self) -> None:
        """End this process as abruptly as can be, and wait until it is gone."""
        self._process.kill()
        await self._process.wait()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for raw in self._process.stdout:
            self.output += raw
            line = json.loads(raw)
            waiting = self._replies.pop(line.get("n", -1), None)
            if waiting is not None:
                waiting.set_result(line)
            else:
                self.events.append(line)
