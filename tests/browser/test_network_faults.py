"""Network faults between phones and room: no answer is lost or duplicated, and the page shows the true state.

F18 reply lost after the save    test_an_answer_arrives_once_however_its_connection_breaks[swallow]
    broken before or half-way    test_an_answer_arrives_once_however_its_connection_breaks[cut], [half]
F19 reply 20 s late              test_a_reply_that_is_twenty_seconds_late_doubles_nothing
F20 stream cut every 5 s         test_a_stream_that_keeps_breaking_alarms_nobody_and_misses_nothing
F34 the laptop's address changes test_at_a_new_address_the_room_goes_on_and_the_old_page_says_where_to_look
F35 a VPN comes up               test_a_vpn_that_comes_up_does_not_turn_phones_away
F36 no uplink                    test_no_phone_asks_anything_of_the_internet
F37, F38                         tests/browser/test_crowds.py
    a hotspot's sign-in page     test_a_sign_in_page_of_a_hotspot_is_taken_for_no_reply_of_ours
    a part lost                  test_a_part_that_is_lost_is_asked_for_again
    a network that comes back    test_a_phone_is_back_in_time_after_any_kind_of_outage
    a very slow network          test_on_a_very_slow_network_everything_arrives
    a tunnel that holds streams  test_where_streams_do_not_come_through_asking_does
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from breakable_proxy import Fault, line
from network_fault_fixtures import FIELD, SEND, STATUS, asleep, back_in_time, day, said, sent
from playwright.async_api import Route, expect

IDEA = "Soitan ennen kirjettä"
SAVED = "Idea 1 tallennettu. Voit kirjoittaa lisää."
KEPT = "Ei yhteyttä. Tekstisi on tallessa puhelimessa ja lähtee, kun yhteys palaa."


@pytest.mark.parametrize("fault", ["swallow", "cut", "half"])
async def test_an_answer_arrives_once_however_its_connection_breaks(tmp_path: Path, fault: Fault) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(IDEA)
        heard = await said(page)
        made.line.faults.extend([fault, fault])
        await page.click(SEND)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await expect(page.locator(STATUS)).to_have_text(SAVED)
        await expect(page.locator(FIELD)).to_have_value("")
        # Chromium itself sends once more what broke before any reply, so the line sees at least three.
        assert made.line.posts >= 3
        assert [line for line in await heard() if line] == ["Lähetetään…", KEPT, SAVED]
        await made.has(IDEA)


async def test_a_reply_that_is_twenty_seconds_late_doubles_nothing(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        page = await (await made.context()).new_page()
        await page.clock.install()
        await page.goto(made.address)
        made.line.faults.append("hold")
        await sent(page, IDEA)
        await made.has(IDEA)
        await expect(page.locator(STATUS)).to_have_text("Lähetetään…")
        await page.clock.run_for(10_500)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await page.clock.run_for(9_500)
        made.line.let_go()
        # How many there are is said only if the list came too, for which the browser's hurried clock leaves no time.
        await expect(page.locator(STATUS)).to_contain_text("allennettu")
        await expect(page.locator(FIELD)).to_have_value("")
        assert made.line.posts == 2
        await made.has(IDEA)


async def test_a_stream_that_keeps_breaking_alarms_nobody_and_misses_nothing(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer("kesken")
        heard = await said(page)
        for number in range(1, 5):
            await made.do("add", text=f"Paperilta {number}")
            made.line.cut()
            ideas = "1 idea" if number == 1 else f"{number} ideaa"
            await expect(page.locator("#now .count").first).to_contain_text(ideas)
        assert [line for line in await heard() if line] == []
        await page.click(SEND)
        await expect(page.locator(STATUS)).to_contain_text("tallennettu")


async def test_at_a_new_address_the_room_goes_on_and_the_old_page_says_where_to_look(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        page = await (await made.context()).new_page()
        await page.clock.install()
        await page.goto(made.address)
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await page.fill(FIELD, "kesken")
        await made.line.down()
        await page.clock.run_for(45_000)
        await expect(page.locator(STATUS)).to_contain_text("lue näytön koodi uudelleen")
        await expect(page.locator(FIELD)).to_have_value("kesken")
        async with line(made.room.port) as moved:
            anew = await page.context.new_page()
            await anew.goto(f"http://other.test:{moved.port}/{made.code}")
            await sent(anew, "Uudesta osoitteesta")
            await made.has(IDEA, "Uudesta osoitteesta")
        await made.line.up()
        await expect(page.locator(STATUS)).to_have_text("")
        await page.click(SEND)
        await made.has(IDEA, "Uudesta osoitteesta", "kesken")


async def test_a_vpn_that_comes_up_does_not_turn_phones_away(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        await made.do("address", address="http://10.8.0.2:8000")
        made.line.cut()
        await sent(page, IDEA)
        await expect(page.locator(STATUS)).to_contain_text("tallennettu")
        await made.do("close")
        await back_in_time(page, "state", "closed")
        await made.has(IDEA)


async def test_no_phone_asks_anything_of_the_internet(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        context = await made.context()
        asked: set[str] = set()
        context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page = await context.new_page()
        await page.goto(made.address)
        await made.walk_to("ideas", "open")
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        for place in ("Näytöllä nyt", "Omalla sivulla", "Takaisin työpajaan", "Tietosuoja"):
            await page.get_by_text(place).first.click()
        await expect(page.locator("h2").first).to_be_visible()
        assert asked - {""} == {f"room.test:{made.line.port}"}


async def test_a_sign_in_page_of_a_hotspot_is_taken_for_no_reply_of_ours(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(IDEA)

        async def sign_in(route: Route) -> None:
            await route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to the hotel</h1>")

        await page.route("**/answers", sign_in)
        await page.route("**/part*", sign_in)
        await page.click(SEND)
        await expect(page.locator(STATUS)).to_have_text(KEPT)
        await made.do("add", text="Paperilta")
        await expect(page.locator("h1")).to_contain_text("Mitä minä voin tehdä")
        await expect(page.locator(FIELD)).to_have_value(IDEA)
        await page.unroute_all()
        await made.has(IDEA, "Paperilta")
        await expect(page.locator(FIELD)).to_have_value("")


@pytest.mark.parametrize("outage", ["refused", "silent", "asleep"])
async def test_a_phone_is_back_in_time_after_any_kind_of_outage(tmp_path: Path, outage: str) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        page = await (await made.context()).new_page()
        await page.clock.install()
        await page.goto(made.address)
        await sent(page, IDEA)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        if outage == "refused":
            await made.line.down()
        else:
            made.line.silent()
        if outage == "asleep":
            await asleep(page, True)
        await sent(page, "Ilman verkkoa")
        await page.clock.run_for(60_000)
        await made.do("close")
        await made.line.up()
        if outage == "asleep":
            await asleep(page, False)
        await back_in_time(page, "state", "closed")
        await made.has(IDEA, "Ilman verkkoa")
        await expect(page.locator(STATUS)).to_have_text("Tallennettu")


async def test_a_part_that_is_lost_is_asked_for_again(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        lost: list[str] = []

        async def lose(route: Route) -> None:
            lost.append(route.request.url)
            await (route.abort() if len(lost) < 3 else route.continue_())

        await page.route("**/part*", lose)
        await made.do("close")
        await back_in_time(page, "state", "closed")
        assert len(lost) == 3


async def test_on_a_very_slow_network_everything_arrives(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        made.line.pace = 6_000
        page = await made.writer(IDEA)
        await page.click(SEND)
        await expect(page.locator("#own .said")).to_have_text(IDEA)
        await made.has(IDEA)
        await made.do("close")
        await expect(page.locator("#top")).to_have_attribute("data-state", "closed")


async def test_where_streams_do_not_come_through_asking_does(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        page = await (await made.context()).new_page()
        await page.clock.install()
        held: list[Route] = []
        await page.route("**/events", lambda route: held.append(route))
        await page.goto(made.address)
        await made.do("close")
        for _ in range(8):
            await page.clock.run_for(2000)
        await back_in_time(page, "state", "closed")
        await expect(page.locator(STATUS)).not_to_contain_text("Yhteys")
        await page.unroute_all(behavior="ignoreErrors")


async def test_what_was_sent_too_late_is_shown_and_can_be_sent_when_the_step_is_reopened(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        await made.line.down()
        await sent(page, IDEA)
        await expect(page.locator(STATUS)).to_have_text(KEPT)
        await sent(page, "Kysyn lopuksi")
        await page.fill(FIELD, "kolmas kesken")
        await made.do("close")
        await made.do("reveal")
        await made.line.up()
        unsent = page.locator("#waiting li")
        await expect(unsent).to_have_count(2)
        await expect(unsent.first).to_contain_text(f"Tekstisi, jota ei lähetetty: {IDEA}")
        await expect(page.locator(STATUS)).to_contain_text("vastausta ei tallennettu")
        await page.locator("#news").click()
        await page.reload()
        await expect(unsent).to_have_count(2)
        assert await made.texts() == []
        await made.do("reopen")
        await expect(page.locator(FIELD)).to_have_value("kolmas kesken")
        for left in (1, 0):
            await unsent.first.get_by_role("button").click()
            await expect(unsent).to_have_count(left)
        await made.has(IDEA, "Kysyn lopuksi")
        await expect(page.locator(FIELD)).to_have_value("kolmas kesken")
        await page.click(SEND)
        await made.has(IDEA, "Kysyn lopuksi", "kolmas kesken")
