"""The remote control in a browser without scripts: paired by typing, pressed with a thumb, fit for a screen reader."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe import axe
from playwright.async_api import Page, expect
from room_in_browser import HEIGHT, WIDTH, Stagehand, stage

from facilitator.i18n.messages import say

THUMB = 44
"""Pixels that a button needs in either direction."""


async def paired(hand: Stagehand, language: str, scheme: str = "light") -> Page:
    """A browser with scripts switched off that has typed the PIN."""
    pin = (await hand.do("remote", on=True))["pin"]
    context = await hand.browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        locale=language,
        java_script_enabled=False,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = await context.new_page()
    await page.goto(hand.address.replace(f"/{hand.code}", "/remote"))
    await page.get_by_label(say("remote.pin", language)).fill(pin)
    await page.get_by_role("button", name=say("remote.pair", language)).click()
    return page


@pytest.mark.parametrize("language", ["sv"])
async def test_it_is_paired_and_drives_without_a_script(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path) as hand:
        page = await paired(hand, language)
        await page.get_by_role("button", name=say("console.next.start", language)).click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("1/")
        step = hand.room.public.step
        assert step is not None
        assert step.number == 1
        buttons = page.locator("button")
        for n in range(await buttons.count()):
            box = await buttons.nth(n).bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= THUMB
        if folder := os.environ.get("FACILITATOR_PICTURES"):
            await page.screenshot(path=f"{folder}/remote-{language}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_the_pin_the_buttons_and_the_refusals(tmp_path: Path, scheme: str) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        (writer,) = await hand.people(1)
        await hand.send(writer, step="ideas", text="Soitan ensin")
        page = await paired(hand, "fi", scheme)
        await page.locator("summary").click()
        # axe is a script itself: it looks at the same page in a browser that has them.
        looking = await hand.browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            storage_state=await page.context.storage_state(),
            bypass_csp=True,
            color_scheme="dark" if scheme == "dark" else "light",
        )
        seen = await looking.new_page()
        await seen.goto(page.url)
        await expect(seen.locator("details")).to_have_count(1)
        await seen.locator("summary").click()
        found = [await axe(seen)]
        await looking.clear_cookies()
        await seen.goto(page.url)
        found.append(await axe(seen))
        await hand.do("remote", on=True)
        await seen.goto(page.url)
        await seen.fill("#pin", "000 000")
        await seen.locator("button").click()
        found.append(await axe(seen))
        await looking.close()
        assert all(report.passes > 10 for report in found)
        assert not [each for report in found for each in (*report.violations, *report.incomplete)]
