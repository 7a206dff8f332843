"""A real room on the loopback: rules, store, feed and server as in the program, driven by the test."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any

import httpx2

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store.sessions import create


class Clock:
    """The room's clock, which the test can put forward."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Running:
    """A running workshop: ``do`` and ``walk_to`` are the facilitator, ``phone`` makes one more phone."""

    def __init__(self, room: Room, clock: Clock) -> None:
        self.room = room
        self.clock = clock
        self.code = room.public.session.code
        self._clients: list[httpx2.AsyncClient] = []

    async def execute(self, verb: str, **arguments: Any) -> Mapping[str, Any]:
        """One act; back when everybody can see it."""
        return await self.room.execute(verb, **arguments)

    async def walk_to(self, step: str, state: str) -> None:
        """Press "next" until a step is in a state."""
        for _ in range(200):
            shown = self.room.public.step
            if shown is not None and (shown.id, shown.state) == (step, state):
                return
            await self.execute("next")
        raise AssertionError(f"never came to {step} {state}")

    async def phone(self, language: str = "fi") -> RoomPhone:
        """A phone that has opened the page."""
        client = httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{self.room.port}",
            headers={"Accept-Language": language, "Accept": "text/html"},
            trust_env=False,
            verify=False,
        )
        self._clients.append(client)
        phone = RoomPhone(client, self.code)
        assert (await client.get(f"/{self.code}")).status_code == 200
        return phone

    async def close(self) -> None:
        """Close the connections of all phones."""
        for client in self._clients:
            await client.aclose()


class RoomPhone:
    """A phone: ``send`` as the script does, ``form`` as a browser without JavaScript does."""

    def __init__(self, client: httpx2.AsyncClient, code: str) -> None:
        self.client = client
        self.code = code

    async def page(self, path: str = "") -> str:
        """The text of a page, tags left out."""
        reply = await self.client.get(f"/{self.code}{path}")
        assert reply.status_code == 200, reply.text
        return plain(reply.text)

    async def state(self) -> Mapping[str, Any]:
        """The state as data."""
        found: Mapping[str, Any] = (await self.client.get(f"/{self.code}/state")).json()
        return found

    async def send(self, step: str, **fields: Any) -> httpx2.Response:
        """One answer as JSON."""
        message = {"key": secrets.token_hex(16), "step": step, **fields}
        return await self.client.post(f"/{self.code}/answers", json=message, headers={"Accept": "application/json"})

    async def form(self, fields: Mapping[str, str], **more: str) -> httpx2.Response:
        """One form, with the hidden fields that the page gives it."""
        page = (await self.client.get(f"/{self.code}")).text
        hidden = {name: unescape(value) for name, value in re.findall(r'name="(key|step)" value="([^"]*)"', page)}
        return await self.client.post(f"/{self.code}/answers", data={**hidden, **fields, **more})


def plain(html: str) -> str:
    """What a person reads, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@asynccontextmanager
async def running(folder: Path, minutes: int | None = 60, template: str = "cx-what-can-i-do") -> AsyncIterator[Running]:
    """A new workshop on a free port."""
    path = folder / "workshop.json"
    session, steps = new_session(template, minutes)
    create(path, session, steps)
    clock = Clock()
    room = Room(path, RoomOptions(host="127.0.0.1", port=0), clock=clock).start()
    run = Running(room, clock)
    try:
        yield run
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)
