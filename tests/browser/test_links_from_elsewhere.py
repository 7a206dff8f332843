"""A phone that comes back: by the code again, or by a link on another site, for which browsers keep cookies back."""

from __future__ import annotations

from pathlib import Path

import pytest
from assertions import every
from playwright.async_api import BrowserContext, Page, Route, expect
from room_in_browser import Stagehand, stage

ELSEWHERE = "http://elsewhere.example/"


async def page_elsewhere(hand: Stagehand, context: BrowserContext) -> Page:
    """A page of another site with a link to the workshop, in the same browser."""

    async def answer(route: Route) -> None:
        await route.fulfill(content_type="text/html", body=f'<a href="{hand.address}">Tule mukaan</a>')

    await context.route(f"{ELSEWHERE}**", answer)
    page = await context.new_page()
    await page.goto(ELSEWHERE)
    return page


async def cookies(context: BrowserContext) -> list[tuple[str, str, str]]:
    """Name, place and rule of every cookie that the browser holds."""
    found = await context.cookies()
    assert every(cookie["httpOnly"] and cookie["expires"] == -1 for cookie in found)
    return [(cookie["name"], cookie["path"], str(cookie["sameSite"])) for cookie in found]


async def joined(hand: Stagehand) -> int:
    """The current number of joined phones."""
    return int((await hand.do("state"))["state"]["public"]["joined"])


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_link_on_another_site_leads_back_to_the_same_seat(tmp_path: Path, scripts: bool) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone("sv-SE", java_script_enabled=scripts)
        await page.get_by_text("Suomi").click()
        await page.fill("#text", "Soitan ensin")
        await page.click("#task form button")
        await expect(page.locator("#own li")).to_have_count(1)
        assert await cookies(page.context) == [(hand.room.cookie_name, "/", "Strict")]

        again = await page_elsewhere(hand, page.context)
        kept_back: list[str] = []
        again.on("request", lambda request: kept_back.append(request.url) if "cookie" not in request.headers else None)
        await again.get_by_text("Tule mukaan").click()
        if scripts:
            # The page was drawn for a new seat; its script finds the old one and loads it anew, in its language.
            await expect(again.locator("html")).to_have_attribute("lang", "fi")
        else:
            await expect(again.locator("html")).to_have_attribute("lang", "sv")
            await again.fill("#text", "Soitan taas")
            await again.click("#task form button")
            await expect(again.locator("#own li")).to_have_count(2)
        await expect(again.locator("#own li", has_text="Soitan ensin")).to_have_count(1)
        assert hand.address in kept_back
        assert await cookies(page.context) == [(hand.room.cookie_name, "/", "Strict")]
        assert await joined(hand) == 1


async def test_scanning_the_code_again_leads_back_to_the_same_seat(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await page.fill("#text", "Soitan ensin")
        await page.click("#task form button")
        await expect(page.locator("#own li")).to_have_count(1)
        for address in (hand.address, hand.address.rsplit("/", 1)[0]):
            again = await page.context.new_page()
            await again.goto(address)
            await expect(again.locator("#own li")).to_have_count(1)
        assert await joined(hand) == 1


async def test_a_form_on_another_site_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await page.fill("#text", "Soitan ensin")
        await page.click("#task form button")
        await expect(page.locator("#own li")).to_have_count(1)
        other = await page_elsewhere(hand, page.context)
        await other.set_content(
            f'<form method="post" action="{hand.address}/answers"><input name="key" value="{"k" * 16}">'
            '<input name="step" value="ideas"><input name="text" value="Väärennös"><button>x</button></form>'
        )
        async with other.expect_response("**/answers") as reply:
            await other.click("button")
        assert (await reply.value).status == 403
        texts = (await hand.do("state"))["state"]["texts"]
        assert [text["text"] for text in texts] == ["Soitan ensin"]
        assert await joined(hand) == 1
