"""A hostile guest on the same network: silent connections, slow writers, readers that stop, a flood of answers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.wire import Place


@dataclass(frozen=True)
class Attack:
    """How many of each. ``flood``: the cookies of seats that send as fast as they can."""

    silent: int = 0
    slow_readers: int = 0
    slow_writers: int = 0
    flood: Sequence[str] = ()


@asynccontextmanager
async def attacked(place: Place, attack: Attack) -> AsyncIterator[None]:
    """All of it at once, for as long as the block lasts. What is cut off is tried again."""
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(silent(place)) for _ in range(attack.silent)]
    tasks += [loop.create_task(slow_writer(place)) for _ in range(attack.slow_writers)]
    tasks += [loop.create_task(slow_reader(place)) for _ in range(attack.slow_readers)]
    tasks += [loop.create_task(flood(place, cookie)) for cookie in attack.flood]
    await asyncio.sleep(0.5)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def silent(place: Place) -> None:
    """Connections that say nothing."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(place.host, place.port)
            try:
                await reader.read()
            finally:
                writer.transport.abort()
        await asyncio.sleep(1)


async def slow_writer(place: Place) -> None:
    """An answer that comes one byte at a time."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(place.host, place.port)
            try:
                writer.write(place.post(b"", "").replace(b"Length: 0", b"Length: 900"))
                while not writer.transport.is_closing():
                    writer.write(b"x")
                    await asyncio.sleep(0.5)
            finally:
                writer.transport.abort()
        await asyncio.sleep(1)


async def slow_reader(place: Place) -> None:
    """Page after page asked for, and none of them read."""
    loop = asyncio.get_running_loop()
    while True:
        with contextlib.suppress(OSError), socket.socket() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.setblocking(False)
            await loop.sock_connect(sock, (place.host, place.port))
            await loop.sock_sendall(sock, place.get(f"/{place.code}/events"))
            for _ in range(50):
                await loop.sock_sendall(sock, place.get(f"/{place.code}/screen", accept="text/html"))
                await asyncio.sleep(1)
        await asyncio.sleep(1)


async def flood(place: Place, cookie: str) -> None:
    """Answers of one seat, one after the other without a pause."""
    while True:
        with contextlib.suppress(OSError):
            line = await place.line()
            try:
                while True:
                    body = {"key": secrets.token_hex(16), "step": "ideas", "text": "Tulva"}
                    await line.ask(place.post(json.dumps(body).encode(), cookie))
            finally:
                line.close()
        await asyncio.sleep(0.1)
