"""What is being written survives whatever happens to the page, and can still be sent for a moment as a step closes."""

from __future__ import annotations

from pathlib import Path

from network_fault_fixtures import FIELD, SEND, STATUS, Day, asleep, day, sent
from playwright.async_api import expect

from facilitator.rules.timing.grace import GRACE_SECONDS

GRACE = "#grace"
TEXT = "lause on vielä kesken"


async def over(made: Day) -> None:
    """The grace runs out, for the room and for the phones."""
    made.clock.ahead += GRACE_SECONDS


async def test_a_draft_survives_reload_sleep_language_and_a_new_program(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(TEXT)
        await page.reload()
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        await asleep(page, True)
        await asleep(page, False)
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        await page.get_by_text("English").click()
        await expect(page.locator("h1")).to_contain_text("What can I do")
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        await made.restart()
        await page.reload()
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        await page.click(SEND)
        await made.has(TEXT)


async def test_what_is_in_hand_as_the_step_closes_can_be_sent_with_one_tap(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(TEXT)
        await page.focus(FIELD)
        await made.do("close")
        await expect(page.locator(f"{GRACE} span")).to_contain_text("Suljettu. Ehdit vielä lähettää: ")
        await expect(page.locator(STATUS)).to_contain_text("Ehdit vielä lähettää: ")
        await expect(page.locator(FIELD)).to_be_focused()
        await page.keyboard.type("!")
        await page.get_by_role("button", name="Lähetä nyt").click()
        await expect(page.locator(STATUS)).to_have_text("Tallennettu")
        await expect(page.locator(GRACE)).to_be_hidden()
        await expect(page.locator("#task .note")).to_contain_text("Tämä vaihe on suljettu.")
        await expect(page.locator(FIELD)).to_be_hidden()
        await expect(page.locator("#own .said")).to_have_text(TEXT + "!")
        await made.has(TEXT + "!")


async def test_nobody_without_a_text_hears_of_the_grace(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()
        await made.do("close")
        await expect(page.locator("#task .note")).to_be_visible()
        await expect(page.locator(GRACE)).to_be_hidden()
        await expect(page.locator(FIELD)).to_be_hidden()
        await expect(page.locator(STATUS)).to_have_text("Vastaaminen on suljettu.")


async def test_after_the_grace_the_text_stays_and_a_reopened_step_finds_it(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("ideas", "open")
        context = await made.context()
        page = await context.new_page()
        await page.clock.install()
        await page.goto(made.address)
        await page.fill(FIELD, TEXT)
        await made.do("close")
        await expect(page.locator(GRACE)).to_be_visible()
        await over(made)
        await page.clock.run_for(int(GRACE_SECONDS * 1000))
        await expect(page.locator(GRACE)).to_be_hidden()
        await expect(page.locator(STATUS)).to_have_text(
            "Aika päättyi, eikä tekstiäsi lähetetty. Se säilyy luonnoksena tässä puhelimessa."
        )
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        await page.locator("#news").click()
        await expect(page.locator(FIELD)).to_have_count(0)
        assert await made.texts() == []
        await made.do("reopen")
        await page.clock.run_for(3000)
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        await page.click(SEND)
        await made.has(TEXT)


async def test_revealing_ends_the_grace_and_the_page_says_what_became_of_the_text(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(TEXT)
        await made.do("close")
        await expect(page.locator(GRACE)).to_be_visible()
        await made.do("reveal")
        await expect(page.locator(GRACE)).to_be_hidden()
        await expect(page.locator("#news")).to_have_text("Vaihe muuttui. Jatka tästä, tekstisi säilyy luonnoksena.")
        await page.click(SEND)
        await expect(page.locator("#why")).to_contain_text("suljettu")
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        assert await made.texts() == []


async def test_the_grace_is_found_again_after_a_reload_a_language_and_a_new_program(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(TEXT)
        await made.do("close")
        await expect(page.locator(GRACE)).to_be_visible()
        await made.restart()
        await page.get_by_text("Svenska").click()
        await expect(page.locator(f"{GRACE} span")).to_contain_text("Du hinner ännu skicka")
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        await page.get_by_role("button", name="Skicka nu").click()
        await expect(page.locator(STATUS)).to_have_text("Sparat")
        await made.has(TEXT)


async def test_when_the_room_goes_on_at_once_both_steps_can_be_served(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(TEXT)
        await made.do("close")
        await made.do("next")
        await expect(page.locator(f"{GRACE} span")).to_contain_text("Ehdit vielä lähettää")
        await expect(page.locator(FIELD)).to_have_value(TEXT)
        await page.get_by_role("button", name="Lähetä nyt").click()
        await expect(page.locator("#top")).to_have_attribute("data-step", "pick")
        await expect(page.locator(STATUS)).to_have_text("Tallennettu")
        await made.do("next")
        await expect(page.locator("#task textarea")).to_have_value(TEXT)


async def test_reopening_within_the_grace_leaves_the_writer_in_peace(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(TEXT)
        await page.focus(FIELD)
        await made.do("close")
        await expect(page.locator(GRACE)).to_be_visible()
        await made.do("reopen")
        await expect(page.locator(GRACE)).to_be_hidden()
        await expect(page.locator("#news")).to_be_hidden()
        await expect(page.locator(FIELD)).to_be_focused()
        await page.keyboard.type(", nyt valmis")
        await page.click(SEND)
        await expect(page.locator(STATUS)).to_have_text("Idea 1 tallennettu. Voit kirjoittaa lisää.")


async def test_a_promise_in_hand_is_kept_too(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        await made.walk_to("commit", "open")
        page = await made.phone()
        await page.fill(FIELD, TEXT)
        await page.fill("#when", "maanantaina")
        await made.do("close")
        await page.get_by_role("button", name="Lähetä nyt").click()
        await expect(page.locator("#promise")).to_contain_text(TEXT)
        await expect(page.locator(STATUS)).to_have_text("Lupauksesi on tallennettu")


async def test_four_taps_lead_to_the_first_idea_and_three_signs_say_that_it_is_saved(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer()  # the two taps of the camera: scan, open the link
        assert [cookie["name"].removesuffix("-new") for cookie in await page.context.cookies()] == [
            made.room.cookie_name
        ]
        await page.click(FIELD)
        await page.keyboard.type(TEXT)
        await page.click(SEND)
        await expect(page.locator(STATUS)).to_have_text("Idea 1 tallennettu. Voit kirjoittaa lisää.")
        await expect(page.locator("#own .said")).to_have_text(TEXT)
        await expect(page.locator("#now .count").first).to_contain_text("1 idea, 1 kirjoittaja")
        await expect(page.locator(FIELD)).to_be_focused()
        await expect(page.locator(FIELD)).to_have_value("")
        await page.keyboard.type("ja toinen")
        await page.click(SEND)  # one tap more for each further idea
        await expect(page.locator(STATUS)).to_have_text("Idea 2 tallennettu. Voit kirjoittaa lisää.")
        await made.has(TEXT, "ja toinen")


async def test_without_script_what_was_in_hand_is_taken_too(tmp_path: Path) -> None:
    async with day(tmp_path) as made:
        page = await made.writer(TEXT, java_script_enabled=False)
        await made.do("close")
        await page.click(SEND)
        await expect(page.locator(STATUS)).to_have_text("Tallennettu")
        await made.has(TEXT)
        await page.get_by_text("Päivitä sivu").click()
        await expect(page.locator("#ask p").first).to_contain_text("Vaihe on juuri suljettu.")
        await sent(page, "toinenkin ehti")
        await made.has(TEXT, "toinenkin ehti")
        await over(made)
        await page.get_by_text("Päivitä sivu").click()
        await expect(page.locator(FIELD)).to_have_count(0)
        await expect(page.locator("#task .note")).to_contain_text("Tämä vaihe on suljettu.")
