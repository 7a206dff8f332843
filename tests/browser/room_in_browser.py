"""A real room and a real Chromium that opens it as a phone does: plain http, a name of the local network, 360 x 640."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
from playwright.async_api import Browser, BrowserContext, Page, expect
from shared_browser import SHARED

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store.sessions import create

WIDTH, HEIGHT = 360, 640

expect.set_options(timeout=30_000)


class Clock:
    """The room's clock, which the test can put forward."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Stagehand:
    """The facilitator of the test, the other people in the room, and the phones in the browser."""

    browser: Browser

    def __init__(self, room: Room, clock: Clock) -> None:
        self.room = room
        self.clock = clock
        self.code = room.public.session.code
        self.address = f"http://room.test:{room.port}/{self.code}"
        self.problems: list[str] = []
        self._others: list[httpx2.AsyncClient] = []

    async def do(self, verb: str, **arguments: Any) -> Mapping[str, Any]:
        """One act of the facilitator; back when everybody can see it."""
        return await self.room.execute(verb, **arguments)

    async def walk_to(self, step: str, state: str) -> None:
        """Press "next" until a step is in a state."""
        for _ in range(200):
            shown = self.room.public.step
            if shown is not None and (shown.id, shown.state) == (step, state):
                return
            await self.do("next")
        raise AssertionError(f"never came to {step} {state}")

    async def phone(self, locale: str = "fi-FI", **options: Any) -> Page:
        """A phone that has opened the page. Mistakes of the script are noted in ``problems``."""
        context = await self.context(locale, **options)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda line: self._note(line.text))
        await page.goto(self.address)
        return page

    async def context(self, locale: str = "fi-FI", **options: Any) -> BrowserContext:
        """A browser of its own, with its own cookies."""
        size = {"viewport": {"width": WIDTH, "height": HEIGHT}, "locale": locale}
        return await self.browser.new_context(**{**size, **options})

    async def people(self, number: int) -> list[httpx2.AsyncClient]:
        """More people in the room, without a browser."""
        for _ in range(number):
            client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self.room.port}", trust_env=False, verify=False)
            assert (await client.get(f"/{self.code}")).status_code == 200
            self._others.append(client)
        return self._others[-number:]

    async def send(self, client: httpx2.AsyncClient, **fields: Any) -> None:
        """One answer of such a person to the current step."""
        message = {"key": secrets.token_hex(16), "step": self.room.public.current, **fields}
        reply = await client.post(f"/{self.code}/answers", json=message)
        assert reply.status_code == 201, reply.text

    async def restart(self) -> None:
        """The program ends and comes back, with the same file and the same port."""
        path, port = self.room.path, self.room.port
        await asyncio.to_thread(self.room.stop)
        self.room = Room(path, RoomOptions(host="127.0.0.1", port=port), clock=self.clock).start()
        assert self.room.port == port

    async def close(self) -> None:
        """Let everybody go."""
        for client in self._others:
            await client.aclose()

    def _note(self, line: str) -> None:
        # A refused answer is a line on the console of the browser; it is not a mistake of the page.
        if "the server responded with a status of 4" not in line:
            self.problems.append(line)


def flagship(folder: Path, minutes: int) -> Path:
    """The file of the flagship workshop."""
    path = folder / "workshop.json"
    session, steps = new_session("cx-what-can-i-do", minutes)
    create(path, session, steps)
    return path


@asynccontextmanager
async def stage(
    folder: Path, minutes: int = 60, file: Callable[[Path], Path] | None = None
) -> AsyncIterator[Stagehand]:
    """A new workshop (or what ``file`` makes) and the browser. At the end the script has made no mistake."""
    browser = await SHARED.get()
    path = (file or partial(flagship, minutes=minutes))(folder)
    clock = Clock()
    hand = Stagehand(Room(path, RoomOptions(host="127.0.0.1", port=0), clock=clock).start(), clock)
    hand.browser = browser
    try:
        try:
            yield hand
        finally:
            await hand.close()
            await SHARED.close_contexts()
        assert hand.problems == []
    finally:
        await asyncio.to_thread(hand.room.stop)
