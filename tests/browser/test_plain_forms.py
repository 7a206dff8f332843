"""The whole workshop in a browser with JavaScript switched off: forms, links, and reloading."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect
from room_in_browser import Stagehand, stage

from facilitator.i18n.messages import explain, say

STATUS = "#status"


async def reload(page: Page) -> None:
    """Without JavaScript a new step is fetched by hand."""
    await page.get_by_text("Uppdatera sidan").click()


async def at(hand: Stagehand, page: Page, step: str, state: str) -> None:
    """The room goes on to a step, and the person reloads."""
    await hand.walk_to(step, state)
    await reload(page)
    await expect(page.locator("#top")).to_have_attribute("data-step", step)


async def read_the_beginning(hand: Stagehand, page: Page) -> None:
    """Lobby, a text to read, a step that has not opened, a step that is locked."""
    await expect(page.locator("h1")).to_have_text("Vad kan jag göra för en bättre kundupplevelse?")
    await at(hand, page, "join", "open")
    await expect(page.locator(".where")).to_contain_text("Del 1/14")
    await at(hand, page, "pulse_in", "ready")
    await expect(page.locator("#task .note").first).to_have_text(say("phone.soon", "sv"))


async def answer_the_pulse(hand: Stagehand, page: Page) -> None:
    """One tap and "send"; then once more, for a change of mind. The result is read as text."""
    await at(hand, page, "pulse_in", "open")
    for value in (4, 2):
        await page.locator(f"label.choice:has(input[value='{value}'])").click()
        await page.click("#task button")
        await expect(page.locator(STATUS)).to_have_text("Sparat")
        await expect(page.locator(f"#task input[value='{value}']")).to_be_checked()
    for number, client in enumerate(await hand.people(5)):
        await hand.send(client, value=number % 5 + 1)
    await at(hand, page, "pulse_in", "revealed")
    await expect(page.locator("#task .bars li").nth(1)).to_contain_text(f"2 ({say('phone.yours', 'sv')})")


async def write_edit_and_remove(hand: Stagehand, page: Page) -> None:
    """An idea, its change (first one that is too long), and another that is taken away."""
    await at(hand, page, "ideas", "open")
    await page.fill("#text", "Jag ringer")
    await page.locator(".chips label").nth(1).click()
    await page.click("#task button")
    await expect(page.locator(STATUS)).to_have_text("Sparat")
    await expect(page.locator("#own li")).to_have_count(1)
    await expect(page.locator("#own .tag")).to_have_count(1)
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
    await expect(page.locator(STATUS)).to_have_text("Borttaget")
    await expect(page.locator("#own li")).to_have_count(1)


async def change_the_language(page: Page) -> None:
    """One tap, and back: the question, the own idea and the seat are the same."""
    await page.get_by_text("Suomi").click()
    await expect(page.locator("html")).to_have_attribute("lang", "fi")
    await expect(page.locator("h1")).to_have_text("Mitä minä voin tehdä asiakaskokemuksen hyväksi?")
    await expect(page.locator("#own .said")).to_have_attribute("lang", "sv")
    await page.get_by_text("Svenska").click()
    await expect(page.locator("#own .said")).to_have_text("Jag ringer alltid")


async def look_at_the_stage(hand: Stagehand, page: Page) -> None:
    """ "On the screen now" opens without a script too, and leads to a page of its own and back."""
    await page.locator("#now summary").click()
    await expect(page.locator("#now .count")).to_contain_text("1 idé")
    await page.locator("#now a").last.click()
    await expect(page.locator("body")).to_have_class("screen")
    await expect(page.locator("h1")).to_have_text("Vad kan jag göra för en bättre kundupplevelse?")
    await page.locator("footer a").first.click()
    await expect(page.locator("#own li")).to_have_count(1)


async def raise_and_lower(hand: Stagehand, page: Page) -> None:
    """Raised, reworded, lowered, raised again; then the grouping is read."""
    await at(hand, page, "pick", "open")
    for number in range(4):
        await hand.do("add", text=f"Från papper {number}")
    await reload(page)
    await page.get_by_role("button", name="Lyft fram den här").click()
    await expect(page.locator(".done")).to_contain_text("Lyft till den gemensamma listan")
    await page.fill("#task textarea", "Jag ringer alltid först")
    await page.locator("#task form button").first.click()
    await expect(page.locator("#task textarea")).to_have_value("Jag ringer alltid först")
    await page.locator("#task form button").nth(1).click()
    await expect(page.locator(".done")).to_have_count(0)
    await page.get_by_role("button", name="Lyft fram den här").click()
    await expect(page.locator(".done")).to_have_count(1)
    await at(hand, page, "group", "open")
    await expect(page.locator("#task")).to_contain_text("Jag ringer alltid först")


async def vote(hand: Stagehand, page: Page) -> None:
    """Too many are explained with the boxes as they were ticked; then two; then another two. Results are a list."""
    await at(hand, page, "vote", "open")
    boxes, left = page.locator("#task input[type=checkbox]"), page.locator(".left-votes").first
    await expect(left).to_have_text("Röster kvar: 2/2")
    for number in (0, 1, 2):
        await boxes.nth(number).check()
    await page.get_by_role("button", name="Spara rösterna").click()
    await expect(page.locator(".error")).to_have_text(explain("too_many_votes", "sv", n=2))
    await expect(left).to_have_text("Röster kvar: 2/2")
    assert [await boxes.nth(number).is_checked() for number in range(4)] == [True, True, True, False]
    await boxes.nth(1).uncheck()
    await page.get_by_role("button", name="Spara rösterna").click()
    await expect(left).to_have_text("Röster kvar: 0/2")
    await boxes.nth(0).uncheck()
    await boxes.nth(3).check()
    await page.get_by_role("button", name="Spara rösterna").click()
    await expect(page.locator(STATUS)).to_have_text("Sparat")
    assert [await boxes.nth(number).is_checked() for number in range(4)] == [False, False, True, True]
    await at(hand, page, "vote", "closed")
    await expect(page.locator("#task .note").first).to_contain_text("stängd")
    await at(hand, page, "vote", "revealed")
    await expect(page.locator("#task .bars li").first).to_contain_text("1 röst")


async def rate(hand: Stagehand, page: Page) -> None:
    """Both scales of every item with one "save"."""
    await at(hand, page, "size", "open")
    fields = page.locator("#task fieldset")
    for number in range(await fields.count()):
        await fields.nth(number).locator("label.choice").nth(1).click()
    await page.get_by_role("button", name="Spara").click()
    await expect(page.locator(STATUS)).to_have_text("Sparat")
    assert await page.locator("#task input:checked").count() == await fields.count() > 0


async def promise(hand: Stagehand, page: Page) -> None:
    """Made, changed, put into the calendar, taken back, made again."""
    await at(hand, page, "commit", "open")
    await page.fill("#text", "Jag berättar tiden")
    await page.fill("#when", "på måndag")
    await page.get_by_role("button", name="Spara löftet").click()
    await expect(page.locator("#promise")).to_contain_text("Jag berättar tiden")
    async with page.expect_download() as download:
        await page.get_by_text("Spara ditt löfte i kalendern").click()
    assert (await download.value).suggested_filename.endswith(".ics")
    await page.locator("#promise").get_by_text("Redigera").click()
    await expect(page.locator("#when")).to_have_value("på måndag")
    await page.locator("input[name=share][type=checkbox]").check()
    await page.fill("#text", "Jag berättar tiden genast")
    await page.get_by_role("button", name="Spara löftet").click()
    await expect(page.locator("#promise")).to_contain_text("Jag berättar tiden genast")
    await page.locator("#promise").get_by_role("button", name="Ta bort").click()
    await expect(page.locator("#promise")).to_have_count(0)
    await page.fill("#text", "Jag berättar tiden")
    await page.get_by_role("button", name="Spara löftet").click()
    await expect(page.locator("#promise")).to_contain_text("Jag berättar tiden")


async def take_an_action(hand: Stagehand, page: Page) -> None:
    """With a name that the person types."""
    await hand.walk_to("actions", "open")
    await hand.do("action", what="Gemensam svarsmall", due="2027-03-05")
    await reload(page)
    await expect(page.locator("#task .action")).to_contain_text("5.3.2027")
    await page.fill("input[name=owner]", "Aino")
    await page.get_by_role("button", name="Jag tar ansvar för det här").click()
    await expect(page.locator("#task .action dd").first).to_have_text("Aino")


async def test_the_workshop_can_be_taken_part_in_with_forms_and_links_alone(tmp_path: Path) -> None:
    async with stage(tmp_path, minutes=90) as hand:
        page = await hand.phone("sv-SE", java_script_enabled=False)
        await read_the_beginning(hand, page)
        await answer_the_pulse(hand, page)
        await write_edit_and_remove(hand, page)
        await change_the_language(page)
        await look_at_the_stage(hand, page)
        await raise_and_lower(hand, page)
        await vote(hand, page)
        await at(hand, page, "discuss", "open")
        await rate(hand, page)
        await promise(hand, page)
        await take_an_action(hand, page)
        await at(hand, page, "close", "open")
        await expect(page.locator("#promise")).to_contain_text("Jag berättar tiden")
        await expect(page.locator("#task .action")).to_contain_text("Aino")
        await hand.do("close")
        await reload(page)
        await expect(page.locator("#task .lead")).to_contain_text("Workshoppen är slut.")
