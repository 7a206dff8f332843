"""1-2-4-All: what somebody writes for themselves is never the group's idea, with JavaScript and without."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect
from room_in_browser import Stagehand, stage

from facilitator.templates.new_session import new_session
from facilitator.templates.user_templates import build_template
from facilitator.view import OneTwoFourBody
from store.sessions import create

NOTE, GROUP, SEND = "#note", "#text", "#form-group button"
TEXT = "vain minun ajatukseni"


def step(name: str, kind: str) -> dict[str, object]:
    texts = {"title": {"fi": name.capitalize()}, "question": {"fi": f"{name}?"}}
    return {"id": name, "kind": kind, "minutes": 5, **texts}


def circle(folder: Path) -> Path:
    """A workshop of a 1-2-4-All and a step after it."""
    raw = {"title": {"fi": "Oma"}, "languages": ["fi"], "steps": [step("circle", "onetwofour"), step("ideas", "text")]}
    path = folder / "workshop.json"
    create(path, *new_session(build_template(raw, "oma.toml", "oma")))
    return path


async def phase(hand: Stagehand, wanted: str) -> None:
    """Press "next" until the room is in a phase of the open step."""
    for _ in range(20):
        body = hand.room.public.body
        shown = hand.room.public.step
        if isinstance(body, OneTwoFourBody) and shown and (shown.state, body.phase) == ("open", wanted):
            return
        await hand.do("next")
    raise AssertionError(f"never came to {wanted}")


async def ideas(hand: Stagehand) -> list[str]:
    """What has been sent."""
    return [text["text"] for text in (await hand.do("state"))["state"]["texts"]]


async def writes_alone(hand: Stagehand) -> Page:
    """A phone with a note that was written alone."""
    await phase(hand, "alone")
    page = await hand.phone()
    await expect(page.locator(GROUP)).to_have_count(0)
    await page.fill(NOTE, TEXT)
    return page


async def test_what_was_written_alone_stands_beside_the_field_of_the_group_which_starts_empty(tmp_path: Path) -> None:
    async with stage(tmp_path, file=circle) as hand:
        page = await writes_alone(hand)
        await phase(hand, "pairs")
        await expect(page.locator("#phase")).to_have_text("Pareittain")
        await expect(page.locator(NOTE)).to_have_value(TEXT)
        await phase(hand, "fours")
        for _ in range(2):
            await expect(page.locator(GROUP)).to_have_value("")
            await expect(page.locator(NOTE)).to_have_value(TEXT)
            await page.click(SEND)
            assert await ideas(hand) == []
            await page.reload()
        await page.fill(GROUP, "yhteinen ajatus")
        await page.click(SEND)
        await expect(page.locator("#own .said")).to_have_text("yhteinen ajatus")
        await expect(page.locator(NOTE)).to_have_value(TEXT)
        assert await ideas(hand) == ["yhteinen ajatus"]


async def test_a_draft_of_the_group_stays_the_groups_and_one_of_an_older_page_is_not_taken_for_it(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, file=circle) as hand:
        page = await writes_alone(hand)
        old = f"workshop:{await page.get_attribute('main', 'data-session')}:draft:{hand.room.public.current}:new"
        await page.evaluate("([name, text]) => localStorage.setItem(name, JSON.stringify({text: text}))", [old, TEXT])
        await phase(hand, "fours")
        await page.reload()
        await expect(page.locator(GROUP)).to_have_value("")
        await page.fill(GROUP, "kesken")
        await hand.do("back")
        await expect(page.locator(GROUP)).to_have_count(0)
        await expect(page.locator(NOTE)).to_have_value(TEXT)
        await phase(hand, "fours")
        await expect(page.locator(GROUP)).to_have_value("kesken")
        assert await ideas(hand) == []


async def test_a_note_alone_holds_nobody_back_and_is_no_text_that_could_still_be_sent(tmp_path: Path) -> None:
    async with stage(tmp_path, file=circle) as hand:
        page = await writes_alone(hand)
        await phase(hand, "fours")
        await expect(page.locator(GROUP)).to_have_value("")
        await hand.do("close")
        await expect(page.locator("#shut")).to_be_visible()
        await expect(page.locator("#grace")).to_be_hidden()
        await hand.walk_to("ideas", "open")
        await expect(page.locator("h1")).to_have_text("ideas?")
        await expect(page.locator(GROUP)).to_have_value("")
        assert await ideas(hand) == []


async def test_without_javascript_the_field_of_the_group_starts_empty_too(tmp_path: Path) -> None:
    async with stage(tmp_path, file=circle) as hand:
        await phase(hand, "alone")
        page = await hand.phone(java_script_enabled=False)
        for wanted in ("alone", "pairs"):
            await phase(hand, wanted)
            await page.reload()
            await expect(page.locator(GROUP)).to_have_count(0)
            await expect(page.locator("#task button")).to_have_count(0)
            await page.fill(NOTE, TEXT)
        await phase(hand, "fours")
        await page.reload()
        await expect(page.locator(GROUP)).to_have_value("")
        await page.fill(GROUP, "yhteinen ajatus")
        await page.click(SEND)
        await expect(page.locator("#own .said")).to_have_text("yhteinen ajatus")
        assert await ideas(hand) == ["yhteinen ajatus"]
