"""What only shows while somebody uses the pages: keys alone, focus, messages to screen readers, the clock, errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from page_operations import FOCUSED, heard, heed, key_to, rings
from playwright.async_api import Page, expect
from probes import untied_errors
from room_in_browser import Stagehand, stage

from facilitator.rules.timing.grace import GRACE_SECONDS

FIELD = "#text"
SEND = "#task form button"


@asynccontextmanager
async def writing(folder: Path) -> AsyncIterator[tuple[Stagehand, Page]]:
    """A phone in the step of ideas, whose messages are listened to."""
    async with stage(folder) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await heed(page)
        yield hand, page


async def test_the_whole_workshop_with_keys_alone(tmp_path: Path) -> None:
    async with stage(tmp_path, minutes=90) as hand:
        page = await hand.phone()
        keys = page.keyboard
        await come_to(hand, page, "pulse_in")
        await key_to(page, "[name=value]")
        await keys.press("ArrowDown")
        await expect(page.locator("#status")).not_to_be_empty()
        await come_to(hand, page, "ideas")
        await write_with_keys(page)
        await come_to(hand, page, "pick")
        for n in range(5):
            await hand.do("add", text=f"Paperilta {n}")
        await key_to(page, "#task button")
        await keys.press("Enter")
        await expect(page.locator(".done")).to_be_visible()
        await come_to(hand, page, "vote")
        await key_to(page, "[type=checkbox]")
        await keys.press("Space")
        await expect(page.locator("#task :checked")).to_have_count(1)
        await come_to(hand, page, "size")
        await key_to(page, "[type=radio]")
        await keys.press("Space")
        await expect(page.locator("#task :checked")).to_have_count(1)
        await come_to(hand, page, "commit")
        await key_to(page, FIELD)
        await keys.type("Kerron ajan")
        await key_to(page, SEND)
        await keys.press("Enter")
        await expect(page.locator("#promise")).to_contain_text("Kerron ajan")
        await come_to(hand, page, "actions")
        await hand.do("action", what="Yhteinen vastauspohja")
        await expect(page.locator("[name=owner]")).to_be_visible()
        await key_to(page, "[name=owner]")
        await keys.type("Aino")
        await keys.press("Enter")
        await expect(page.locator("#task .action")).to_contain_text("Aino")
        await come_to(hand, page, "close")
        await key_to(page, "a[href$='mine.ics']")


async def write_with_keys(page: Page) -> None:
    """An idea is written, changed, taken away and put back."""
    keys = page.keyboard
    await key_to(page, FIELD)
    await keys.type("Soitan")
    await key_to(page, SEND)
    await keys.press("Enter")
    await expect(page.locator("#own .said")).to_have_text("Soitan")
    await key_to(page, "#own a.button")
    await keys.press("Enter")
    await expect(page.locator(FIELD)).to_be_focused()
    await keys.type(" aina")
    await key_to(page, SEND)
    await keys.press("Enter")
    await expect(page.locator("#own .said")).to_have_text("Soitan aina")
    await key_to(page, "#own [name=withdraw]")
    await keys.press("Enter")
    await expect(page.locator("#own .said")).to_have_count(0)
    await key_to(page, "#undo")
    await keys.press("Enter")
    await expect(page.locator("#own .said")).to_have_count(1)


async def come_to(hand: Stagehand, page: Page, step: str) -> None:
    """Go on to a step, and wait until the phone shows it."""
    await hand.walk_to(step, "open")
    await expect(page.locator("#top")).to_have_attribute("data-step", step)
    await expect(page.locator("#top")).to_have_attribute("data-look", "open")


async def test_the_focus_shows_on_everything_in_light_in_dark_and_with_forced_colours(tmp_path: Path) -> None:
    async with writing(tmp_path) as (_, page):
        await page.fill(FIELD, "Soitan")
        await page.click(SEND)
        await expect(page.locator("#own .said")).to_have_count(1)
        await page.emulate_media(color_scheme="dark")
        assert await rings(page) == []
        await page.emulate_media(color_scheme="light", forced_colors="active")
        assert await rings(page) == []
        await page.emulate_media(forced_colors="none")
        assert await rings(page) == []


async def test_a_new_step_leaves_focus_text_caret_and_scroll_where_they_were(tmp_path: Path) -> None:
    async with writing(tmp_path) as (hand, page):
        await page.fill(FIELD, "ajatus kesken")
        await page.keyboard.press("ArrowLeft")
        await hand.walk_to("ideas", "closed")
        await expect(page.locator("#grace")).to_be_visible()
        assert await page.evaluate(FOCUSED) == "text"
        hand.clock.ahead = GRACE_SECONDS
        await hand.walk_to("pick", "open")
        await expect(page.locator("#news")).to_be_visible()
        assert await page.evaluate(FOCUSED) == "text"
        assert await page.evaluate("document.querySelector('#text').selectionStart") == len("ajatus kesken") - 1
        await key_to(page, "#news", back=True)
        await page.keyboard.press("Enter")
        await expect(page.locator("#task h1")).to_be_focused()


async def test_a_change_elsewhere_in_the_room_moves_nobodys_focus(tmp_path: Path) -> None:
    async with writing(tmp_path) as (hand, page):
        await page.fill(FIELD, "Soitan")
        await page.click(SEND)
        await expect(page.locator("#own .said")).to_have_count(1)
        await page.locator("#now summary").focus()
        await page.keyboard.press("Enter")
        for n in range(3):
            await hand.do("add", text=f"Paperilta {n}")
        await expect(page.locator("#now .count")).to_contain_text("4 ideaa")
        assert await page.evaluate("document.activeElement.localName") == "summary"
        assert await page.locator("#now[open]").count() == 1
        await page.locator("#own [name=withdraw]").focus()
        await hand.do("lock")
        await expect(page.locator("#top")).to_have_attribute("data-look", "locked")
        # The focused button has been removed: the focus moves to the new heading instead of being lost.
        await expect(page.locator("#task h1")).to_be_focused()


async def test_one_idea_is_one_message_and_other_peoples_ideas_are_none(tmp_path: Path) -> None:
    async with writing(tmp_path) as (hand, page):
        await page.fill(FIELD, "Soitan")
        assert await heard(page) == []
        await page.click(SEND)
        # The list may be there before the sentence is: the stream of events brings it, too.
        await expect(page.locator("#status")).to_have_text("Idea 1 tallennettu. Voit kirjoittaa lisää.")
        await expect(page.locator("#own .said")).to_have_count(1)
        said = [line for line in await heard(page) if line != "Lähetetään…"]
        assert said == ["Idea 1 tallennettu. Voit kirjoittaa lisää."]
        for n in range(4):
            await hand.do("add", text=f"Paperilta {n}")
        await expect(page.locator("#now .count")).to_contain_text("5 ideaa")
        assert await heard(page) == []


async def test_each_change_of_state_is_said_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        page = await hand.phone()
        await heed(page)
        for step, state, said in (
            ("join", "open", "Uusi vaihe: Tervetuloa"),
            ("pulse_in", "ready", "Uusi vaihe: Alkupulssi – Vastaaminen avautuu pian."),
            ("pulse_in", "open", "Voit nyt vastata."),
            ("pulse_in", "closed", "Vastaaminen on suljettu."),
            ("pulse_in", "revealed", "Tulokset ovat näytöllä ja tällä sivulla."),
        ):
            await hand.walk_to(step, state)
            await expect(page.locator("#status")).to_have_text(said)
            assert (await heard(page))[-1:] == [said]
            assert await heard(page) == []


async def test_the_screens_page_says_a_change_once_and_an_idea_never(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "ready")
        page = await (await hand.context("sv-SE")).new_page()
        await page.goto(f"{hand.address}/screen")
        await heed(page)
        await hand.do("next")
        await expect(page.locator("#top")).to_have_attribute("data-state", "open")
        for n in range(3):
            await hand.do("add", text=f"Paperilta {n}")
        await expect(page.locator(".count")).to_contain_text("3 idéer")
        assert await heard(page) == ["Du kan nu svara."]
        assert "Tyst" in await page.title()


async def test_the_clock_is_said_at_five_minutes_at_one_and_at_the_end(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await (await hand.context()).new_page()
        await page.clock.install()
        await page.goto(hand.address)
        await heed(page, "#time")
        assert await said_within(hand, page, 140) == []
        assert await said_within(hand, page, 60) == ["Aikaa on jäljellä viisi minuuttia."]
        assert await said_within(hand, page, 170) == []
        assert await said_within(hand, page, 90) == ["Aikaa on jäljellä yksi minuutti."]
        assert await said_within(hand, page, 120) == ["Aika on täynnä. Ehdit vielä lähettää."]
        assert await page.locator("#time[role=status]").count() == 1


async def said_within(hand: Stagehand, page: Page, seconds: int) -> list[str]:
    """What is said while time goes by, in the room and on the phone."""
    for _ in range(seconds // 10):
        hand.clock.ahead += 10
        await page.clock.run_for(10_000)
    return await heard(page)


async def test_a_phone_that_slept_is_told_the_time_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await (await hand.context()).new_page()
        await page.clock.install()
        await page.goto(hand.address)
        await heed(page, "#time")
        assert await said_within(hand, page, 10) == []
        hand.clock.ahead += 430
        await page.clock.fast_forward(430_000)
        assert await said_within(hand, page, 10) == ["Aikaa on jäljellä yksi minuutti."]


async def test_when_the_time_is_up_nothing_locks_and_nothing_is_lost(tmp_path: Path) -> None:
    async with writing(tmp_path) as (hand, page):
        await page.fill(FIELD, "hidas ajatus")
        await hand.do("extend", minutes=-8)
        await expect(page.locator(".timer")).to_have_text("aika on täynnä")
        assert await page.input_value(FIELD) == "hidas ajatus"
        await page.click(SEND)
        await expect(page.locator("#own .said")).to_have_text("hidas ajatus")


async def test_the_counter_is_seen_and_not_said(tmp_path: Path) -> None:
    async with writing(tmp_path) as (_, page):
        await page.fill(FIELD, "a" * 190)
        await expect(page.locator("#left")).to_be_visible()
        assert "left" in (await page.get_attribute(FIELD, "aria-describedby") or "").split()
        assert await heard(page) == []


async def test_a_refused_text_is_explained_where_it_is(tmp_path: Path) -> None:
    async with writing(tmp_path) as (_, page):
        await page.fill(FIELD, "a" * 230)
        await page.click(SEND)
        await expect(page.locator("#why")).to_be_visible()
        assert await untied_errors(page) == []


async def test_without_script_a_refused_text_has_title_focus_and_reason(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone(java_script_enabled=False)
        await page.fill(FIELD, "a" * 230)
        await page.click(SEND)
        await expect(page.locator("#why")).to_contain_text("30")
        assert (await page.title()).startswith("Tämä ei onnistunut – ")
        await expect(page.locator(FIELD)).to_be_focused()
        assert await untied_errors(page) == []


async def test_what_was_removed_can_be_put_back_without_hurry(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await (await hand.context()).new_page()
        await page.clock.install()
        await page.goto(hand.address)
        await page.fill(FIELD, "Soitan")
        await page.click(SEND)
        await page.locator("#own [name=withdraw]").click()
        await expect(page.locator("#undo")).to_be_visible()
        await page.clock.run_for(90_000)
        await expect(page.locator("#undo")).to_be_visible()


async def test_the_place_for_messages_is_there_from_the_start_and_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        page = await hand.phone()
        await page.evaluate("window.place = document.getElementById('status')")
        await hand.walk_to("pulse_in", "closed")
        await expect(page.locator("#top")).to_have_attribute("data-state", "closed")
        assert await page.evaluate("window.place === document.getElementById('status')")
        served = await page.evaluate("fetch(location.pathname).then(reply => reply.text())")
        assert '<p id="status" role="status">' in served
        assert '<p id="time" class="unseen" role="status">' in served


async def test_the_code_may_be_pasted_and_asks_for_digits(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        page = await (await hand.context()).new_page()
        await page.goto(hand.address.replace(f"/{hand.code}", "/?code=0000"))
        code = page.get_by_label("Koodi, joka on näytöllä")
        assert await code.get_attribute("inputmode") == "numeric"
        assert "Tarkista koodi" in (await page.locator("#why").text_content() or "")
        assert await code.get_attribute("aria-describedby") == "why"
        await page.evaluate("code => document.querySelector('#code').focus()", hand.code)
        await page.keyboard.insert_text(hand.code)
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text("Mitä minä voin tehdä asiakaskokemuksen hyväksi?")


async def test_texts_in_other_languages_say_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        swedish = await hand.phone("sv-SE")
        await swedish.fill(FIELD, "Jag ringer")
        await swedish.click(SEND)
        await expect(swedish.locator("#own .said")).to_have_count(1)
        await hand.do("close")
        await hand.do("reveal")
        page = await hand.phone("en-GB")
        told = page.locator("#task .said", has_text="Jag ringer")
        await expect(told).to_have_attribute("lang", "sv")
        await expect(told).to_have_attribute("dir", "auto")
        assert await page.get_attribute("html", "lang") == "en"


async def test_a_text_from_right_to_left_runs_so(tmp_path: Path) -> None:
    async with writing(tmp_path) as (_, page):
        await page.fill(FIELD, "أستمع أولا")
        assert await page.evaluate("getComputedStyle(document.querySelector('#text')).direction") == "rtl"
        await page.click(SEND)
        await expect(page.locator("#own .said")).to_have_count(1)
        assert await page.evaluate("getComputedStyle(document.querySelector('#own .said')).direction") == "rtl"


async def test_a_vote_too_many_is_explained_and_the_others_stay_in_reach(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        for n in range(6):
            await hand.do("add", text=f"Paperilta {n}")
        await hand.walk_to("vote", "open")
        page = await hand.phone()
        await heed(page)
        boxes = page.locator("#task [type=checkbox]")
        for n in range(3):
            await boxes.nth(n).press("Space")
            await expect(page.locator(".left-votes").first).to_have_text(f"Ääniä jäljellä: {2 - n}/3")
        assert await boxes.nth(3).is_enabled()
        await heard(page)
        await boxes.nth(3).press("Space")
        await expect(page.locator("#status")).to_contain_text("Ota ensin yksi ääni pois")
        assert len([line for line in await heard(page) if line != "Lähetetään…"]) == 1
        await expect(boxes.nth(3)).to_be_focused()


@pytest.mark.parametrize(("width", "height", "least"), [(1280, 720, 36), (1920, 1080, 54)])
async def test_the_screens_page_fits_a_projector(tmp_path: Path, width: int, height: int, least: int) -> None:
    async with stage(tmp_path) as hand:
        context = await hand.context(viewport={"width": width, "height": height})
        page = await context.new_page()
        await page.goto(f"{hand.address}/screen")
        code = await page.locator("svg[role=img]").bounding_box()
        assert code is not None
        assert code["height"] > 0.55 * height
        assert await page.locator("svg[role=img]").get_attribute("aria-label") == "QR-koodi, joka vie tähän työpajaan"
        for step, state in (("ideas", "open"), ("ideas", "closed")):
            await hand.walk_to(step, state)
            await expect(page.locator("#top")).to_have_attribute("data-step", step)
            await expect(page.locator("#top")).to_have_attribute("data-state", state)
            size = "parseFloat(getComputedStyle(document.querySelector('{}')).fontSize)"
            assert await page.evaluate(size.format("h1")) >= least
            assert await page.evaluate(size.format(".join")) >= least / 2
            main = await page.locator("#task").bounding_box()
            assert main is not None
            assert main["width"] > 0.85 * width
            assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")


async def test_the_code_on_the_screens_page_leads_here(tmp_path: Path) -> None:
    cv2 = pytest.importorskip("cv2")
    async with stage(tmp_path) as hand:
        context = await hand.context(viewport={"width": 1280, "height": 720})
        page = await context.new_page()
        await page.emulate_media(color_scheme="dark")
        await page.goto(f"{hand.address}/screen")
        picture = tmp_path / "code.png"
        await page.screenshot(path=str(picture))
        said, _, _ = await asyncio.to_thread(lambda: cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(picture))))
        assert said == hand.room.public.session.address
