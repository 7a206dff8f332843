"""HTTP as a load client speaks it: kept connections, one request at a time; and the streams of many phones."""

from __future__ import annotations

import asyncio
import re
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_VERSION = re.compile(rb'^data: \{"version":(\d+)', re.MULTILINE)


@dataclass
class Reply:
    """What came back."""

    status: int
    body: bytes
    cookies: list[str] = field(default_factory=list)


class Line(asyncio.Protocol):
    """One kept connection. Raises ``ConnectionError`` from ``ask`` when it breaks."""

    def __init__(self) -> None:
        self._waiting: asyncio.Future[Reply] | None = None
        self._data = b""
        self._whole = 0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvloop's is no subclass
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._data = self._data + data if self._data else data
        if not self._whole:
            end = self._data.find(b"\r\n\r\n")
            if end < 0:
                return
            length = _LENGTH.search(self._data, 0, end)
            if length is None and self._data[9:12] not in (b"204", b"304"):
                self._fail(ConnectionError("a reply without a length"))
                return
            self._whole = end + 4 + (int(length[1]) if length else 0)
        if len(self._data) >= self._whole and self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(self._reply())

    def _reply(self) -> Reply:
        head, _, body = self._data.partition(b"\r\n\r\n")
        cookies = []
        if b"et-cookie" in head:
            lines = (line.partition(b":") for line in head.split(b"\r\n"))
            cookies = [value.strip().decode() for name, _, value in lines if name.lower() == b"set-cookie"]
        status = int(head[9:12])
        self._data, self._whole = b"", 0
        return Reply(status, body, cookies)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self._fail(exc or ConnectionError("closed"))

    def _fail(self, fault: Exception) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(fault)

    def ask(self, request: bytes) -> asyncio.Future[Reply]:
        """Send a request; the reply is still to come."""
        if self.transport is None:
            raise ConnectionError("closed")
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._waiting

    def close(self) -> None:
        """Hang up."""
        if self.transport is not None:
            self.transport.abort()


class Stream(asyncio.Protocol):
    """One phone's event stream: records when each version arrived. ``heard``, if given, is called for each chunk."""

    def __init__(self, request: bytes, heard: Callable[[float], None] | None = None) -> None:
        self._request, self._heard = request, heard
        self.opened: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.versions, self.times = array("q"), array("d")
        self.octets = 0
        self.lost = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvloop's is no subclass
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self.octets += len(data)
        if not self.opened.done():
            self.opened.set_result(data[9:12] == b"200")
        if self._heard is not None:
            self._heard(now)
        # A tick is far smaller than a packet, and each is sent by itself, so it is never cut in two on the loopback.
        for version in _VERSION.findall(data):
            self.versions.append(int(version))
            self.times.append(now)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        self.transport = None
        if not self.opened.done():
            self.opened.set_result(False)

    def close(self) -> None:
        """Hang up."""
        if self.transport is not None:
            self.transport.abort()


@dataclass(frozen=True)
class Place:
    """Where the workshop is: builds the requests of its phones."""

    host: str
    port: int
    code: str

    def get(self, path: str, cookie: str = "", accept: str = "*/*") -> bytes:
        """A GET; ``path`` begins with a slash."""
        return self._head("GET", path, cookie) + f"Accept: {accept}\r\n\r\n".encode()

    def post(self, body: bytes, cookie: str) -> bytes:
        """One answer."""
        head = self._head("POST", f"/{self.code}/answers", cookie)
        origin = f"Origin: http://{self.host}:{self.port}\r\n"
        return head + f"{origin}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    def _head(self, method: str, path: str, cookie: str) -> bytes:
        cookie = f"Cookie: {cookie}\r\n" if cookie else ""
        return f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAccept-Language: fi\r\n{cookie}".encode()

    async def line(self, source: str = "") -> Line:
        """A new connection, from one of the loopback's many addresses if it is named."""
        loop, local = asyncio.get_running_loop(), (source, 0) if source else None
        _, line = await loop.create_connection(Line, self.host, self.port, local_addr=local)
        return line
