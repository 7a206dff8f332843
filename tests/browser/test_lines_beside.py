"""What is said and kept of a line beside a number, and of what is named beside the options. In real Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from bad_days import SEND, STATUS, day, launched, said
from playwright.async_api import Browser, expect
from tour import glance

from facilitator.words import say

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOCALES = {"fi": "fi-FI", "sv": "sv-SE", "en": "en-GB"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as found:
        yield found


@pytest.mark.parametrize("language", LOCALES)
async def test_a_line_under_a_pulse_is_called_saved_and_no_idea(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    async with day(browser, tmp_path, 90) as made:
        await made.walk_to("pulse_out", "open")
        page = await made.phone(locale=LOCALES[language])
        await page.locator("#value-3").check()
        await expect(page.locator(STATUS)).to_have_text(say("phone.saved", language))
        heard = await said(page)
        await page.fill("#text", "Tarvitsen tukea")
        await page.click(SEND)
        await expect(page.locator(STATUS)).to_have_text(say("phone.saved", language))
        assert [line for line in await heard() if line] == [say(f"phone.{key}", language) for key in ("sending", "saved")]
        assert (await glance(page)).mine.note == "Tarvitsen tukea"
