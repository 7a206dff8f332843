"""The whole workshop without JavaScript: forms, links, and reloading."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect
from room_in_browser import Stagehand, stage


async def reload(page: Page) -> None:
    """Without JavaScript a new step is fetched by hand."""
    await page.get_by_text("Uppdatera sidan").click()


async def answer_the_pulse(page: Page) -> None:
    """One tap and "send"."""
    await page.locator("label.choice").nth(3).click()
    await page.click("#task button")
    await expect(page.locator("#status")).to_have_text("Sparat")
    await expect(page.locator("#task input[value='4']")).to_be_checked()


async def write_edit_and_remove(page: Page) -> None:
    """An idea, its change (first one that is too long), and another that is taken away."""
    await page.fill("#text", "Jag ringer")
    await page.click("#task button")
    await expect(page.locator("#own li")).to_have_count(1)
    await page.get_by_text("Redigera").click()
    await expect(page.locator("#text")).to_have_value("Jag ringer")
    await page.fill("#text", "x" * 230)
    await page.click("#task button")
    await expect(page.locator("#why")).to_contain_text("30")
    await expect(page.locator("#text")).to_have_value("x" * 230)
    await page.fill("#text", "Jag ringer alltid")
    await page.click("#task button")
    await expect(page.locator("#own .said")).to_have_text("Jag ringer alltid")
    await page.fill("#text", "Den här tar jag bort")
    await page.click("#task button")
    await page.locator("#own li", has_text="Den här").get_by_role("button", name="Ta bort").click()
    await expect(page.locator("#status")).to_have_text("Borttaget")
    await expect(page.locator("#own li")).to_have_count(1)


async def raise_vote_and_rate(hand: Stagehand, page: Page) -> None:
    """The steps between the ideas and the promise."""
    await hand.walk_to("pick", "open")
    for n in range(4):
        await hand.do("add", text=f"Från papper {n}")
    await reload(page)
    await page.get_by_role("button", name="Lyft fram den här").click()
    await expect(page.locator(".done")).to_contain_text("Lyft till den gemensamma listan")
    await hand.walk_to("vote", "open")
    await reload(page)
    await page.locator("label.choice").nth(0).click()
    await page.locator("label.choice").nth(2).click()
    await page.get_by_role("button", name="Spara rösterna").click()
    await expect(page.locator(".left-votes").first).to_have_text("Röster kvar: 0/2")
    await hand.walk_to("size", "open")
    await reload(page)
    await page.locator("label.choice").nth(1).click()
    await page.get_by_role("button", name="Spara").click()
    await expect(page.locator("label.choice input").nth(1)).to_be_checked()


async def test_the_workshop_can_be_taken_part_in_with_forms_and_links_alone(tmp_path: Path) -> None:
    async with stage(tmp_path, minutes=90) as hand:
        page = await hand.phone("sv-SE", java_script_enabled=False)
        await expect(page.locator("h1")).to_have_text("Vad kan jag göra för en bättre kundupplevelse?")
        await hand.walk_to("pulse_in", "open")
        await reload(page)
        await answer_the_pulse(page)
        await hand.walk_to("ideas", "open")
        await reload(page)
        await write_edit_and_remove(page)
        await raise_vote_and_rate(hand, page)
        await hand.walk_to("commit", "open")
        await reload(page)
        await page.fill("#text", "Jag berättar tiden")
        await page.get_by_role("button", name="Spara löftet").click()
        await expect(page.locator("#promise")).to_contain_text("Jag berättar tiden")
        await hand.walk_to("actions", "open")
        await hand.do("action", what="Gemensam svarsmall")
        await reload(page)
        await page.fill("input[name=owner]", "Aino")
        await page.get_by_role("button", name="Jag tar ansvar för det här").click()
        await expect(page.locator("#task .action dd").first).to_have_text("Aino")
        await hand.walk_to("close", "open")
        await reload(page)
        await expect(page.locator("#promise a")).to_have_text("Spara ditt löfte i kalendern")
