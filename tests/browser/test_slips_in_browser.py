"""Join slips on a phone of 360 x 640, in a real browser, with JavaScript and without."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe import axe
from playwright.async_api import Page, expect
from room_in_browser import Stagehand, stage

from facilitator.i18n.messages import say
from facilitator.view import VoteBody
from store.sessions import open_session

PICTURES = os.environ.get("FACILITATOR_PICTURES", "")
"""A folder for pictures of the page; none are taken without it."""


async def opened_vote(hand: Stagehand, folder: Path) -> list[str]:
    """A vote by slips on four ideas; what stands on the slips."""
    await hand.do("address", address="192.0.2.7")
    reply = await hand.do("handouts", slips=6, out=str(folder / "print"))
    page = next(Path(file) for file in reply["files"] if file.endswith(".html")).read_text("utf-8")
    await hand.walk_to("ideas", "open")
    for name in ("Soitamme ensin", "Kerromme päivän", "Kysymme lopuksi", "Autamme heti"):
        await hand.do("add", text=name)
    await hand.walk_to("vote", "open")
    return re.findall(r'class="letters">([A-Z ]{9})<', page)


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


async def test_a_slip_is_typed_on_a_phone(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        codes = await opened_vote(hand, tmp_path)
        page = await hand.phone()
        field, button = page.locator("#slip"), page.get_by_role("button", name=say("phone.slip.send", "fi"))
        await expect(page.get_by_label(say("phone.slip.label", "fi"))).to_be_visible()
        await expect(page.locator("#form-vote-1")).to_have_count(0)
        box = await button.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 640
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await picture(page, "slip-empty")
        await field.fill("wxzw wxzw")
        await button.click()
        await expect(page.locator("#why")).to_have_text(re.compile(re.escape(say("error.slip_unknown", "fi"))))
        await expect(field).to_have_value("wxzw wxzw")
        await expect(field).to_be_focused()
        await picture(page, "slip-refused")
        await page.reload()
        await expect(field).to_have_value("wxzw wxzw")
        await field.fill(codes[0].lower())
        await field.press("Enter")
        await expect(page.locator("#status")).to_have_text(say("phone.slip.saved", "fi"))
        await expect(field).to_have_count(0)
        await expect(page.locator("#question")).to_be_focused()
        await picture(page, "slip-given")
        await page.locator("label.choice").first.click()
        await expect(page.locator("#status")).to_have_text(say("phone.vote.saved", "fi"))
        body = hand.room.public.body
        assert isinstance(body, VoteBody)
        assert body.voters == 1
        await page.reload()
        await expect(page.locator("label.choice input:checked")).to_have_count(1)


async def test_another_s_code_and_too_many_wrong_ones_are_said_calmly(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        codes = await opened_vote(hand, tmp_path)
        first, page = await hand.phone(), await hand.phone("sv-FI")
        await first.locator("#slip").fill(codes[0])
        await first.locator("#slip").press("Enter")
        await expect(first.locator("#slip")).to_have_count(0)
        for typed in (codes[0], "BCDFGHJK", "BCDFGHJL", "BCDFGHJM", "BCDFGHJN"):
            await page.locator("#slip").fill(typed)
            await page.locator("#slip").press("Enter")
            await expect(page.locator("#why")).to_be_visible()
            await expect(page.locator("#form-slip button")).to_have_text(say("phone.slip.send", "sv"))
        await page.locator("#slip").fill(codes[1])
        await page.locator("#slip").press("Enter")
        await expect(page.locator("#why")).to_have_text(re.compile("Vänta"))
        await expect(page.locator("#slip")).to_have_value(codes[1])
        await picture(page, "slip-pause")
        hand.clock.ahead += 21
        await page.locator("#form-slip button").click()
        await expect(page.locator("#slip")).to_have_count(0)


async def test_slips_switched_on_after_the_page_was_drawn_turn_a_vote_into_the_field(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        codes = await opened_vote(hand, tmp_path)
        await hand.do("close")
        await hand.do("slips", on=False)
        await hand.do("reopen")
        page = await hand.phone("en-GB")
        await expect(page.locator("label.choice")).to_have_count(4)
        await hand.do("close")
        await hand.do("slips", on=True)
        await hand.do("reopen")
        await expect(page.locator("#slip")).to_be_visible()
        await page.locator("#slip").fill(codes[3].replace(" ", ""))
        await page.locator("#form-slip button").click()
        await expect(page.locator("label.choice")).to_have_count(4)


@pytest.mark.parametrize(("locale", "language"), [("sv-FI", "sv")])
async def test_the_field_works_without_javascript(tmp_path: Path, locale: str, language: str) -> None:
    async with stage(tmp_path) as hand:
        codes = await opened_vote(hand, tmp_path)
        page = await hand.phone(locale, java_script_enabled=False)
        await page.fill("#slip", "wxzw wxzw")
        await page.click("#form-slip button")
        await expect(page.locator("#why")).to_contain_text(say("error.slip_unknown", language))
        await expect(page.locator("#slip")).to_have_value("wxzw wxzw")
        await page.fill("#slip", codes[2].lower())
        await page.click("#form-slip button")
        await expect(page.locator("label.choice")).to_have_count(4)
        await page.locator("label.choice").nth(1).click()
        await page.click("#form-vote-1 button")
        await expect(page.locator("label.choice input:checked")).to_have_count(1)


async def test_the_field_is_usable_by_everybody(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await opened_vote(hand, tmp_path)
        page = await hand.phone()
        await page.locator("#slip").fill("BCDFGHJK")
        await page.locator("#slip").press("Enter")
        await expect(page.locator("#why")).to_be_visible()
        assert (await axe(page)).violations == ()


async def test_no_code_is_left_in_the_session_after_the_browser_has_sent_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        codes = await opened_vote(hand, tmp_path)
        page = await hand.phone()
        await page.locator("#slip").fill(codes[0])
        await page.locator("#slip").press("Enter")
        await expect(page.locator("#slip")).to_have_count(0)
        stored = await page.evaluate("JSON.stringify([Object.entries(localStorage), document.body.innerHTML])")
        assert codes[0] not in stored
    with open_session(tmp_path / "workshop.json", read_only=True) as kept:
        assert sum(slip.spent for slip in kept.slips.values()) == 1
    assert codes[0].encode() not in (tmp_path / "workshop.json").read_bytes()
