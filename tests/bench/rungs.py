"""The servers of ``bench/ladder.py``: each does less of what the real server does. Each runs in a separate process and
prints its port: ``python -m bench.rungs NAME FOLDER``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import cast

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from facilitator.errors import RuleBroken
from facilitator.ports.protocols import Participation
from facilitator.web.guard import RequestGuard
from facilitator.web.seat_cookie import SeatCookieMiddleware
from facilitator.web.server import PhoneServer, bind

REPLY = b'{"id":"i2345678","version":123,"saved":true}'
HEAD = b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(REPLY)


class Bare(asyncio.Protocol):
    """A request's head and body found by hand, and a fixed reply."""

    def __init__(self, keep: Callable[[bytes, Callable[[], None]], None] | None = None) -> None:
        self._keep, self._data = keep, b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvloop's is no subclass
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        end = self._data.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        at = self._data.lower().find(b"content-length:", 0, end)
        length = int(self._data[at + 15 : self._data.find(b"\r\n", at)])
        if len(self._data) < end + length:
            return
        body, self._data = self._data[end : end + length], self._data[end + length :]
        if self._keep is None:
            self._reply()
        else:
            self._keep(body, self._reply)

    def _reply(self) -> None:
        self._transport.write(HEAD + REPLY)


class Appended:
    """Bodies appended to a file, with one fsync for all that came in one turn of the loop, before their replies."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        self._waiting: list[tuple[bytes, Callable[[], None]]] = []

    def keep(self, body: bytes, reply: Callable[[], None]) -> None:
        """One more."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._write)
        self._waiting.append((body, reply))

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        os.write(self._file, b"\n".join(body for body, _ in waiting))
        os.fsync(self._file)
        for _, reply in waiting:
            reply()


async def empty(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the body and answers the same to everybody."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body", False):
        pass
    length = str(len(REPLY)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": REPLY})


class Empty:
    """A class, because Starlette would pass a ``Request`` object to a function."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await empty(scope, receive, send)


async def framework(request: Request) -> JSONResponse:
    """An empty handler as the framework has it: its request object, its JSON, its response."""
    await request.json()
    return JSONResponse({"id": "i2345678", "version": 123, "saved": True}, 201)


def behind_door(handler: Empty | Callable[[Request], Awaitable[JSONResponse]]) -> ASGIApp:
    """A handler in the real stack: same request guard, middleware and number of routes, but no rules and no store."""
    phones = cast(Participation, NoPhones())
    names = ("part", "screen", "screen/part", "state", "events", "mine.ics", "other", "one", "two", "three")
    routes = [Route(f"/{{code}}/{name}", Empty()) for name in names]
    routes.append(Route("/{code}/answers", handler, methods=["POST"]))
    inner = Starlette(routes=routes, middleware=[Middleware(SeatCookieMiddleware, phones=phones, refuse=unused)])
    return RequestGuard(inner, list, unused)


class NoPhones:
    """As much of a room as the middleware asks for."""

    cookie = "seat-none"


def unused(scope: Scope, broken: RuleBroken) -> Response:
    """Nothing is refused here."""
    raise broken


APPS: Mapping[str, Callable[[], ASGIApp]] = {
    "empty": lambda: empty,
    "stack": lambda: behind_door(Empty()),
    "framework": lambda: behind_door(framework),
}


async def main(name: str, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    socket = bind("127.0.0.1", 0)
    print(socket.getsockname()[1], flush=True)
    if name == "bare":
        await loop.create_server(Bare, sock=socket)
    elif name == "append":
        appended = Appended(folder / "appended")
        await loop.create_server(lambda: Bare(appended.keep), sock=socket)
    else:
        await PhoneServer(APPS[name](), socket).start()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    from bench.phones import run

    run(main(sys.argv[1], Path(sys.argv[2])))
