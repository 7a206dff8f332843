"""Every kind of step, taken part in with forms and links alone, over plain HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from plain_browser import Form, PlainBrowser
from running_room import Clock, Running, running

from facilitator.i18n.messages import say
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.steps import kinds
from facilitator.templates.follow_up import follow_up_session
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import plan
from facilitator.view import OneTwoFourBody, PublicView
from store.records import Step, replace
from store.sessions import create, open_session

ANSWERED = {
    *("scale", "text", "pick", "vote", "rate", "commit", "action", "choice", "grid", "review", "crowd", "onetwofour")
}
"""Kinds that a phone answers."""

READ = {"info", "talk", "group", "close", "break"}
"""Kinds that it only reads."""

EXTRA = {"choice": "employee-path-obstacles", "grid": "leadership-expectations"}
"""Kinds that the flagship does not have, and a ready workshop that does."""


def test_every_kind_of_step_is_read_or_answered_here() -> None:
    assert kinds().keys() == ANSWERED | READ


async def answer(browser: PlainBrowser, kind: str) -> None:
    """Do on the page what the step asks for."""
    page = browser.page
    sent = [form for form in page.forms if form.method == "post" and "withdraw" not in [b.name for b in form.buttons]]
    assert sent, (kind, page.text)
    await browser.send(sent[0], filled(sent[0], kind))
    assert browser.status == 200, (kind, browser.page.text)


def filled(form: Form, kind: str) -> dict[str, str]:
    """Something for every field that has to be filled in; of a vote and a choice, one."""
    said: dict[str, str] = {}
    for name in form.names():
        controls = [each for each in form.fields if each.name == name]
        one = controls[-1]
        if kind in ("vote", "choice") and any(before.startswith((f"{kind}s.", "option")) for before in said):
            continue
        if one.kind in ("radio", "checkbox") or one.tag == "select":
            wanted = [value for value in form.choices(name) if value]
            said[name] = wanted[min(1, len(wanted) - 1)] if wanted else ""
        else:
            said[name] = one.value or "Sanon sen heti"
    return said


async def walk(run: Running, seen: set[str]) -> None:
    """From the lobby to the end with one phone; everything the facilitator would do is done beside it."""
    client = (await run.phone("sv")).client
    browser = PlainBrowser(client, f"/{run.code}")
    await browser.open()
    assert say("phone.welcome", "sv") in browser.page.text
    while run.room.public.next.act != "last":
        await run.execute("next")
        step = run.room.public.step
        assert step is not None
        await browser.open()
        question = step.question.get("sv") or step.title["sv"]
        assert " ".join(question.split()) in browser.page.text, (step.id, step.state)
        assert browser.page.language == "sv"
        if step.state == "open":
            await at_open(run, browser, step.kind)
            seen.add(step.kind)
        screen = await browser.open(f"/{run.code}/screen?lang=sv")
        assert browser.status == 200
        assert " ".join(question.split()) in screen.text
    await run.execute("close")
    await browser.open()
    assert browser.status == 200
    assert say("phone.over_for_good", "sv") in browser.page.text


async def at_open(run: Running, browser: PlainBrowser, kind: str) -> None:
    """One open step."""
    if kind in ("text", "pick"):
        for number in range(4):
            await run.execute("add", text=f"Från papper {number}")
    elif kind == "action":
        await run.execute("action", what="Gemensam svarsmall")
        await browser.open()
    if kind not in ANSWERED or waits(run.room.public):
        return
    before = await answered(run)
    await answer(browser, kind)
    if kind == "action":
        assert "Sanon sen heti" in browser.page.text
    else:
        assert "Sparat" in browser.page.text, kind
        assert await answered(run) == before + 1, kind
    await browser.open()
    assert browser.status == 200


def waits(view: PublicView) -> bool:
    """Whether a step is open that takes nothing yet."""
    return isinstance(view.body, OneTwoFourBody) and view.body.phase != "fours"


async def answered(run: Running) -> int:
    """How many have answered, as it stands now."""
    return int((await run.execute("state"))["state"]["public"]["answered"])


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Running]:
    """The room of a session file."""
    room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    run = Running(room, Clock())
    try:
        yield run
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)


def circles() -> list[Step]:
    """25/10 and 1-2-4-All, which no ready workshop has."""
    rules = {"target": "picked", "preset": "stars", "top_k": 3}
    asked = {"fi": "Mitä rohkeaa?", "sv": "Vad modigt?", "en": "What is bold?"}
    crowd = Step(id="extra_crowd", kind="crowd", minutes=5, title={"fi": "25/10", "sv": "25/10"}, question=asked)
    return [
        Step(id="extra_circle", kind="onetwofour", minutes=12, title={"fi": "1-2-4", "sv": "1-2-4"}, question=asked),
        replace(crowd, settings=rules),
    ]


def flagship_and_more(path: Path) -> None:
    """The flagship workshop with a choice, a grid and a break besides: everything but the review of a follow-up."""
    session, steps = new_session("cx-what-can-i-do", 90)
    extra = [next(step for step in plan(template) if step.kind == kind) for kind, template in EXTRA.items()]
    extra = [replace(step, id=f"extra_{step.kind}") for step in extra]
    rest = Step(id="rest", kind="break", minutes=10, title={"fi": "Tauko", "sv": "Paus", "en": "Break"})
    circle, crowd = circles()
    picked = next(number for number, step in enumerate(steps, 1) if step.kind == "pick")
    every = [*steps[:3], *extra, rest, circle, *steps[3:picked], crowd, *steps[picked:]]
    create(path, session, [replace(step, position=number) for number, step in enumerate(every, 1)])


async def test_a_whole_workshop_is_taken_part_in_with_forms_and_links(tmp_path: Path) -> None:
    flagship_and_more(tmp_path / "workshop.json")
    async with opened(tmp_path / "workshop.json") as run:
        seen: set[str] = set()
        await walk(run, seen)
        assert seen == (ANSWERED | READ) - {"review"}


async def test_a_follow_up_is_taken_part_in_with_forms_and_links(tmp_path: Path) -> None:
    async with running(tmp_path, 60) as run:
        await run.walk_to("actions", "open")
        await run.execute("action", what="Gemensam svarsmall", owner="Aino", due="2027-04-05", first_step="Mallit")
        path = run.room.path
    with open_session(path, read_only=True) as kept:
        session, steps, actions = follow_up_session(kept)
    create(tmp_path / "follow-up.json", session, (*steps, *actions))
    async with opened(tmp_path / "follow-up.json") as run:
        seen: set[str] = set()
        await walk(run, seen)
        assert "review" in seen
