"""The phone page as its user meets it, in real Chromium against a real room."""

from __future__ import annotations

from pathlib import Path

import httpx2
from playwright.async_api import Page, Route, expect
from room_in_browser import stage

from facilitator.rules.timing.grace import GRACE_SECONDS

FIELD = "#text"
SEND = "#task form button"


async def write(page: Page, text: str) -> None:
    """Write an idea and send it."""
    await page.fill(FIELD, text)
    await page.click(SEND)


async def test_an_idea_is_saved_seen_edited_and_removed(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await write(page, "Soitan ennen kirjettä")
        await expect(page.locator("#status")).to_have_text("Idea 1 tallennettu. Voit kirjoittaa lisää.")
        await expect(page.locator("#own h2")).to_have_text("Omat vastaukset (1)")
        await expect(page.locator(FIELD)).to_have_value("")
        await expect(page.locator(FIELD)).to_be_focused()
        assert await page.evaluate("Object.keys(localStorage).filter(name => name.includes('draft')).length") == 0
        await write(page, "Kysyn lopuksi")
        await expect(page.locator("#status")).to_have_text("Idea 2 tallennettu. Voit kirjoittaa lisää.")

        first = page.locator("#own li", has_text="Soitan ennen kirjettä")
        await first.get_by_text("Muokkaa").click()
        await expect(page.locator(FIELD)).to_have_value("Soitan ennen kirjettä")
        await expect(page.locator(FIELD)).to_be_focused()
        await write(page, "Soitan aina")
        await expect(page.locator("#status")).to_have_text("Muutos tallennettu")
        await expect(page.locator("#own li")).to_have_count(2)
        await expect(page.locator("#own li", has_text="Soitan aina")).to_have_count(1)
        await expect(page.locator(FIELD)).to_have_value("")
        assert "edit" not in page.url

        await page.locator("#own li", has_text="Soitan aina").get_by_text("Poista").click()
        await expect(page.locator("#status")).to_have_text("Poistettu")
        await expect(page.locator("#own li")).to_have_count(1)
        await page.click("#undo")
        await expect(page.locator("#own li", has_text="Soitan aina")).to_have_count(1)
        await expect(page.locator("#undo")).to_be_hidden()


async def test_an_edit_can_be_given_up(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await write(page, "Soitan")
        await page.fill(FIELD, "uusi kesken")
        await page.get_by_text("Muokkaa").click()
        await expect(page.locator(FIELD)).to_have_value("Soitan")
        await page.fill(FIELD, "Soitan ehkä")
        await page.get_by_text("Peruuta").click()
        await expect(page.locator(FIELD)).to_have_value("uusi kesken")
        await expect(page.locator("#own .said")).to_have_text("Soitan")


async def test_changing_the_language_keeps_what_was_being_written(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await page.fill(FIELD, "kesken jäi")
        await page.locator(".chips label").first.click()
        await page.get_by_text("Svenska").click()
        await expect(page.locator("h1")).to_have_text("Vad kan jag göra för en bättre kundupplevelse?")
        assert await page.locator("html").get_attribute("lang") == "sv"
        await expect(page.locator(FIELD)).to_have_value("kesken jäi")
        await expect(page.locator(".chips input").first).to_be_checked()
        await page.reload()
        await expect(page.locator(FIELD)).to_have_value("kesken jäi")
        await page.click(SEND)
        await expect(page.locator("#own li")).to_have_count(1)


async def test_each_step_appears_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        page = await hand.phone()
        await expect(page.locator("h1")).to_have_text("Mitä minä voin tehdä asiakaskokemuksen hyväksi?")
        await hand.walk_to("join", "open")
        await expect(page.locator(".where")).to_contain_text("Vaihe 1/12")
        await expect(page.locator("#status")).to_have_text("Uusi vaihe: Tervetuloa")
        await hand.walk_to("pulse_in", "ready")
        await expect(page.locator("#task .note")).to_have_text("Vastaaminen avautuu pian.")
        await hand.do("next")
        await expect(page.locator("#task input[type=radio]")).to_have_count(5)
        await hand.do("lock")
        await expect(page.locator("#task .note")).to_contain_text("Vastaaminen on hetken kiinni.")
        await hand.do("unlock")
        await expect(page.locator("#task input[type=radio]")).to_have_count(5)
        await hand.do("next")
        await expect(page.locator("#task .note")).to_have_text("Tämä vaihe on suljettu.")


async def test_a_new_step_never_takes_a_field_that_is_being_written_in(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await page.fill(FIELD, "ajatus on vielä kes")
        await hand.walk_to("pick", "open")
        banner = page.locator("#news")
        await expect(banner).to_have_text("Siirry uuteen vaiheeseen: Nostakaa kaksi")
        await expect(page.locator(FIELD)).to_have_value("ajatus on vielä kes")
        await expect(page.locator(FIELD)).to_be_focused()
        await page.keyboard.type("ken")
        await expect(page.locator(FIELD)).to_have_value("ajatus on vielä kesken")
        hand.clock.ahead = GRACE_SECONDS
        await page.click(SEND)
        await expect(page.locator("#why")).to_contain_text("suljettu")
        await expect(page.locator(FIELD)).to_have_value("ajatus on vielä kesken")
        await banner.click()
        await expect(page.locator("h1")).to_contain_text("Nostakaa yhdessä kaksi")
        await expect(page.locator("h1")).to_be_focused()
        await expect(banner).to_be_hidden()
        await hand.do("goto", step="ideas")
        await hand.do("reopen")
        await expect(page.locator(FIELD)).to_have_value("ajatus on vielä kesken")


async def test_looking_back_on_the_stage_leaves_the_phones_task_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("pulse_in", "revealed")
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await hand.do("back")
        await expect(page.locator("#now .lead")).not_to_have_text("Mitä minä voin tehdä asiakaskokemuksen hyväksi?")
        await page.reload()
        await expect(page.locator("#now .lead")).not_to_have_text("Mitä minä voin tehdä asiakaskokemuksen hyväksi?")
        await write(page, "Kirjoitan silti")
        await expect(page.locator("#status")).to_contain_text("tallennettu")


async def test_a_vote_is_saved_at_each_tap_and_one_too_many_is_explained(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        for n in range(6):
            await hand.do("add", text=f"Paperilta {n}")
        await hand.walk_to("vote", "open")
        page = await hand.phone()
        boxes = page.locator("#task input[type=checkbox]")
        left = page.locator(".left-votes").first
        await expect(left).to_have_text("Ääniä jäljellä: 3/3")
        for n in range(3):
            await boxes.nth(n).check()
            await expect(left).to_have_text(f"Ääniä jäljellä: {2 - n}/3")
            await expect(boxes.nth(n)).to_be_focused()
        await expect(page.locator("#status")).to_have_text("Äänesi on tallennettu")
        await boxes.nth(3).click()
        await expect(page.locator("#status")).to_contain_text("Ota ensin yksi ääni pois")
        await expect(boxes.nth(3)).not_to_be_checked()
        await boxes.nth(0).uncheck()
        await boxes.nth(3).check()
        await expect(left).to_have_text("Ääniä jäljellä: 0/3")
        await page.reload()
        assert [await boxes.nth(n).is_checked() for n in range(5)] == [False, True, True, True, False]
        await hand.walk_to("vote", "revealed")
        await expect(page.locator("#task .bars li")).to_have_count(6)


async def test_without_a_network_the_text_waits_and_goes_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await page.context.set_offline(True)
        await write(page, "Kirjoitin junassa")
        await expect(page.locator("#status")).to_contain_text("Ei yhteyttä. Tekstisi on tallessa")
        await expect(page.locator(FIELD)).to_have_value("Kirjoitin junassa")
        await expect(page.locator(SEND)).to_have_text("Yritä uudelleen")
        await page.click(SEND)
        await page.context.set_offline(False)
        await expect(page.locator("#own li")).to_have_count(1)
        await expect(page.locator(FIELD)).to_have_value("")
        await expect(page.locator(SEND)).to_have_text("Lähetä")
        view = hand.room.console
        assert [text.text for text in view.texts] == ["Kirjoitin junassa"]
        hand.problems = [problem for problem in hand.problems if "ERR_INTERNET_DISCONNECTED" not in problem]


async def test_a_reply_that_is_lost_after_the_save_does_not_double_the_idea(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        lost: list[int] = []

        async def swallow(route: Route) -> None:
            if lost:
                await route.continue_()
                return
            address = route.request.url.replace("room.test", "127.0.0.1")
            headers = {**await route.request.all_headers(), "host": f"room.test:{hand.room.port}"}
            async with httpx2.AsyncClient(trust_env=False, verify=False) as client:
                reply = await client.post(address, content=route.request.post_data_buffer or b"", headers=headers)
            lost.append(reply.status_code)
            await route.abort()

        await page.route("**/answers", swallow)
        await write(page, "Kerran vain")
        await expect(page.locator("#own li")).to_have_count(1)
        await expect(page.locator("#status")).to_contain_text("tallennettu")
        assert lost == [201]
        assert [text.text for text in hand.room.console.texts] == ["Kerran vain"]
        hand.problems = [problem for problem in hand.problems if "ERR_FAILED" not in problem]


async def test_a_text_that_is_too_long_is_counted_explained_and_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await page.fill(FIELD, "a" * 150)
        await expect(page.locator("#left")).to_be_hidden()
        await page.fill(FIELD, "🇫🇮" + "a" * 160)
        await expect(page.locator("#left")).to_have_text("Merkkejä jäljellä: 38")
        await page.fill(FIELD, "a" * 212)
        await expect(page.locator("#left")).to_contain_text("Merkkejä liikaa: 12.")
        await page.click(SEND)
        await expect(page.locator("#why")).to_contain_text("12")
        await expect(page.locator(FIELD)).to_be_focused()
        await expect(page.locator(FIELD)).to_have_attribute("aria-describedby", "why")
        await expect(page.locator(FIELD)).to_have_value("a" * 212)


async def test_a_promise_and_an_action_are_taken_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        for n in range(4):
            await hand.do("add", text=f"Paperilta {n}")
        await hand.walk_to("commit", "open")
        page = await hand.phone()
        await page.fill(FIELD, "Kerron ajan heti")
        await page.fill("#when", "maanantaina")
        await page.click(SEND)
        await expect(page.locator("#promise")).to_contain_text("Vain sinä näet tämän.")
        await expect(page.locator("#own h2")).to_be_focused()
        async with page.expect_download() as download:
            await page.click("#promise a.button >> nth=0")
        assert (await download.value).suggested_filename == "lupaus.ics"
        await page.locator("#promise").get_by_text("Muokkaa").click()
        await expect(page.locator("#when")).to_have_value("maanantaina")
        await page.locator("label", has_text="Näytä lupaukseni").click()
        await page.click(SEND)
        await expect(page.locator("#promise")).to_contain_text("Näkyy näytöllä ilman nimeä.")
        await hand.walk_to("actions", "open")
        await hand.do("action", what="Yhteinen vastauspohja")
        await expect(page.locator("#task .missing")).to_have_text("Puuttuu: vastuuhenkilö, päivä, ensimmäinen askel")
        await page.fill("#task .action input[name=owner]", "Aino")
        await page.click("#task .action button")
        await expect(page.locator("#status")).to_have_text("Kiitos. Toimenpide on nyt sinun.")
        await expect(page.locator("#task .action dd").first).to_have_text("Aino")


LOOK = """() => [
  Math.max(document.documentElement.scrollWidth, innerWidth),
  Array.from(document.querySelectorAll('[id]'), each => each.id).filter((id, at, ids) => ids.indexOf(id) !== at),
  Array.from(document.querySelectorAll('button, a.button, label.choice, summary, .languages a'))
    .filter(each => each.offsetParent && each.getBoundingClientRect().height < 48)
    .map(each => each.outerHTML),
]"""
"""The width that the page takes, ids that occur twice, and what is too low to be touched."""


async def test_nothing_is_wider_than_the_phone_and_buttons_are_large(tmp_path: Path) -> None:
    async with stage(tmp_path, minutes=90) as hand:
        page = await hand.phone(color_scheme="dark")
        people = await hand.people(6)
        seen = set()
        while (shown := hand.room.public.step) is None or shown.id != "close":
            await hand.do("next")
            shown = hand.room.public.step
            assert shown is not None
            if (shown.id, shown.state) == ("ideas", "open"):
                for client in people:
                    await hand.send(client, text="Puhelinpäivystysjärjestelmäkäyttöohjekokonaisuus " + "ä" * 120)
                await write(page, "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas " * 2)
            if shown.id == "pick" and shown.state == "open":
                for client in people:
                    state = (await client.get(f"/{hand.code}/state")).json()
                    await hand.send(client, answer=state["mine"]["ideas"][0]["id"])
            seen.add(shown.kind)
            await expect(page.locator("#top")).to_have_attribute("data-step", shown.id)
            await expect(page.locator("#top")).to_have_attribute("data-state", shown.state)
            for width in (320, 360):
                await page.set_viewport_size({"width": width, "height": 568})
                await page.locator("#now").evaluate("details => { details.open = true }")
                assert await page.evaluate(LOOK) == [width, [], []], (shown.id, shown.state)
        assert seen >= {"info", "scale", "text", "pick", "group", "vote", "talk", "rate", "commit", "action", "close"}


async def test_the_screen_page_follows_the_stage(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        context = await hand.context("sv-SE", viewport={"width": 1280, "height": 720})
        page = await context.new_page()
        await page.goto(f"{hand.address}/screen")
        await expect(page.locator("h1")).to_have_text("Vad kan jag göra för en bättre kundupplevelse?")
        await expect(page.locator(".count")).to_have_text("0 idéer, 0 skribenter")
        await hand.do("add", text="Paperilta")
        await expect(page.locator(".count")).to_contain_text("1 idé")
        await hand.do("next")
        await hand.do("next")
        await expect(page.locator("h1")).to_contain_text("lyft tillsammans fram två", ignore_case=True)


async def test_a_restart_of_the_program_is_hardly_noticed(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await write(page, "Ennen katkosta")
        await expect(page.locator("#own li")).to_have_count(1)
        await page.fill(FIELD, "katkoksen yli")
        await hand.restart()
        await page.click(SEND)
        await expect(page.locator("#own li")).to_have_count(2)
        await hand.walk_to("pick", "open")
        await expect(page.locator("#task textarea")).to_have_count(2)
        assert len(hand.room.console.languages) == 1
        hand.problems = [problem for problem in hand.problems if "net::ERR_" not in problem]


async def test_the_phone_comes_back_after_the_server_was_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        page = await hand.phone()
        await page.context.set_offline(True)
        await page.evaluate("window.dispatchEvent(new Event('pageshow'))")
        await expect(page.locator("#status")).to_have_text("Yhteys katkesi. Yritämme uudelleen.")
        await hand.walk_to("pick", "open")
        await page.context.set_offline(False)
        await expect(page.locator("#top")).to_have_attribute("data-step", "pick")
        hand.problems = [problem for problem in hand.problems if "ERR_INTERNET_DISCONNECTED" not in problem]


async def test_the_keyboard_is_enough(tmp_path: Path) -> None:
    async with stage(tmp_path) as hand:
        await hand.walk_to("ideas", "open")
        for n in range(5):
            await hand.do("add", text=f"Paperilta {n}")
        page = await hand.phone()
        await tab_to(page, "document.activeElement.id === 'text'")
        await page.keyboard.type("Kirjoitan näppäimillä")
        await tab_to(page, "document.activeElement.tagName === 'BUTTON'")
        await page.keyboard.press("Enter")
        await expect(page.locator("#own li")).to_have_count(1)
        await tab_to(page, "document.activeElement.closest('summary')")
        await page.keyboard.press("Enter")
        assert await page.locator("details[open]").count() == 1
        await hand.walk_to("vote", "open")
        await expect(page.locator(".left-votes").first).to_have_text("Ääniä jäljellä: 3/3")
        await tab_to(page, "document.activeElement.type === 'checkbox'")
        await page.keyboard.press("Space")
        await expect(page.locator(".left-votes").first).to_have_text("Ääniä jäljellä: 2/3")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Space")
        await expect(page.locator(".left-votes").first).to_have_text("Ääniä jäljellä: 1/3")


async def tab_to(page: Page, reached: str) -> None:
    """Press Tab until something has the focus; the focus is visible all the way."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        assert await page.evaluate(
            "(() => { const at = document.activeElement, box = at.closest('.choice') || at;"
            " return at === document.body || getComputedStyle(box).outlineStyle !== 'none' })()"
        )
        if await page.evaluate(f"Boolean({reached})"):
            return
    raise AssertionError(f"Tab never came to {reached}")
