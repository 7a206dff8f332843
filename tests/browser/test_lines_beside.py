"""Optional texts beside a scale point, and free text beside options: what is shown and stored. In real Chromium."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from network_fault_fixtures import SEND, STATUS, day, said
from page_state_tour import glance
from playwright.async_api import Page, expect
from room_in_browser import stage
from test_choosing_pages import motivators

from facilitator.i18n.messages import say

LOCALES = {"sv": "sv-SE"}
"""One language says it: that every sentence is there in all three is a fact of the catalogue."""


async def stands(page: Page, chosen: int, note: str) -> None:
    """Wait until the room has stored this point, or this number of options, and this note of the phone."""
    async with asyncio.timeout(30):
        while True:
            mine = (await glance(page)).mine
            if (mine.value or len(mine.options), mine.note) == (chosen, note):
                return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("language", LOCALES)
async def test_a_line_under_a_pulse_is_called_saved_and_no_idea(tmp_path: Path, language: str) -> None:
    async with day(tmp_path, 90) as made:
        await made.walk_to("pulse_out", "open")
        page = await made.phone(locale=LOCALES[language])
        await page.locator("#value-3").check()
        await expect(page.locator(STATUS)).to_have_text(say("phone.saved", language))
        heard = await said(page)
        await page.fill("#text", "Tarvitsen tukea")
        await page.click(SEND)
        await expect(page.locator(STATUS)).to_have_text(say("phone.saved", language))
        words = [say(f"phone.{key}", language) for key in ("sending", "saved")]
        assert [line for line in await heard() if line] == words
        assert (await glance(page)).mine.note == "Tarvitsen tukea"


async def test_a_number_tapped_while_its_line_is_on_the_way_leaves_the_line(tmp_path: Path) -> None:
    async with day(tmp_path, 90) as made:
        await made.walk_to("pulse_out", "open")
        page = await made.phone()
        await page.locator("#value-3").check()
        await expect(page.locator(STATUS)).to_have_text("Tallennettu")
        before = made.line.posts
        made.line.faults.append("hold")
        await page.fill("#text", "Tarvitsen tukea")
        await page.click(SEND)
        await made.asked(before + 1)
        await page.locator("#value-4").check()
        made.line.let_go()
        await made.asked(before + 2)
        await expect(page.locator(STATUS)).to_have_text("Tallennettu")
        await stands(page, 4, "Tarvitsen tukea")
        await expect(page.locator("#text")).to_have_value("Tarvitsen tukea")
        await page.fill("#text", "")
        await page.click(SEND)
        await stands(page, 4, "")


async def test_what_is_named_beside_the_options_outlives_a_tap_and_can_be_taken_away(tmp_path: Path) -> None:
    async with stage(tmp_path, file=motivators) as hand:
        await hand.walk_to("important", "open")
        page = await hand.phone()
        boxes, status = page.locator("#form-choice input:checked"), page.locator(STATUS)
        await page.get_by_text("Luottamus").click()
        await expect(status).to_have_text("Tallennettu")
        await page.fill("#other", "Huumori")
        await page.get_by_role("button", name="Lähetä").click()
        await expect(status).to_have_text("Tallennettu")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
        await page.get_by_text("Arvostus").click()
        await expect(boxes).to_have_count(2)
        await stands(page, 2, "Huumori")
        assert len(sent) == 1
        assert "other" not in sent[0]
        await page.fill("#other", "")
        await page.get_by_role("button", name="Lähetä").click()
        await stands(page, 2, "")
        await expect(boxes).to_have_count(2)
