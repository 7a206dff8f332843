"""Nothing is shared that its writer has not ticked: no page of any workshop comes with a box or a choice made."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from assertions import none, nonempty
from plain_browser import PlainBrowser
from running_room import Clock, Running, running

from facilitator.cli.main import main
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.steps import kind_named
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import plan, steps_of
from facilitator.templates.source import templates
from facilitator.templates.user_templates import read_template
from store.records import Session, Step, replace
from store.sessions import create

OWN = """
languages = ["fi"]
title = "Oma"
[[steps]]
id = "promise"
kind = "commit"
minutes = 3
title = "Lupaus"
question = "Mitä lupaat?"
answer.share_default = {share}
"""


def asking_for_a_tick() -> tuple[Session, list[Step]]:
    """The check-in, as an older version made it: with a promise that asks for a ticked box."""
    session, steps = new_session("workday-checkin")
    asks = [
        replace(step, settings={**step.settings, "share_default": True}) if step.kind == "commit" else step
        for step in steps
    ]
    return session, asks


async def made_choices(run: Running) -> tuple[set[str], list[str]]:
    """The kinds of step that a phone that answers nothing comes through, and what was ticked or sent there for it."""
    browser = PlainBrowser((await run.phone("sv")).client, f"/{run.code}")
    seen: set[str] = set()
    ticked: list[str] = []
    while run.room.public.next.act != "last":
        await run.execute("next")
        step = run.room.public.step
        assert step is not None
        await browser.open()
        if step.state != "open":
            continue
        seen.add(step.kind)
        if step.kind in ("text", "pick"):
            for number in range(3):
                await run.execute("add", text=f"Från papper {number}")
        for form in browser.page.forms:
            boxes = {field.name for field in form.fields if field.kind == "checkbox"}
            ticked += [f"{step.id} {name}={value}" for name, value in form.as_it_is() if name in boxes and value]
    return seen, ticked


@pytest.mark.parametrize("template", list(templates()))
async def test_no_box_of_a_ready_workshop_starts_ticked(template: str, tmp_path: Path) -> None:
    async with running(tmp_path, None, template) as run:
        seen, ticked = await made_choices(run)
    assert seen >= {step.kind for step in plan(template) if step.kind in ("commit", "scale", "choice", "grid")}
    assert ticked == []


async def test_an_older_session_that_asks_for_a_ticked_box_opens_and_does_not_get_one(tmp_path: Path) -> None:
    create(tmp_path / "workshop.json", *asking_for_a_tick())
    room = Room(tmp_path / "workshop.json", RoomOptions(host="127.0.0.1", port=0)).start()
    run = Running(room, Clock())
    try:
        await run.walk_to("commit", "open")
        phone = await run.phone()
        assert (await phone.state())["stage"]["body"]["share_default"] is False
        browser = PlainBrowser(phone.client, f"/{run.code}")
        await browser.open()
        await browser.send(browser.page.form_with("share"), {"text": "Soitan heti"})
        assert (await phone.state())["mine"]["promise"]["share"] is False
        await browser.open(f"/{run.code}?edit={(await phone.state())['mine']['promise']['id']}")
        await browser.send(browser.page.form_with("share"), {"share": "yes"})
        assert (await phone.state())["mine"]["promise"]["share"] is True
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)


def test_no_length_of_a_ready_workshop_and_no_default_asks_for_a_tick() -> None:
    assert "share_default" not in kind_named("commit").answer_type.defaults
    for ready in templates().values():
        assert not ready.wants_sharing
        for length in nonempty(ready.lengths):
            assert none("share_default" in step.settings for step in plan(ready.id, length))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_that_asks_for_a_tick_is_read_and_told_that_it_has_no_effect(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path / "home"))
    for share in ("true", "false"):
        file = tmp_path / f"{share}.toml"
        file.write_text(OWN.format(share=share), "utf-8")
        assert main(["templates", "--check", str(file), "--language", language]) == 0
        told = "".join(capsys.readouterr())
        assert (say("templates.share_default", language) in told) is (share == "true")
        assert not [step for step in steps_of(read_template(file)) if step.settings.get("share_default")]
