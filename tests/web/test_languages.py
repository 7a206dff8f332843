"""Each phone in its own language: questions, numbers, dates and times; and what is not written in it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from assertions import none
from plain_browser import Page
from running_room import Clock, RoomPhone, Running, plain, running

from facilitator.i18n import messages
from facilitator.i18n.messages import LANGUAGE_NAMES, LANGUAGES, say
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store.records import Step, replace
from store.sessions import create

QUESTION = {
    "fi": "Mitä minä voin tehdä asiakaskokemuksen hyväksi?",
    "sv": "Vad kan jag göra för en bättre kundupplevelse?",
    "en": "What can I do for customer experience?",
}


async def html(phone: RoomPhone, path: str = "") -> str:
    """A page as it comes."""
    return (await phone.client.get(f"/{phone.code}{path}", headers={"Accept": "text/html"})).text


@asynccontextmanager
async def changed(folder: Path, change: Callable[[Step], Step]) -> AsyncIterator[Running]:
    """The flagship workshop with its steps changed."""
    session, steps = new_session("cx-what-can-i-do", 60)
    create(folder / "workshop.json", session, [change(step) for step in steps])
    room = Room(folder / "workshop.json", RoomOptions(host="127.0.0.1", port=0)).start()
    run = Running(room, Clock())
    try:
        yield run
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)


async def test_three_phones_side_by_side_each_have_their_own_language(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        phones = {language: await run.phone(language) for language in LANGUAGES}
        for language, phone in phones.items():
            page = Page("/", await html(phone))
            assert page.language == language
            assert QUESTION[language] in page.text
            assert not [other for other in LANGUAGES if other != language and QUESTION[other] in page.text]
            assert [said for address, said in page.links if "?lang=" in address][:3] == list(LANGUAGE_NAMES.values())
        await html(phones["fi"], "?lang=en")
        assert QUESTION["en"] in plain(await html(phones["fi"]))
        assert QUESTION["sv"] in plain(await html(phones["sv"]))
        assert run.room.public.session.language == "fi"


@pytest.mark.parametrize("wish", ["de", "se, fr;q=0.5", "", "*", "zh-Hant-TW"])
async def test_a_phone_of_another_language_gets_the_sessions(tmp_path: Path, wish: str) -> None:
    async with running(tmp_path) as run:
        assert Page("/", await html(await run.phone(wish))).language == "fi"


async def test_an_idea_keeps_the_language_of_its_writer_wherever_it_is_shown(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        await run.walk_to("ideas", "open")
        for language in LANGUAGES:
            writer = await run.phone(language)
            await writer.send("ideas", text=f"Idea {language}")
        await html(writer, "?lang=fi")
        await writer.send("ideas", text="Idea fi jälkeen")
        await run.execute("close")
        await run.execute("reveal")
        found = (await writer.state())["stage"]["body"]["texts"]
        langs = {text["text"]: text["lang"] for text in found}
        assert langs == {"Idea fi": "fi", "Idea sv": "sv", "Idea en": "en", "Idea fi jälkeen": "fi"}
        for path in ("", "/part", "/screen"):
            page = await html(writer, path)
            for text, lang in langs.items():
                assert re.search(rf'<span class="said" lang="{lang}"[^>]*>{text}</span>', page), (path, text)


async def test_a_question_that_is_missing_is_shown_in_another_language_and_marked_with_it(tmp_path: Path) -> None:
    only = {"fi": "Mitä opimme?", "en": "What did we learn?"}

    def change(step: Step) -> Step:
        return replace(step, question=only, help={"fi": "Mieti hetki."}) if step.id == "ideas" else step

    async with changed(tmp_path, change) as run:
        await run.walk_to("ideas", "open")
        shown = {language: await html(await run.phone(language)) for language in LANGUAGES}
        assert re.search(r'<h1[^>]*><span lang="fi">Mitä opimme\?</span></h1>', shown["sv"])
        assert re.search(r'<p id="help"[^>]*><span lang="fi">Mieti hetki\.</span></p>', shown["en"])
        assert re.search(r"<h1[^>]*>Mitä opimme\?</h1>", shown["fi"])
        assert re.search(r"<h1[^>]*>What did we learn\?</h1>", shown["en"])
        plan = {line["id"]: line["lacks"] for line in (await run.execute("state"))["state"]["plan"]}
        assert plan.pop("ideas") == {"sv": "fi", "en": "fi"}
        assert none(plan.values())
        public = (await (await run.phone()).state())["stage"]
        assert "lacks" not in str(public)


def test_numbers_dates_and_times_are_written_as_people_write_them() -> None:
    day = {"fi": "5.3.2027", "sv": "5.3.2027", "en": "5 March 2027"}
    afternoon = {"fi": "14.30", "sv": "14.30", "en": "14:30"}
    morning = {"fi": "9.05", "sv": "9.05", "en": "09:05"}
    for language in LANGUAGES:
        assert messages.format_date("2027-03-05", language) == day[language]
        for hour, minute, said in ((14, 30, afternoon), (9, 5, morning)):
            when = datetime(2027, 3, 5, hour, minute).timestamp()
            assert messages.format_time_of_day(when, language) == said[language]
    assert [messages.format_decimal(2.345, language) for language in LANGUAGES] == ["2,3", "2,3", "2.3"]


async def test_a_break_says_when_it_ends_in_each_language(tmp_path: Path) -> None:
    def change(step: Step) -> Step:
        return Step(id=step.id, position=step.position, kind="break", minutes=10) if step.id == "lens" else step

    async with changed(tmp_path, change) as run:
        await run.walk_to("lens", "open")
        ends = run.room.public.timer.ends
        time = {language: messages.format_time_of_day(ends, language) for language in LANGUAGES}
        begun = {"fi": "Jatkamme klo", "sv": "Vi fortsätter kl.", "en": "We go on at"}
        said = {language: f"{begun[language]} {time[language]}" for language in LANGUAGES}
        for language in LANGUAGES:
            phone = await run.phone(language)
            assert said[language] in plain(await html(phone))
            assert said[language] in plain(await html(phone, f"/screen?lang={language}"))


async def test_dates_and_means_on_the_page_are_in_local_form(tmp_path: Path) -> None:
    async with running(tmp_path, 90) as run:
        await run.walk_to("ideas", "open")
        for number in range(4):
            await run.execute("add", text=f"Paperilta {number}")
        await run.walk_to("size", "open")
        phones = [await run.phone(LANGUAGES[number % 3]) for number in range(6)]
        item = run.room.public.body.items[0].id  # type: ignore[attr-defined]
        for number, phone in enumerate(phones):
            for scale in ("gain", "effort"):
                assert (await phone.send("size", item=item, scale=scale, value=number % 2 + 1)).status_code == 201
        await run.execute("close")
        await run.execute("reveal")
        means: Mapping[str, str] = {"fi": "1,5", "sv": "1,5", "en": "1.5"}
        for phone, language in zip(phones, LANGUAGES, strict=False):
            assert means[language] in await phone.page()
        await run.walk_to("actions", "open")
        await run.execute("action", what="Vastauspohja", due="2027-03-05")
        for phone, language in zip(phones, LANGUAGES, strict=False):
            assert messages.format_date("2027-03-05", language) in await phone.page()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_said_at_the_door_is_in_the_phones_language_too(tmp_path: Path, language: str) -> None:
    async with running(tmp_path) as run:
        phone = await run.phone(language)
        page = {"Accept": "text/html"}
        for path, key in (
            ("/privacy", "phone.privacy"), ("/accessibility", "phone.accessibility"), ("/99999", "phone.join"),
            (f"/{run.code}/mine.ics", "phone.trouble"),
        ):  # fmt: skip
            reply = await phone.client.get(path, headers=page)
            assert Page(path, reply.text).language == language
            assert say(key, language) in plain(reply.text)
