"""One Chromium for all browser tests of a worker; every test has contexts of its own in it.

A browser takes a second of the processor to start, and as many tests use it as there are in this folder.
"""

from __future__ import annotations

import os
import shutil
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, async_playwright

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Programs that are looked for in turn. The first draws no windows of its own, which saves half a processor."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
"""The system's own. Without one these tests are left out, except in CI, which installs it."""

RULES = "MAP room.test 127.0.0.1, MAP other.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""The hosts that the browser knows: ours, and no other, so that nothing can be asked of the internet."""


class SharedBrowser:
    """A browser that is started when it is first asked for. It belongs to the event loop it was started on."""

    def __init__(self) -> None:
        self._browser: Browser | None = None
        self._resources = AsyncExitStack()

    async def get(self) -> Browser:
        """The browser. Skips the test where there is none."""
        if self._browser is None:
            if CHROMIUM is None and not os.environ.get("CI"):
                pytest.skip("Chromium is not installed")
            playwright = await self._resources.enter_async_context(async_playwright())
            self._browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules={RULES}"]
            )
            self._resources.push_async_callback(self._browser.close)
        return self._browser

    async def close_contexts(self) -> None:
        """End a test: close every page and forget every cookie."""
        if self._browser is not None:
            for context in self._browser.contexts:
                await context.close()

    async def close(self) -> None:
        """End the browser, if it was started."""
        self._browser = None
        await self._resources.aclose()


SHARED = SharedBrowser()
