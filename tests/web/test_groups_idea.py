"""1-2-4-All over plain HTTP: the field of the group's idea is there in fours only, and starts empty."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from plain_browser import Form, Page, PlainBrowser
from running_room import Clock, Running

from facilitator.i18n.messages import explain
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from facilitator.templates.user_templates import build_template
from facilitator.view import OneTwoFourBody
from store.sessions import create

TEXT = "Vain minun ajatukseni"


@asynccontextmanager
async def circle(folder: Path) -> AsyncIterator[Running]:
    """A room at a 1-2-4-All, in the phase "alone"."""
    step = {"id": "circle", "kind": "onetwofour", "minutes": 12, "title": "Piiri", "question": "Mitä rohkeaa?"}
    raw = {"title": "Oma", "languages": ["fi"], "steps": [step]}
    path = folder / "workshop.json"
    create(path, *new_session(build_template(raw, "oma.toml", "oma")))
    room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    run = Running(room, Clock())
    try:
        await run.walk_to("circle", "open")
        yield run
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)


def phase(run: Running) -> str:
    body = run.room.public.body
    assert isinstance(body, OneTwoFourBody)
    return body.phase


def note_of(page: Page) -> Form:
    """The form of the note, whose only field that can be filled in is no answer."""
    form = page.form_with("note")
    assert form.names() == ["note"]
    assert form.buttons == []
    return form


async def test_in_every_phase_the_groups_field_starts_empty_and_a_note_cannot_be_sent(tmp_path: Path) -> None:
    async with circle(tmp_path) as run:
        phone = await run.phone()
        browser = PlainBrowser(phone.client, f"/{run.code}")
        for wanted in ("alone", "pairs", "fours"):
            assert phase(run) == wanted
            await browser.open()
            assert note_of(browser.page).as_it_is()[-1] == ("note", "")
            texts = [field for form in browser.page.forms for field in form.fields if field.name == "text"]
            assert [(field.value, field.required) for field in texts] == ([("", True)] if wanted == "fours" else [])
            reply = await phone.form({"note": TEXT})
            assert reply.status_code >= 400
            assert (await phone.state())["mine"]["ideas"] == []
            await run.execute("next")


async def test_a_text_that_came_before_the_group_stands_in_the_note_and_not_in_the_groups_field(tmp_path: Path) -> None:
    async with circle(tmp_path) as run:
        phone = await run.phone()
        early = await phone.form({"text": TEXT})
        assert early.status_code == 409
        browser = PlainBrowser(phone.client, f"/{run.code}")
        page = Page(f"/{run.code}", early.text)
        assert explain("not_four_yet", "fi") in page.text
        assert note_of(page).as_it_is()[-1] == ("note", TEXT)
        await run.execute("next")
        await run.execute("next")
        await browser.open()
        assert TEXT not in browser.page.html
        await browser.send(browser.page.form_with("text"), {"text": "Ryhmän idea"})
        assert [idea["text"] for idea in (await phone.state())["mine"]["ideas"]] == ["Ryhmän idea"]
        await browser.open()
        assert ("text", "Ryhmän idea") in browser.page.form_with("text").as_it_is()
