"""What goes over the wire for one page, as Chromium itself counts it: heads and bodies as they come, still zipped."""

from __future__ import annotations

from typing import Any

from playwright.async_api import CDPSession, Page


class Wire:
    """Since the last ``reset``: addresses that were asked for, and all bytes. A stream counts with what came so far.

    ``loaded`` is what is finished, as (address, bytes); ``tick`` the size of what the stream said last.
    """

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._streams: set[str] = set()
        self.reset()

    @classmethod
    async def of(cls, page: Page) -> Wire:
        """Begin to count what ``page`` loads."""
        session = await page.context.new_cdp_session(page)
        wire = cls(session)
        session.on("Network.requestWillBeSent", wire._asked)
        session.on("Network.responseReceived", wire._answered)
        session.on("Network.dataReceived", wire._came)
        session.on("Network.loadingFinished", wire._finished)
        await session.send("Network.enable")
        return wire

    def reset(self) -> None:
        """Count from nothing."""
        self.urls: dict[str, str] = {}
        self.loaded: list[tuple[str, int]] = []
        self.bytes = 0
        self.tick = 0

    @property
    def requests(self) -> int:
        """How many requests there were; what a page brings within itself (``data:``) is none."""
        return len(self.urls)

    def _asked(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.urls[event["requestId"]] = event["request"]["url"]

    def _answered(self, event: dict[str, Any]) -> None:
        if event["type"] == "EventSource":
            self._streams.add(event["requestId"])
            self.bytes += int(event["response"]["encodedDataLength"])

    def _came(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._streams:
            self.tick = int(event["encodedDataLength"] or event["dataLength"])
            self.bytes += self.tick

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self._streams:
            size = int(event["encodedDataLength"])
            self.bytes += size
            self.loaded.append((self.urls.get(event["requestId"], ""), size))
