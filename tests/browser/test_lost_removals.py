"""Removals whose reply is lost. In real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from network_fault_fixtures import STATUS, day, said, sent
from playwright.async_api import expect

from facilitator.i18n.messages import say

IDEA = "Soitan ennen kirjettä"
LOCALES = {"sv": "sv-SE"}
"""One language says it: that every sentence is there in all three is a fact of the catalogue."""


@pytest.mark.parametrize("language", LOCALES)
async def test_a_removal_whose_reply_is_lost_is_said_to_be_done(tmp_path: Path, language: str) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(locale=LOCALES[language])
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await expect(page.locator(STATUS)).to_have_text(say("phone.saved_idea", language, n=1))
        heard = await said(page)
        made.line.faults.extend(["swallow", "swallow"])
        await page.locator("#own button[name=withdraw]").click()
        await expect(page.locator(STATUS)).to_have_text(say("phone.removed", language))
        await expect(page.locator("#undo")).to_be_visible()
        await expect(page.locator("#own .said")).to_have_count(0)
        words = [say(f"phone.{key}", language) for key in ("sending", "offline_tap", "removed")]
        assert [line for line in await heard() if line] == words
        await made.has()


async def test_a_removal_whose_reply_is_lost_is_done_even_if_the_room_has_gone_on(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        made.line.faults.append("swallow")
        made.line.faults.append("cut")
        await page.locator("#own button[name=withdraw]").click()
        await made.has()
        await made.line.down()
        await made.walk_to("pick", "open")
        await made.line.up()
        await expect(page.locator(STATUS)).to_have_text(say("phone.removed", "fi"))


async def test_an_idea_that_is_lowered_with_a_lost_reply_is_lowered(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        await sent(page, IDEA)
        await made.has(IDEA)
        await made.walk_to("pick", "open")
        await page.locator('#top[data-step="pick"] ~ #task form button').first.click()
        await expect(page.locator("#task .done")).to_be_visible()
        made.line.faults.extend(["swallow", "swallow"])
        await page.locator("#task button[name=withdraw]").click()
        await expect(page.locator(STATUS)).to_have_text(say("phone.removed", "fi"))
        await expect(page.locator("#task .done")).to_have_count(0)
