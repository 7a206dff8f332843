"""Requests as no browser would send them: written byte by byte, the reply read to its end."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

PATIENCE = 20.0
"""Seconds: a request that is not whole is cut off after ten."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})

_sources = itertools.cycle(range(1, 250))


@dataclass(frozen=True)
class Answered:
    """What came back; status 0 for a connection that was closed without a word."""

    status: int
    head: bytes
    body: bytes


async def ask(port: int, request: bytes) -> Answered:
    """Send one request on a new connection; of a stream, read only the first event. Raises ``TimeoutError``.

    The source address rotates over the loopback range, so that a long run does not use up the ports of one address.
    """
    source = (f"127.0.0.{next(_sources)}", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=source)
    found = b""
    try:
        writer.write(request)
        async with asyncio.timeout(PATIENCE):
            while piece := await reader.read(65_536):
                found += piece
                head, _, body = found.partition(b"\r\n\r\n")
                if b"text/event-stream" in head and b"\n\n" in body:
                    break
    except ConnectionError:
        pass  # the server may hang up while we still send
    finally:
        writer.transport.abort()
    head, _, body = found.partition(b"\r\n\r\n")
    return Answered(int(head[9:12]) if head.startswith(b"HTTP/1.1 ") else 0, head, body)


def request(method: str, target: str, headers: Sequence[tuple[str, str]] = (), body: bytes | None = None) -> bytes:
    """The bytes of one request, the last on its connection. What cannot be latin-1 is sent as UTF-8."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
    if body is not None and not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + (body or b"")


def table(app: ASGIApp) -> list[tuple[str, str]]:
    """Method and path of every route of the app, below any middleware."""
    inner = app
    while not hasattr(inner, "routes"):
        inner = inner.app  # type: ignore[attr-defined]  # a middleware around it
    return list(_routes(inner.routes, ""))


def _routes(routes: Sequence[BaseRoute], before: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, Mount):
            yield from _routes(route.routes, before + route.path)
        elif isinstance(route, Route):
            for method in sorted(route.methods or ()):
                yield method, before + route.path
