"""Runs a workshop with a kind of step that the program does not have: from its template to the files.

Started by ``test_new_kind`` in a copy of the packages to which the files of the kind have been added.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pytest
from running_room import Clock, RoomPhone, Running
from textual.app import App, ComposeResult

from facilitator.errors import RuleBroken
from facilitator.export import FORMATS, render
from facilitator.rehearsal.simulated_crowd import FAST, SimulatedCrowd
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.steps import decode_body, kinds
from facilitator.templates.from_session import as_template
from facilitator.templates.new_session import new_session
from facilitator.templates.user_templates import build_template, read_template
from facilitator.view import PublicView
from screens.commands import possible_commands
from screens.console.console import Console
from screens.plain.menu import menu_commands, menu_lines
from screens.plain.view_lines import stage_lines
from screens.stage.paint import paint
from store.sessions import create, open_session

WORKSHOP = Path(__file__).with_name("workshop.toml")


class ConsoleApp(App[None]):
    """Nothing but the console."""

    def compose(self) -> ComposeResult:
        yield Console("fi")


def template_is_checked() -> None:
    """The template is read and checked: a number out of its range is refused with its place."""
    assert "energy" in kinds()
    assert read_template(WORKSHOP).steps[1].answer.type_name() == "energy"
    text = WORKSHOP.read_text("utf-8").replace("answer.most = 4", "answer.most = 40")
    wrong = WORKSHOP.with_name("wrong.toml")
    wrong.write_text(text, "utf-8")
    with pytest.raises(RuleBroken) as refused:
        read_template(wrong)
    assert refused.value.code == "template_number"
    assert refused.value.fields["where"] == "steps › level › answer.most"


async def phones_answer(run: Running) -> None:
    """One phone answers by script, one by form, and a wrong number is refused."""
    first, second = await run.phone(), await run.phone("sv")
    assert "Energiaa 4" in await first.page()
    assert (await first.send("level", value=3)).status_code == 201
    assert (await first.send("level", value=9)).status_code >= 400
    reply = await second.form({"value": "2"})
    assert reply.status_code in (200, 303), reply.status_code
    assert "Energi 2" in await second.page()
    assert run.room.public.answered == 2
    await state_is_typed(first, run.room.public)


async def state_is_typed(phone: RoomPhone, view: PublicView) -> None:
    """The public view travels as data, and comes back as the type of the kind."""
    stage = (await phone.state())["stage"]
    assert stage["step"]["asks"]
    assert stage["step"]["reveals"]
    assert msgspec.convert(stage, PublicView, dec_hook=decode_body).body == view.body


def stage_is_drawn(room: Room, word: str) -> None:
    """The stage is drawn on the smallest usual terminal."""
    drawn = paint(room.public, 80, 24, "fi", time.time()).text()
    assert word in drawn, drawn


async def console_shows(room: Room, word: str) -> None:
    """The console's pane and plain mode show the step."""
    view = room.console
    assert view.pane == "results"
    async with ConsoleApp().run_test(size=(100, 40)) as pilot:
        console = pilot.app.query_one(Console)
        console.show(view, possible_commands(view), time.time())
        await pilot.pause()
        assert console.pane.view is view
    assert any(word in line for line in stage_lines(view, "fi")), list(stage_lines(view, "fi"))
    assert {"next", "reveal"} <= {command.id for command in menu_commands(view)}
    assert any("1 " in line for line in menu_lines(view, "fi"))


async def workshop_is_held(folder: Path) -> Path:
    """Hold the workshop with real phones, first two and then a rehearsal's."""
    path = folder / "workshop.json"
    session, steps = new_session(read_template(WORKSHOP))
    create(path, session, steps)
    room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    run = Running(room, Clock())
    try:
        await run.walk_to("level", "ready")
        stage_is_drawn(room, "Energia")
        await run.walk_to("level", "open")
        await phones_answer(run)
        stage_is_drawn(room, "vastannut")
        assert room.console.nudge["en"] == "How much energy have you got?"
        people = SimulatedCrowd(room.address, 5, FAST, seed=1)
        people.start()
        async with asyncio.timeout(30):
            while room.public.answered < 7:  # noqa: ASYNC110 - the room is in another thread
                await asyncio.sleep(0.05)
        people.stop()
        await run.walk_to("level", "revealed")
        stage_is_drawn(room, "Energiaa 3")
        await console_shows(room, "Energiaa 3")
        await run.walk_to("end", "open")
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)
    again = build_template(as_template(session, steps, "Oma", "oma.toml"), "oma.toml", "oma")
    assert again.steps[1].answer == read_template(WORKSHOP).steps[1].answer
    return path


def files_are_written(path: Path) -> None:
    """Every format is written, and the summary has the result."""
    with closing(open_session(path)) as session:
        report, files = render(session, (), "en", date(2026, 11, 30))
    assert set(files) == set(FORMATS)
    # Without actions the list of tasks has no lines.
    assert {name for name, content in files.items() if not content} == {"tasks-lines.txt"}
    assert report.surveys
    summary = files["summary.md"].decode("utf-8")
    assert "How much energy?" in summary
    assert "Energy 3" in summary


if __name__ == "__main__":
    template_is_checked()
    files_are_written(asyncio.run(workshop_is_held(Path(sys.argv[1]))))
    print("held")
