"""Faults of phones: sleep, double taps, lost network, lost storage. No answer is lost or duplicated, and the page shows
the true state.

F1 sleeps for ten seconds     test_a_phone_that_slept_comes_back_by_itself[10 s]
F2 sleeps for ten minutes     test_a_phone_that_slept_comes_back_by_itself[10 min], ..._frozen_without_being_told
F3 another app while typing   test_another_app_while_typing_leaves_text_and_focus
F4 no network for 30 s        test_what_is_written_without_a_network_waits_says_so_and_goes_once
F5 other networks             test_a_phone_that_changed_networks_comes_back
F6 double tap                 test_a_double_tap_sends_once
F7 reload while sending       test_a_reload_while_sending_sends_once
F8 reload as the step changes test_a_reload_as_the_step_changes_shows_the_new_step
F9 back button                test_the_back_button_leads_to_the_newest_state_with_the_draft
F10 two tabs                  test_two_tabs_are_one_phone_and_send_once
F11 cookies refused           test_a_browser_that_takes_no_cookie_is_told_so_and_keeps_the_text
F12 storage full or refused   test_without_storage_nothing_is_lost_and_the_page_says_to_stay
F13 late join                 test_who_comes_late_has_all_votes
F14 leaves while voting       test_votes_of_a_phone_that_left_count_and_are_there_when_it_comes_back
F15 clock a day wrong         test_a_clock_that_is_a_day_wrong_changes_nothing
F16 old browser               test_a_browser_without_the_newer_things_takes_part
F17 text at 200 %             test_text_at_twice_its_size_fits_and_sends
"""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path

import pytest
from network_fault_fixtures import FIELD, PATIENCE, SEND, STATUS, asleep, back_in_time, day, said, sent
from playwright.async_api import Page, expect

KEPT = "Ei yhteyttä. Tekstisi on tallessa puhelimessa ja lähtee, kun yhteys palaa."
STAY = "Ei yhteyttä. Pidä tämä sivu auki: tekstisi lähtee, kun yhteys palaa."
IDEA = "Soitan ennen kirjettä"


@pytest.mark.parametrize("slept", ["00:10", "10:00"], ids=["10 s", "10 min"])
async def test_a_phone_that_slept_comes_back_by_itself(tmp_path: Path, slept: str) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        await page.clock.install()
        await page.reload()
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await asleep(page, True)
        made.line.silent()
        made.line.cut()
        await page.clock.fast_forward(slept)
        await made.walk_to("pick", "open")
        await made.line.up()
        await asleep(page, False)
        await back_in_time(page, "step", "pick")
        await expect(page.locator("#task textarea")).to_have_value(IDEA)
        assert made.room.public.joined == 1


async def test_a_phone_that_was_frozen_without_being_told_comes_back(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        context = await made.context()
        page = await context.new_page()
        await page.clock.install()
        await page.goto(made.address)
        made.line.silent()
        await made.walk_to("pick", "open")
        made.line.cut()
        await page.clock.fast_forward("10:00")
        await made.line.up()
        await back_in_time(page, "step", "pick")


async def test_another_app_while_typing_leaves_text_and_focus(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer("Soitan enn")
        await page.focus(FIELD)
        await asleep(page, True)
        await made.do("add", text="Paperilta")
        await asleep(page, False)
        await expect(page.locator("#now .count").first).to_contain_text("1 idea")
        await page.keyboard.type("en kirjettä")
        await expect(page.locator(FIELD)).to_be_focused()
        await page.click(SEND)
        await made.has("Paperilta", IDEA)


async def test_what_is_written_without_a_network_waits_says_so_and_goes_once(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        context = await made.context()
        page = await context.new_page()
        await page.clock.install()
        await page.goto(made.address)
        await made.line.down()
        await sent(page, IDEA)
        await expect(page.locator(STATUS)).to_have_text(KEPT)
        await expect(page.locator(SEND)).to_have_text("Yritä uudelleen")
        await sent(page, "Kysyn lopuksi")
        await expect(page.locator("#waiting li")).to_have_text([f"Odottaa lähetystä: {IDEA}"])
        await page.clock.run_for(30_000)
        await expect(page.locator(STATUS)).to_have_text(KEPT)
        assert await made.texts() == []
        await made.line.up()
        await expect(page.locator("#own .said")).to_have_count(2)
        await expect(page.locator("#waiting")).to_be_hidden()
        await expect(page.locator(FIELD)).to_have_value("")
        await expect(page.locator(STATUS)).to_contain_text("tallennettu")
        await made.has(IDEA, "Kysyn lopuksi")


async def test_what_waits_outlives_the_page(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        await made.line.down()
        await sent(page, IDEA)
        await expect(page.locator(STATUS)).to_have_text(KEPT)
        await page.close()
        await made.line.up()
        again = await page.context.new_page()
        await again.goto(made.address)
        await expect(again.locator("#own .said")).to_have_text(IDEA)
        await expect(again.locator(FIELD)).to_have_value("")
        await made.has(IDEA)


async def test_a_phone_that_changed_networks_comes_back(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        made.line.silent()  # mobile data: the room cannot be reached, and nothing says so
        made.line.cut()
        await sent(page, IDEA)
        await made.do("add", text="Paperilta")
        await expect(page.locator(STATUS)).to_have_text("Lähetetään…")
        await made.line.up()
        made.line.cut()
        await page.evaluate("window.dispatchEvent(new Event('online'))")
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await expect(page.locator("#now .count").first).to_contain_text("2 ideaa")
        await made.has("Paperilta", IDEA)


async def test_a_double_tap_sends_once(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(IDEA)
        made.line.faults.append("hold")
        await page.dblclick(SEND)
        await page.click(SEND)
        await made.asked(1)
        made.line.let_go()
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await expect(page.locator(FIELD)).to_have_value("")
        assert made.line.posts == 1
        await made.has(IDEA)


async def test_a_reload_while_sending_sends_once(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(IDEA)
        made.line.faults.append("hold")
        await page.click(SEND)
        await made.asked(1)
        await page.reload()
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await expect(page.locator(FIELD)).to_have_value("")
        await expect(page.locator(STATUS)).to_have_text("Idea 1 tallennettu. Voit kirjoittaa lisää.")
        await made.has(IDEA)


async def test_a_reload_as_the_step_changes_shows_the_new_step(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer("ajatus")
        await asyncio.gather(page.reload(), made.do("close"))
        await back_in_time(page, "state", "closed")
        await expect(page.locator(FIELD)).to_have_value("ajatus")
        await asyncio.gather(made.walk_to("pick", "open"), page.reload())
        await follow(page, "pick")


async def follow(page: Page, step: str) -> None:
    """Come to a step. A page that was loaded before the change keeps the text in hand and offers the step: take it."""
    async with asyncio.timeout(PATIENCE):
        while await page.locator("#top").get_attribute("data-step") != step:
            await page.evaluate("document.querySelectorAll('#news:not([hidden])').forEach(offer => offer.click())")
            await asyncio.sleep(0.05)


async def test_the_back_button_leads_to_the_newest_state_with_the_draft(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer("ajatus on kesken")
        await page.get_by_text("Tietosuoja").click()
        await expect(page.locator("h2").first).to_be_visible()
        await made.do("add", text="Paperilta")
        await page.go_back()
        await expect(page.locator(FIELD)).to_have_value("ajatus on kesken")
        await expect(page.locator("#now .count").first).to_contain_text("1 idea")
        await page.click(SEND)
        await made.has("Paperilta", "ajatus on kesken")


async def test_two_tabs_are_one_phone_and_send_once(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(IDEA)
        other = await page.context.new_page()
        await other.goto(made.address)
        await expect(other.locator(FIELD)).to_have_value(IDEA)
        await page.click(SEND)
        await expect(other.locator("#own .said")).to_have_text(IDEA)
        await expect(other.locator(FIELD)).to_have_value("")
        await asyncio.gather(sent(page, "ensimmäisestä"), sent(other, "toisesta"))
        await expect(page.locator("#own .said")).to_have_count(3)
        await expect(other.locator("#own .said")).to_have_count(3)
        await made.has(IDEA, "ensimmäisestä", "toisesta")
        assert made.room.public.joined == 1


async def test_a_browser_that_takes_no_cookie_is_told_so_and_keeps_the_text(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        made.line.no_cookies = True
        page = await made.writer()
        loads: list[str] = []
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        await sent(page, IDEA)
        await expect(page.locator(STATUS)).to_contain_text("salli tälle sivulle evästeet")
        await expect(page.locator(FIELD)).to_have_value(IDEA)
        assert len(loads) <= 2
        assert await made.texts() == []
        made.line.no_cookies = False
        await page.reload()
        await made.has(IDEA)


NO_STORAGE = {
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
    "refused": "['localStorage', 'sessionStorage'].forEach(name => Object.defineProperty(window, name,"
    " {get() { throw new DOMException('no', 'SecurityError') }}))",
    "missing": "['localStorage', 'sessionStorage'].forEach(name => Object.defineProperty(window, name, {value: null}))",
}


@pytest.mark.parametrize("storage", NO_STORAGE)
async def test_without_storage_nothing_is_lost_and_the_page_says_to_stay(tmp_path: Path, storage: str) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        context = await made.context()
        await context.add_init_script(NO_STORAGE[storage])
        page = await context.new_page()
        page.on("pageerror", lambda error: made.problems.append(str(error)))
        await page.goto(made.address)
        await page.fill(FIELD, IDEA)
        await page.reload()
        await expect(page.locator(FIELD)).to_have_value(IDEA)
        await page.get_by_text("Svenska").click()
        await expect(page.locator("h1")).to_contain_text("Vad kan jag")
        await expect(page.locator(FIELD)).to_have_value(IDEA)
        await page.get_by_text("Suomi").click()
        await expect(page.locator("h1")).to_contain_text("Mitä minä voin")
        await made.line.down()
        await page.click(SEND)
        await expect(page.locator(STATUS)).to_have_text(STAY)
        await made.line.up()
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await made.has(IDEA)


async def test_who_comes_late_has_all_votes(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        for number in range(6):
            await made.do("add", text=f"Paperilta {number}")
        await made.walk_to("vote", "open")
        page = await made.phone()
        await expect(page.locator(STATUS)).to_contain_text("Työpaja on jo käynnissä")
        await expect(page.locator(".left-votes").first).to_have_text("Ääniä jäljellä: 3/3")


async def test_votes_of_a_phone_that_left_count_and_are_there_when_it_comes_back(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        for number in range(6):
            await made.do("add", text=f"Paperilta {number}")
        await made.walk_to("vote", "open")
        page, other = await made.phone(), await made.phone()
        boxes = "#task input[type=checkbox]"
        await page.locator(boxes).nth(0).check()
        await made.line.down()
        await page.locator(boxes).nth(1).check()
        await expect(page.locator(STATUS)).to_have_text("Ei yhteyttä. Vastauksesi lähtee, kun yhteys palaa.")
        await page.close()
        await made.line.up()
        again = await page.context.new_page()
        await again.goto(made.address)
        await expect(again.locator(".left-votes").first).to_have_text("Ääniä jäljellä: 1/3")
        await again.close()
        await other.locator(boxes).nth(0).check()
        await expect(other.locator(".left-votes").first).to_have_text("Ääniä jäljellä: 2/3")
        await made.walk_to("vote", "revealed")
        body = made.room.public.body
        assert getattr(body, "total", None) == 3


async def test_a_clock_that_is_a_day_wrong_changes_nothing(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        context = await made.context()
        page = await context.new_page()
        await page.clock.install(time=datetime.datetime.now() + datetime.timedelta(days=1))
        await page.goto(made.address)
        await expect(page.locator(".timer")).to_contain_text("7.")
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await page.fill(FIELD, "kesken")
        await made.do("close")
        await expect(page.locator("#grace span")).to_contain_text("1")
        await page.get_by_role("button", name="Lähetä nyt").click()
        await made.has(IDEA, "kesken")


OLD = """
['AbortController', 'EventSource', 'structuredClone', 'queueMicrotask', 'requestIdleCallback', 'ResizeObserver']
  .forEach(name => { delete window[name] });
delete Crypto.prototype.randomUUID;
delete Object.fromEntries;
delete Promise.allSettled;
['at', 'flat', 'flatMap'].forEach(name => { delete Array.prototype[name] });
['replaceAll', 'at', 'matchAll'].forEach(name => { delete String.prototype[name] });
delete Element.prototype.replaceChildren;
delete HTMLFormElement.prototype.requestSubmit;
"""


async def test_a_browser_without_the_newer_things_takes_part(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        context = await made.context()
        await context.add_init_script(OLD)
        page = await context.new_page()
        page.on("pageerror", lambda error: made.problems.append(str(error)))
        await page.clock.install()
        await page.goto(made.address)
        await sent(page, IDEA)
        await expect(page.locator(STATUS)).to_have_text("Idea 1 tallennettu. Voit kirjoittaa lisää.")
        await page.fill(FIELD, "kesken")
        await made.do("close")
        await page.clock.run_for(6000)
        await page.get_by_role("button", name="Lähetä nyt").click()
        await made.has(IDEA, "kesken")
        await made.walk_to("pick", "open")
        await page.clock.run_for(6000)
        await expect(page.locator("#top")).to_have_attribute("data-step", "pick")


async def test_text_at_twice_its_size_fits_and_sends(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await page.fill(FIELD, "kesken")
        await made.do("close")
        await expect(page.locator("#grace")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        box = await page.locator("#grace").bounding_box()
        assert box is not None
        assert box["height"] < 320


async def test_the_status_line_says_each_thing_once(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        heard = await said(page)
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await page.fill(FIELD, "kesken")
        await made.do("close")
        await page.get_by_role("button", name="Lähetä nyt").click()
        await made.has(IDEA, "kesken")
        await expect(page.locator(STATUS)).to_have_text("Tallennettu")
        lines = [line.partition(":")[0] for line in await heard() if line]
        saved = "Idea 1 tallennettu. Voit kirjoittaa lisää."
        assert lines == ["Lähetetään…", saved, "Suljettu. Ehdit vielä lähettää", "Lähetetään…", "Tallennettu"]
