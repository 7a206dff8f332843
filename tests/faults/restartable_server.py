"""A real ``facilitator serve`` that is started again and again: by a fresh interpreter, or by a fork of a warm one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PATIENCE = 60.0
LINE = 2**26
"""The longest line that is read, bytes."""

Aim = tuple[str, int, float]
"""Letters of operations (see ``zygote``), which of them to kill at, and how many seconds after it began."""

NEVER: Aim = ("", 0, 0.0)


@dataclass
class Server:
    """One process, from its start to its end."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ended: asyncio.Future[int]
    """Its exit code; negative for a signal."""
    begun: float = field(default_factory=time.monotonic)
    ready: Mapping[str, Any] = field(default_factory=dict)
    """What it said of itself; empty when it was killed before."""
    marks: dict[str, float] = field(default_factory=dict)
    """When it passed which point of its start; nothing for a fresh interpreter."""
    listening: float = 0.0
    """When it was ready."""
    worked: float = 0.0
    """Seconds of processor that it had used by then."""
    waited: float = 0.0
    """Seconds that it had waited for a processor by then."""
    last: str = ""
    """The operation that it was at when it ended."""

    async def until_ready(self) -> bool:
        """False when it ended before."""
        line = await asyncio.wait_for(self.reader.readline(), PATIENCE)
        if not line:
            await self.ended
            return False
        self.listening = time.monotonic()
        self.ready = json.loads(line)
        self.worked, self.waited = _times(self.pid)
        return True

    async def ask(self, verb: str, **fields: object) -> Mapping[str, Any]:
        """The reply to one command; empty when the server is gone."""
        with contextlib.suppress(ConnectionError):
            self.writer.write(json.dumps({"n": 1, "do": verb, **fields}).encode() + b"\n")
            while line := await asyncio.wait_for(self.reader.readline(), PATIENCE):
                reply: Mapping[str, Any] = json.loads(line)
                if reply.get("n") == 1:
                    return reply
        return {}

    def kill(self) -> None:
        """By its id, as abruptly as can be."""
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def no_more(self) -> None:
        """End its input: it is to save and to end by itself."""
        with contextlib.suppress(OSError):
            self.writer.write_eof()

    async def gone(self) -> int:
        """Wait for its end; its exit code."""
        code = await asyncio.wait_for(asyncio.shield(self.ended), PATIENCE)
        self.writer.close()
        return code


def _times(pid: int) -> tuple[float, float]:
    """Seconds on a processor and waiting for one, of all threads; zeros where the system does not say."""
    worked = waited = 0
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            on, off, _ = (task / "schedstat").read_text("ascii").split()
            worked, waited = worked + int(on), waited + int(off)
    return worked / 1e9, waited / 1e9


def _words(path: Path, options: tuple[str, ...]) -> list[str]:
    return ["serve", str(path), "--host", "127.0.0.1", *options]


async def start_fresh(path: Path, home: Path, *options: str) -> Server:
    """As a user starts it. It need not be ready yet."""
    begun = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "facilitator", *_words(path, options),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LINE,
        env={**os.environ, "FACILITATOR_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    ended = asyncio.ensure_future(process.wait())
    return Server(process.pid, process.stdout, process.stdin, ended, begun)


class Forker:
    """The other way: a process that has imported everything makes copies of itself, one at a time."""

    def __init__(self) -> None:
        self._orders, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._orders.setblocking(False)
        self._process: asyncio.subprocess.Process
        self._server: Server
        self._heard = asyncio.Event()
        """Something was answered to an order."""
        self._killed = False

    async def __aenter__(self) -> Forker:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, str(HERE / "zygote.py"), str(self._theirs.fileno()), pass_fds=[self._theirs.fileno()],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self._theirs.close()
        asyncio.get_running_loop().add_reader(self._orders, self._hear)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.get_running_loop().remove_reader(self._orders)
        self._orders.close()
        await asyncio.wait_for(self._process.wait(), PATIENCE)

    async def start(self, path: Path, home: Path, *options: str, aim: Aim = NEVER) -> Server:
        """A copy. It need not be ready yet, and with an aim it may end before it is."""
        begun = time.monotonic()
        ours, theirs = socket.socketpair()
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=LINE)
        ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._server = server = Server(0, reader, writer, ended, begun)
        order = {"do": "start", "words": _words(path, options), "home": str(home), "aim": aim}
        self._heard.clear()
        socket.send_fds(self._orders, [json.dumps(order).encode()], [theirs.fileno()])
        theirs.close()
        await asyncio.wait_for(self._heard.wait(), PATIENCE)
        return server

    async def aim(self, aim: Aim) -> bool:
        """Kill the copy at an operation from now on. False when it has been killed before."""
        if not self._server.ended.done():
            self._killed = False
            self._heard.clear()
            self._orders.send(json.dumps({"do": "aim", "aim": aim}).encode())
            await asyncio.wait_for(self._heard.wait(), PATIENCE)
        return not (self._killed or self._server.ended.done())

    def _hear(self) -> None:
        event = json.loads(self._orders.recv(1 << 16) or b'{"event": ""}')
        match event["event"]:
            case "mark":
                self._server.marks.setdefault(event["mark"], event["at"])
                return
            case "pid":
                self._server.pid = event["pid"]
            case "aimed":
                self._killed = event["killed"]
            case "ended":
                self._server.last = event["last"]
                self._server.ended.set_result(event["code"])
        self._heard.set()
