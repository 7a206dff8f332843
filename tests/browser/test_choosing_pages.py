"""Choices and grids as a thumb meets them, in real Chromium against a real room."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect
from room_in_browser import stage

from facilitator.templates.new_session import new_session
from store.sessions import create


def motivators(folder: Path) -> Path:
    """The file of a workshop that chooses and rates."""
    path = folder / "workshop.json"
    create(path, *new_session("motivators-pulse"))
    return path


async def test_taps_are_saved_one_too_many_is_refused_and_rows_can_be_left_out(tmp_path: Path) -> None:
    async with stage(tmp_path, file=motivators) as hand:
        await hand.walk_to("important", "open")
        page = await hand.phone()
        status, boxes = page.locator("#status"), page.locator("#form-choice input:checked")
        for label in ("Luottamus", "Arvostus", "Selkeät tavoitteet"):
            await page.get_by_text(label).click()
        await expect(status).to_have_text("Tallennettu")
        await page.get_by_text("Palkka ja palkitseminen").click()
        await expect(status).to_have_text("Voit valita enintään 3. Ota ensin yksi valinta pois.")
        await expect(boxes).to_have_count(3)
        await page.get_by_text("Arvostus").click()
        await expect(boxes).to_have_count(2)
        await page.fill("#other", "Huumori")
        await page.get_by_role("button", name="Lähetä").click()
        await expect(status).to_have_text("Tallennettu")
        await page.reload()
        await expect(boxes).to_have_count(2)
        await expect(page.locator("#other")).to_have_value("Huumori")

        await hand.walk_to("state", "open")
        row = page.get_by_role("group", name="Luottamus")
        await row.scroll_into_view_if_needed()
        before = await page.evaluate("window.scrollY")
        await row.get_by_role("radio", name="4 Melko hyvin").check()
        await expect(status).to_have_text("Tallennettu")
        assert await page.evaluate("window.scrollY") == before
        last = page.get_by_role("group", name="Uskallan yrittää ja epäonnistua")
        await last.get_by_role("radio", name="2 Melko huonosti").check()
        await last.get_by_role("radio", name="Jätän väliin").check()
        await hand.walk_to("state", "closed")
        await expect(page.locator("#own")).to_contain_text("Luottamus: 4 Melko hyvin")
        await expect(page.locator("#own")).not_to_contain_text("Uskallan")
        # Nothing is wider than the phone.
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
