"""The network between the phones and the room: a small TCP proxy that can break in the ways that networks break."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

Fault = Literal["swallow", "hold", "half", "cut"]
"""What befalls the next answer that is sent.

swallow: the room takes it, the reply is lost. hold: the reply waits for ``let_go``. half: the connection breaks in the
middle of the request. cut: it breaks before the room has seen anything.
"""


class Line:
    """``port`` leads to the room. Connections live until they are cut; ``posts`` counts the answers that came by."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.posts = 0
        self.faults: deque[Fault] = deque()
        self.pace = 0
        """Bytes a second of each direction of a connection; 0 for as fast as can be."""
        self.no_cookies = False
        """True for phones whose browser takes none."""
        self._links: set[asyncio.StreamWriter] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._go = asyncio.Event()
        self._server: asyncio.Server | None = None

    async def up(self) -> None:
        """The network is there; what was silent goes on."""
        self._open.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = int(self._server.sockets[0].getsockname()[1])

    async def down(self) -> None:
        """Simulate a stopped server: break connections and refuse new ones."""
        if self._server is not None:
            # asyncio loses a connection that it has taken but not yet given to a server that closes: let it be given.
            asyncio.get_running_loop().remove_reader(self._server.sockets[0])
            await asyncio.sleep(0)
            self._server.close()
            self._server = None
        self.cut()

    def silent(self) -> None:
        """Nothing comes through and nothing breaks: a phone out of reach, a laptop asleep."""
        self._open.clear()

    def cut(self) -> None:
        """Break all connections."""
        for link in list(self._links):
            link.transport.abort()

    def let_go(self) -> None:
        """Let replies that are held go their way."""
        self._go.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._links.add(writer)
        with contextlib.suppress(OSError):
            await self._open.wait()
            back, forth = await asyncio.open_connection("127.0.0.1", self.target)
            self._links.add(forth)
            fault: list[Fault] = []
            ways = (self._requests(reader, forth, fault), self._replies(back, writer, fault))
            running = [asyncio.ensure_future(way) for way in ways]
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for way in running:
                way.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            forth.transport.abort()
            self._links.discard(forth)
        writer.transport.abort()
        self._links.discard(writer)

    async def _requests(self, reader: asyncio.StreamReader, forth: asyncio.StreamWriter, fault: list[Fault]) -> None:
        while data := await reader.read(65536):
            await self._open.wait()
            if data.startswith((b"POST ", b"DELETE ")):
                self.posts += 1
                if self.faults:
                    fault.append(self.faults.popleft())
                if fault == ["cut"]:
                    return
                if fault == ["half"]:
                    forth.write(data[: data.find(b"\r\n\r\n") - 20])
                    await forth.drain()
                    return
            await self._pass(data, forth)

    async def _replies(self, reader: asyncio.StreamReader, back: asyncio.StreamWriter, fault: list[Fault]) -> None:
        while data := await reader.read(65536):
            await self._open.wait()
            if self.no_cookies:
                data = data.replace(b"set-cookie:", b"not-cookie:")
            if fault == ["swallow"]:
                return
            if fault == ["hold"]:
                await self._go.wait()
                fault.clear()
            await self._pass(data, back)

    async def _pass(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        size = self.pace // 20 or len(data)
        for start in range(0, len(data), size):
            writer.write(data[start : start + size])
            await writer.drain()
            if self.pace:
                await asyncio.sleep(1 / 20)


@asynccontextmanager
async def line(target: int) -> AsyncIterator[Line]:
    """A line to the room that listens on ``target``."""
    made = Line(target)
    await made.up()
    try:
        yield made
    finally:
        made.let_go()
        await made.down()
