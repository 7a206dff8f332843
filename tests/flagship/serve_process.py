"""A workshop behind ``facilitator serve``, in a process of its own or in this one, driven by JSON lines."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

from facilitator.room.options import RoomOptions
from facilitator.serve import service
from facilitator.workspace.workspace import Workspace

PATIENCE = 30.0
"""Seconds that any one reply may take on a slow machine."""

LIMIT = 64 * 1024 * 1024
"""Most bytes of one line."""


class Served:
    """``async with Served(path, home) as served``: started, ready, and stopped by the end of its input."""

    def __init__(self, session: Path, home: Path, *options: str, errors: Path | None = None) -> None:
        """``errors`` is a file that takes what the program writes to its standard error."""
        self._session, self._home, self._options, self._errors = session, home, options, errors
        self._numbers = itertools.count(1)
        self._replies: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._process: asyncio.subprocess.Process
        self._input: asyncio.StreamWriter
        self._lines: asyncio.StreamReader
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
                limit=LIMIT,
            )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._lines = self._process.stdin, self._process.stdout
        return await self._begin()

    async def _begin(self) -> Served:
        """Wait for the ready line, and read on."""
        line = await asyncio.wait_for(self._lines.readline(), PATIENCE)
        self.output += line
        self.ready = json.loads(line)
        assert self.ready["event"] == "ready"
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.exit_code = await asyncio.wait_for(self._ended(), PATIENCE)
        await self._reading
        self._input.close()

    async def _ended(self) -> int:
        """End the input; the exit code."""
        self._input.close()
        return await self._process.wait()

    async def ask(self, do: str, **fields: Any) -> Mapping[str, Any]:
        """One command; its reply whatever it says."""
        number = next(self._numbers)
        reply = self._replies[number] = asyncio.get_running_loop().create_future()
        self._input.write((json.dumps({"n": number, "do": do, **fields}) + "\n").encode())
        await self._input.drain()
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
        async for raw in self._lines:
            self.output += raw
            line = json.loads(raw)
            waiting = self._replies.pop(line.get("n", -1), None)
            if waiting is not None:
                waiting.set_result(line)
            else:
                self.events.append(line)


class ServedHere(Served):
    """The same service in a thread of this process: what ``serve`` runs, without the start of a Python.

    Only for the simple case: it takes no options, and cannot be killed.
    """

    async def __aenter__(self) -> Served:
        ours, self._theirs = socket.socketpair()
        self._lines, self._input = await asyncio.open_connection(sock=ours, limit=LIMIT)
        self._running = asyncio.create_task(asyncio.to_thread(self._serve))
        return await self._begin()

    def _serve(self) -> bool:
        workspace = Workspace(self._home)
        workspace.options = RoomOptions(host="127.0.0.1", port=0)
        try:
            room = workspace.open(self._session)
            line = self._theirs.fileno()
            return service.serve(room, workspace.preferences.language, line, line)
        finally:
            workspace.close()
            self._theirs.close()

    async def _ended(self) -> int:
        self._input.write_eof()
        return 0 if await self._running else 1
