"""Fixtures for network faults: phones in the shared browser, a room, and a breakable proxy between them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from breakable_proxy import Line, line
from playwright.async_api import Browser, Page, expect
from room_in_browser import Clock, Stagehand, flagship
from shared_browser import SHARED

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room

FIELD = "#text"
SEND = "#task form button"
STATUS = "#status"
PATIENCE = 30.0
"""Seconds that a test waits for what has to come. A phone is back within five where the machine has nothing else to do;
``FACILITATOR_PRINT=1 pytest -s tests/browser`` prints how long each took."""


class Day(Stagehand):
    """A room behind a line. Phones come over the line; the facilitator does not."""

    def __init__(self, room: Room, clock: Clock, browser: Browser, way: Line) -> None:
        super().__init__(room, clock)
        self.browser = browser
        self.line = way
        self.address = f"http://room.test:{way.port}/{self.code}"

    async def writer(self, text: str = "", **options: Any) -> Page:
        """A phone at the open ideas, with a text that is being written."""
        await self.walk_to("ideas", "open")
        page = await self.phone(**options)
        if text:
            await page.fill(FIELD, text)
        return page

    async def texts(self) -> list[str]:
        """All ideas that the room has, as the facilitator sees them."""
        state: Mapping[str, Any] = (await self.do("state"))["state"]
        return sorted(text["text"] for text in state["texts"])

    async def has(self, *wanted: str) -> None:
        """Wait until the room has exactly these ideas, each once."""
        async with asyncio.timeout(PATIENCE):
            while await self.texts() != sorted(wanted):  # noqa: ASYNC110 - a reply that was lost tells nobody
                await asyncio.sleep(0.05)

    async def asked(self, number: int) -> None:
        """Wait until this many answers have passed through the proxy."""
        async with asyncio.timeout(PATIENCE):
            while self.line.posts < number:  # noqa: ASYNC110 - the line tells nobody
                await asyncio.sleep(0.02)


@asynccontextmanager
async def day(folder: Path, minutes: int = 60) -> AsyncIterator[Day]:
    """A bad day. In the end the script has made no mistake: only the network is to blame."""
    browser = await SHARED.get()
    clock = Clock()
    room = Room(flagship(folder, minutes), RoomOptions(host="127.0.0.1", port=0), clock=clock).start()
    async with line(room.port) as way:
        made = Day(room, clock, browser, way)
        try:
            yield made
        finally:
            await made.close()
            await SHARED.close_contexts()
            await asyncio.to_thread(made.room.stop)
        assert [problem for problem in made.problems if "net::ERR" not in problem] == []


async def sent(page: Page, text: str) -> None:
    """Write a text and send it."""
    await page.fill(FIELD, text)
    await page.click(SEND)


async def asleep(page: Page, hidden: bool) -> None:
    """The phone's screen goes dark or comes on: what a page is told then (headless browsers always show)."""
    await page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )


async def back_in_time(page: Page, name: str, value: str) -> None:
    """The page shows the newest state, in the time it has for it."""
    since = time.monotonic()
    await expect(page.locator("#top")).to_have_attribute(f"data-{name}", value, timeout=PATIENCE * 1000)
    if os.environ.get("FACILITATOR_PRINT"):
        print(f"back after {time.monotonic() - since:.1f} s")


async def said(page: Page) -> Callable[[], Awaitable[list[str]]]:
    """From now on, everything that the status line says; ask for it in the end."""
    await page.evaluate(
        "() => { window.heard = []; const line = document.getElementById('status');"
        " new MutationObserver(() => heard.push(line.textContent)).observe(line, {childList: true, subtree: true}); }"
    )

    async def heard() -> list[str]:
        found: list[str] = await page.evaluate("heard")
        return found

    return heard
