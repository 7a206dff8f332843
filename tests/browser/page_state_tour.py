"""A tour through every state of the phones' pages: a real workshop, one scene at a time.

For whoever wants to look at all pages: the axe run and the contact sheet. Two phones take the tour, the writer's, which
answers everything, and a newcomer's, which answers nothing; five simulated people make up the room.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from assertions import any_number
from playwright.async_api import Page, expect
from room_in_browser import Stagehand

from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rehearsal.phone import PhoneState, SimulatedPhone
from facilitator.rules.steps import decode_body
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import plan
from facilitator.view import GroupBody, OneTwoFourBody, TextBody
from store.records import Step, replace
from store.sessions import create

OTHERS = 5
"""With the writer six, so that results about people are shown."""

EXTRA = {"choice": "employee-path-obstacles", "grid": "leadership-expectations", "review": "follow-up"}
"""Kinds that the flagship does not use, and a ready workshop that does."""

TEXTS = (
    "Kerron käyttöohjepuhelinpäivystysjärjestelmäkokonaisuuden muutoksista asiakkaalle jo ennen kuin hän ehtii kysyä",
    "أستمع أولا ثم أجيب",
)
"""What the writer writes: a very long word, and a text that runs from right to left."""


@dataclass(frozen=True)
class Scene:
    """One state of a page: its address, what to do there first, and how to leave the room as it was."""

    name: str
    path: str
    newcomer: bool = False
    before: Callable[[Page], Awaitable[object]] | None = None
    after: Callable[[Page], Awaitable[object]] | None = None


def tour_file(folder: Path) -> Path:
    """The file of a workshop with every kind of step."""
    session, steps = new_session("cx-what-can-i-do", 90)
    found = {kind: next(step for step in plan(template) if step.kind == kind) for kind, template in EXTRA.items()}
    extra = [replace(step, id=f"extra_{kind}") for kind, step in found.items()]
    extra.append(Step(id="extra_break", kind="break", minutes=10, title={"fi": "Tauko", "sv": "Paus", "en": "Break"}))
    circle, crowd = circles()
    picked = next(number for number, step in enumerate(steps, 1) if step.kind == "pick")
    steps = [*steps[:2], *extra, circle, *steps[2:picked], crowd, *steps[picked:]]
    path = folder / "tour.json"
    create(path, session, [replace(step, position=number) for number, step in enumerate(steps, 1)])
    return path


def circles() -> list[Step]:
    """25/10 and 1-2-4-All, which no ready workshop has."""
    rules = {"target": "picked", "preset": "stars", "top_k": 3}
    asked = {"fi": "Mitä rohkeaa?", "sv": "Vad modigt?", "en": "What is bold?"}
    crowd = Step(id="extra_crowd", kind="crowd", minutes=5, title={"fi": "25/10", "sv": "25/10"}, question=asked)
    return [
        Step(id="extra_circle", kind="onetwofour", minutes=12, title={"fi": "1-2-4", "sv": "1-2-4"}, question=asked),
        replace(crowd, settings=rules),
    ]


class Tour:
    """Walks a room made from ``tour_file`` from the lobby to the end, and stops at every scene."""

    def __init__(self, hand: Stagehand) -> None:
        self.hand = hand
        self.home = f"/{hand.code}"
        local = f"http://127.0.0.1:{hand.room.port}/{hand.code}"
        self._people = [
            (SimulatedPhone(local, SimulatedPerson(number).language), SimulatedPerson(number))
            for number in range(OTHERS)
        ]
        self._writer = SimulatedPerson(OTHERS)

    async def scenes(self, writer: Page, newcomer: Page) -> AsyncIterator[Scene]:
        """Every scene in turn; the room stands still until the next one is asked for."""
        for page in (writer, newcomer):
            await page.goto(self.hand.address)
        for phone, _ in self._people:
            await phone.join()
        try:
            async for scene in self._walk(writer):
                yield scene
        finally:
            for phone, _ in self._people:
                await phone.close()

    async def _walk(self, writer: Page) -> AsyncIterator[Scene]:
        yield Scene("lobby", self.home)
        yield Scene("lobby-screen", f"{self.home}/screen")
        for name in ("privacy", "accessibility"):
            yield Scene(name, f"/{name}")
        yield Scene("wrong-code", "/?code=0000")
        yield Scene("trouble", f"{self.home}/mine.ics")
        seen: set[tuple[str, str]] = set()
        while (await self._onward()) != "last":
            shown = self.hand.room.public.step
            assert shown is not None
            # The second scale or text of a workshop looks as the first did.
            if (shown.kind, shown.state) not in seen or shown.kind not in ("scale", "text"):
                async for scene in self._at(shown.kind, shown.state, writer):
                    yield scene
            seen.add((shown.kind, shown.state))
        await self.hand.do("close")
        yield Scene("over", self.home)
        yield Scene("over-screen", f"{self.home}/screen")

    async def _onward(self) -> str:
        act = self.hand.room.public.next.act
        if act != "last":
            await self.hand.do("next")
        return act

    async def _at(self, kind: str, state: str, writer: Page) -> AsyncIterator[Scene]:
        name = f"{kind}-{state}"
        if state != "open":
            yield Scene(name, self.home)
            if state != "ready":
                yield Scene(f"{name}-newcomer", self.home, newcomer=True)
        else:
            await self._prepare(kind)
            yield Scene(f"{name}-empty", self.home)
            async for scene in self._special(kind):
                yield scene
            await self._answer(writer)
            yield Scene(f"{name}-answered", self.home)
            if kind == "text":
                async for scene in self._own_ideas(writer):
                    yield scene
        if state in ("open", "revealed"):
            yield Scene(f"{name}-screen", f"{self.home}/screen")

    async def _prepare(self, kind: str) -> None:
        """What the facilitator does before people answer."""
        do, body = self.hand.do, self.hand.room.public.body
        if kind == "group" and isinstance(body, GroupBody):
            names = ("Kerromme aikataulun heti", "Soitamme ennen kielteistä päätöstä", "Kirjoitamme selkeästi")
            themes = [(await do("theme", name=name))["id"] for name in names]
            for number, text in enumerate(body.loose[:-2]):
                await do("move", idea=text.id, theme=themes[number % len(themes)])
        elif kind == "review":
            await do("action", what="Puhelinajat verkkosivulle", owner="Aino", first_step="Kysyn ajat")
            await do("action", what="Kirjepohjat selkeiksi")
        elif kind == "action":
            due = date(2027, 3, 5).isoformat()
            await do("action", what="Yhteinen vastauspohja", owner="Aino", due=due, first_step="Kerään mallit")
            await do("action", what="Soittoaika kalenteriin", due=due)

    async def _special(self, kind: str) -> AsyncIterator[Scene]:
        """States that any step can be in, shown once each on a step where they matter."""
        do = self.hand.do
        if kind == "scale" and self.hand.room.public.current == "pulse_in":
            await do("lock")
            yield Scene("locked", self.home)
            await do("unlock")
            await do("black", on=True)
            yield Scene("black-screen", f"{self.home}/screen")
            await do("black", on=False)
        elif kind == "review":
            yield Scene("review-telling", self.home, before=opened)
        elif kind == "text":
            await do("nudge")
            yield Scene("nudge", self.home)
            await do("nudge", on=False)
            await do("break", minutes=10)
            yield Scene("resting", self.home, before=opened)
            yield Scene("resting-screen", f"{self.home}/screen")
            await do("resume")
            yield Scene("text-too-long", self.home, before=too_long)
            yield Scene("text-refused-plainly", self.home, before=self._refused_plainly)
            yield Scene("text-given-back", self.home, before=self._given_back)
            yield Scene("text-offline", self.home, before=offline, after=sent_after_all)
            yield Scene("banner", self.home, before=self._held, after=lambda _: do("unlock"))
            await do("pause")
            yield Scene("timer-paused", self.home)
            await do("pause")
            yield Scene("grace", self.home, before=self._caught, after=self._reopened)
            await do("back")
            yield Scene("looking-back", self.home, before=opened)
            await do("next")
        elif kind == "vote":
            yield Scene("vote-one-too-many", self.home, newcomer=True, before=one_too_many)
        elif kind == "close":
            yield Scene("close-own-answers", self.home, before=kept)

    async def _own_ideas(self, writer: Page) -> AsyncIterator[Scene]:
        body = self.hand.room.public.body
        assert isinstance(body, TextBody)
        own = (await glance(writer)).mine.ideas
        yield Scene("text-editing", f"{self.home}?edit={own[0].id}")
        yield Scene("text-removed", self.home, before=removed, after=put_back)
        await self.hand.do("hide", idea=own[0].id)
        yield Scene("text-hidden", self.home, before=opened)
        await self.hand.do("show", idea=own[0].id)

    async def _answer(self, writer: Page) -> None:
        """Everybody answers; the writer first, with texts of their own."""
        seen = await glance(writer)
        if isinstance(seen.stage.body, OneTwoFourBody):
            if seen.stage.body.phase == "fours":
                await send(writer, self.hand.room.public.current, text=TEXTS[0])
        elif isinstance(seen.stage.body, TextBody):
            tags = [{"tag": tag.id} for tag in seen.stage.body.tags] or [{}]
            for text, tag in zip(TEXTS, (tags * 2)[:2], strict=True):
                await send(writer, self.hand.room.public.current, text=text, **tag)
        else:
            for saying in self._writer.answers(seen.stage, seen.mine):
                await send(writer, self.hand.room.public.current, **saying.fields)
        for phone, person in self._people:
            there = await phone.read_state()
            if there.stage.step is not None and there.stage.step.kind != "action":
                for saying in any_number(person.answers(there.stage, there.mine)):
                    assert (await phone.send(there.stage.current, **saying.fields)).status_code == 201

    async def _held(self, page: Page) -> None:
        """Something has changed under a text that is being written."""
        await page.fill("#text", "ajatus on vielä kesken")
        await self.hand.do("lock")
        await expect(page.locator("#news")).to_be_visible()

    async def _caught(self, page: Page) -> None:
        """The step closes while somebody writes."""
        await page.fill("#text", "vielä yksi ajatus")
        await self.hand.do("close")
        await expect(page.locator("#grace")).to_be_visible()

    async def _reopened(self, page: Page) -> None:
        await self.hand.do("reopen")
        await expect(page.locator("#grace")).to_be_hidden()
        await page.fill("#text", "")

    async def _refused_plainly(self, page: Page) -> None:
        """A form without script that is refused comes back as a page."""
        await self._plainly(page, self.hand.room.public.current, "y" * 230)

    async def _given_back(self, page: Page) -> None:
        """So does one of a step that is over: its text stands there with the reason, and in no field."""
        await self._plainly(page, "pulse_in", "Tulin liian myöhään")
        await expect(page.locator(".unsent textarea")).to_have_value("Tulin liian myöhään")
        await expect(page.locator("#text")).to_have_js_property("defaultValue", "")
        await expect(page.locator("#said .error")).not_to_be_empty()

    async def _plainly(self, page: Page, step: str, text: str) -> None:
        fields = {"key": secrets.token_hex(16), "step": step, "text": text}
        async with page.expect_navigation():
            await page.evaluate(POST_PLAINLY, [f"{self.home}/answers", fields])


async def too_long(page: Page) -> None:
    """A text over the limit is sent, and refused in place."""
    await page.fill("#text", "x" * 230)
    await page.click("#task form button")
    await expect(page.locator("#why")).to_be_visible()


async def offline(page: Page) -> None:
    """The connection is gone while a text is sent; it never leaves."""
    await page.route("**/answers", lambda route: route.abort())
    await page.fill("#text", "Kirjoitin junassa")
    await page.click("#task form button")
    await expect(page.locator("#status.bad")).not_to_be_empty()


async def sent_after_all(page: Page) -> None:
    """The connection is back, the text goes, and is taken away again."""
    await page.unroute_all()
    await page.click("#task form button")
    own = page.locator("#own .own > li", has_text="Kirjoitin junassa")
    await own.locator("[name=withdraw]").click()
    await expect(own).to_have_count(0)


async def removed(page: Page) -> None:
    """An idea of one's own is taken away; it can be put back."""
    await page.locator("#own [name=withdraw]").last.click()
    await expect(page.locator("#undo")).to_be_visible()


async def put_back(page: Page) -> None:
    """And it is."""
    own = page.locator("#own .own > li")
    left = await own.count()
    await page.click("#undo")
    await expect(own).to_have_count(left + 1)


async def kept(page: Page) -> None:
    """Everything that the person has answered stands there."""
    for text in TEXTS:
        await expect(page.locator("#own .said", has_text=text).first).to_be_visible()


async def opened(page: Page) -> None:
    """With everything unfolded."""
    await page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


async def one_too_many(page: Page) -> None:
    """All votes are given, and then one more."""
    left, free = page.locator(".left-votes").first, page.locator("#task input[type=checkbox]:not(:checked)")
    while ": 0/" not in (said := await left.text_content() or ""):
        await free.first.click()
        await expect(left).not_to_have_text(said)
    await free.first.click()
    await expect(page.locator("#status.bad")).not_to_be_empty()


async def glance(page: Page) -> PhoneState:
    """What ``state`` says to this page's phone."""
    data = await page.evaluate("fetch('/' + location.pathname.split('/')[1] + '/state').then(reply => reply.text())")
    return msgspec.json.decode(data, type=PhoneState, dec_hook=decode_body)


async def send(page: Page, step: str, **fields: object) -> None:
    """One answer of this page's phone."""
    body = msgspec.json.encode({"key": secrets.token_hex(16), "step": step, **fields}).decode()
    status = await page.evaluate(POST, body)
    assert status == 201, (step, fields, status)


POST = """body => fetch('/' + location.pathname.split('/')[1] + '/answers',
    {method: 'POST', body: body, headers: {'Content-Type': 'application/json'}}).then(reply => reply.status)"""

POST_PLAINLY = """([path, fields]) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = path;
  Object.keys(fields).forEach(name => {
    const field = document.createElement('input');
    field.name = name;
    field.value = fields[name];
    form.appendChild(field);
  });
  document.body.appendChild(form);
  form.submit();
}"""
