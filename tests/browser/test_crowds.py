"""A whole room at once, over real sockets, against the program as it is run.

F37 a crowd returns at once    test_a_crowd_of_phones_that_returns_at_once_lose_and_double_nothing
F38 fifty stopped readers      test_fifty_phones_that_stop_reading_keep_nobody_from_hearing
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import socket
import sys
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from room_in_browser import flagship

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room

T = TypeVar("T")

CROWD = int(os.environ.get("FACILITATOR_CROWD", "300"))
"""Phones that return at once. A thousand take more seconds than a request may on a machine that has other work."""
HEAD = "Host: 127.0.0.1\r\nConnection: close\r\n"


class Raw:
    """A phone that is nothing but a socket and a cookie."""

    def __init__(self, port: int, code: str) -> None:
        self.port, self.code, self.cookie = port, code, ""

    async def ask(self, request: str, body: bytes = b"") -> tuple[int, str]:
        """One request on a connection of its own: status, and head and body as text."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"{request} HTTP/1.1\r\n{HEAD}Cookie: {self.cookie}\r\n".encode())
        writer.write(f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        text = (await reader.read()).decode()
        writer.close()
        for name, value in re.findall(r"(?i)set-cookie: ([^=]+)=([^;]+);", text):
            self.cookie = f"{name}={value}"
        return int(text.split(" ", 2)[1]), text

    async def answer(self, key: str) -> int:
        """One idea, under a key; the status of the reply."""
        body = json.dumps({"key": key, "step": "ideas", "text": f"Idea {key}"}).encode()
        return (await self.ask(f"POST /{self.code}/answers", body))[0]

    async def stream(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The line of events, its first tick read."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET /{self.code}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n\r\n".encode())
        await reader.readuntil(b"event: state")
        return reader, writer


def room_for(number: int) -> None:
    """Enough files for as many connections, or the test is left out where that is not allowed."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such limit to raise")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < number:
        if hard != resource.RLIM_INFINITY and hard < number:
            pytest.skip(f"at most {hard} files may be open here")
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, hard))


async def opened(folder: Path) -> Room:
    """A room at its open ideas."""
    room = Room(flagship(folder, 60), RoomOptions(host="127.0.0.1", port=0)).start()
    while room.public.step is None or (room.public.step.id, room.public.step.state) != ("ideas", "open"):
        await room.execute("next")
    return room


async def together(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """All of it at once."""
    return list(await asyncio.gather(*work))


async def test_a_crowd_of_phones_that_returns_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    room_for(4 * CROWD)
    room = await opened(tmp_path)
    try:
        phones = [Raw(room.port, room.public.session.code) for _ in range(CROWD)]
        joined = await together(phone.ask(f"GET /{phone.code}") for phone in phones)
        assert {status for status, _ in joined} == {200}
        for _, writer in await together(phone.stream() for phone in phones):
            writer.transport.abort()
        # Everybody at once: the stream, the newest state, and an idea whose first reply was lost on the way.
        keys = {phone: secrets.token_hex(16) for phone in phones}
        back = together(phone.stream() for phone in phones)
        answers = together(phone.answer(key) for phone, key in keys.items() for _ in range(2))
        streams, statuses = await asyncio.gather(back, answers)
        assert sorted(statuses) == [200] * CROWD + [201] * CROWD
        parts = await together(phone.ask(f"GET /{phone.code}/part") for phone in phones)
        pairs = zip(parts, keys.values(), strict=True)
        assert {(status, text.count(f">Idea {key}</span>")) for (status, text), key in pairs} == {(200, 1)}
        state = (await room.execute("state"))["state"]
        assert sorted(text["text"] for text in state["texts"]) == sorted(f"Idea {key}" for key in keys.values())
        assert state["public"]["joined"] == CROWD
        for _, writer in streams:
            writer.transport.abort()
    finally:
        await asyncio.to_thread(room.stop)


async def test_fifty_phones_that_stop_reading_keep_nobody_from_hearing(tmp_path: Path) -> None:
    room = await opened(tmp_path)
    try:
        code, stopped = room.public.session.code, []
        for _ in range(50):
            sock = socket.socket()
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            sock.connect(("127.0.0.1", room.port))
            sock.sendall(f"GET /{code}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            stopped.append(sock)
        phone = Raw(room.port, code)
        assert (await phone.ask(f"GET /{code}"))[0] == 200
        reader, writer = await phone.stream()
        for number in range(20):
            version = (await room.execute("add", text=f"Paperilta {number}"))["version"]
            async with asyncio.timeout(30):
                while f'"version":{version},' not in (await reader.readuntil(b"\n\n")).decode():
                    pass
        writer.transport.abort()
        for sock in stopped:
            sock.close()
    finally:
        await asyncio.to_thread(room.stop)
