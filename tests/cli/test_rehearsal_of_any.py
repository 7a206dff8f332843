"""A rehearsal of any template, with people who come late, tap twice, are rude, or whose phone dies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from assertions import every
from msgspec.structs import replace
from rehearsal_driver import calm, opened, until

from facilitator.cli.arguments import Arguments
from facilitator.cli.running import create_rehearsal_session
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.rehearsal.crowd import FAST, SimulatedCrowd
from facilitator.rehearsal.roles import role_of
from facilitator.rehearsal.summary import RudeMessageWatch, minutes_taken, timing_summary
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.steps import kind_named
from facilitator.templates.source import templates
from facilitator.view import ConsoleView, GroupBody, PlanLine
from facilitator.workspace.workspace import Workspace
from store.sessions import open_session

PEOPLE = 5
"""One in each of the troubles, and one without."""
RUDE = {say("demo.rude", language) for language in LANGUAGES}


@contextmanager
def rehearsed(folder: Path, template: str, phones: int = PEOPLE) -> Iterator[tuple[Room, Path]]:
    """A rehearsal of a template with its crowd."""
    house = Workspace(folder, "fi")
    house.options = RoomOptions(host="127.0.0.1", port=0)
    asked = Arguments()
    asked.template = template
    path = create_rehearsal_session(house, asked)
    room = house.open(path)
    crowd = SimulatedCrowd(room.address, phones, FAST, troubles=True)
    crowd.start()
    try:
        yield room, path
    finally:
        crowd.stop()
        house.close()


async def step_by_step(room: Room) -> dict[str, int]:
    """Press "next" through the whole workshop, and let people answer what is asked; step -> answers."""
    answered: dict[str, int] = {}
    for _ in range(120):
        view = room.public
        step = view.step
        if step is not None and step.kind == "close":
            return answered
        if step is not None and step.state == "open" and step.asks and not answered.get(step.id):
            answered[step.id] = (await until(room, enough)).public.answered
        if isinstance(view.body, GroupBody) and not view.body.by_tag and not view.body.themes and view.body.loose:
            for name in ("Yksi", "Kaksi", "Kolme", "Neljä"):
                await room.execute("theme", name=name)
            for text, theme in zip(view.body.loose, themes(room) * 20, strict=False):
                await room.execute("move", idea=text.id, theme=theme)
        await room.execute("next")
    raise AssertionError("it never came to the end")


def enough(view: ConsoleView) -> bool:
    """Whether anybody has answered; in 1-2-4-All people talk first. Ideas need a second writer, for the first one's
    phone may be the one that dies, and then nobody has an idea to raise."""
    fewest = 1 if view.public.step is not None and view.public.step.kind == "text" else 0
    return view.public.answered > fewest or getattr(view.public.body, "phase", "fours") != "fours"


def themes(room: Room) -> list[str]:
    """Ids of the themes there are."""
    body = room.console.public.body
    return [theme.id for theme in body.themes] if isinstance(body, GroupBody) else []


@pytest.mark.parametrize("template", [name for name in templates() if name != "follow-up"])
async def test_people_answer_in_every_step_of_every_ready_workshop(tmp_path: Path, template: str) -> None:
    with rehearsed(tmp_path, template) as (room, _):
        assert room.public.session.title["fi"].startswith(say("demo.title", "fi", title="").split("{")[0].strip()[:8])
        await until(room, lambda view: view.public.joined >= PEOPLE - 1)
        answered = await step_by_step(room)
        asked = {
            line.id for line in room.console.plan if kind_named(line.kind).asks_everybody and line.state != "skipped"
        }
        assert asked == set(answered)
        assert every(n > 0 for n in answered.values())


async def test_in_the_flagship_everything_goes_wrong_that_should_and_nothing_is_lost(tmp_path: Path) -> None:
    with rehearsed(tmp_path, "cx-what-can-i-do", 12) as (room, path):
        before = room.public.joined
        await until(room, lambda view: view.public.joined >= 11)
        assert before < 12
        await until(room, lambda view: view.public.joined == 12)  # the late one
        onlooker = RudeMessageWatch(room)
        detach = room.attach(onlooker.update)
        await opened(room, "pulse_in")
        await until(room, lambda view: view.public.answered == 12)
        await opened(room, "ideas")
        await until(room, lambda view: any(text.text in RUDE for text in view.texts))
        rude = next(text for text in room.console.texts if text.text in RUDE)
        await room.execute("hide", idea=rude.id)
        await until(room, lambda view: onlooker.was_hidden)
        assert not onlooker.was_shown
        assert "piilotit sen" in onlooker.summary("fi")
        detach()
        await opened(room, "pick")
        # One phone has died in the middle of its ideas: it is joined, and answers no more.
        await until(room, lambda view: view.public.answered == 11)
        await calm(room)
        assert room.public.answered == 11
    with open_session(path) as kept:
        ideas = list(kept.ideas.values())
        written = Counter((idea.seat, idea.text) for idea in ideas)
        assert max(written.values()) == 1  # who taps twice writes once
        assert sum(idea.text in RUDE for idea in ideas) == 1
        assert len(kept.seats) == 12


def test_the_parts_are_given_to_one_each_and_some_are_late() -> None:
    roles = Counter(role_of(number, 40) for number in range(40))
    assert roles == {"": 34, "late": 3, "double": 1, "rude": 1, "dying": 1}
    assert Counter(role_of(number, 5) for number in range(5)) == {"": 1, "late": 1, "double": 1, "rude": 1, "dying": 1}
    assert {role_of(number, 4) for number in range(4)} == {""}


async def test_a_rude_message_that_came_onto_the_stage_is_said_at_the_end(tmp_path: Path) -> None:
    with rehearsed(tmp_path, "feeling-efficiency-ease", 6) as (room, _):
        onlooker = RudeMessageWatch(room)
        assert onlooker.summary("en") == ""
        onlooker.was_shown = True
        assert "came onto the stage" in onlooker.summary("en")


@pytest.mark.parametrize("language", ["sv"])
def test_planned_time_stands_against_actual_time(tmp_path: Path, language: str) -> None:
    def line(name: str, opened: float, ended: float) -> PlanLine:
        title = {"fi": name}
        return PlanLine(id=name, kind="info", state="done", title=title, minutes=5, opened=opened, ended=ended)

    plan = (line("yksi", 60.0, 480.0), line("kaksi", 480.0, 0.0), line("kolme", 0.0, 0.0))
    assert [minutes_taken(each, 600.0) for each in plan[:2]] == [7, 2]
    with rehearsed(tmp_path, "workday-checkin", 1) as (room, _):
        assert list(timing_summary(room.console, 0.0, language)) == []
        said = list(timing_summary(replace(room.console, plan=plan), 600.0, language))
    assert said == [
        say("demo.after", language),
        say("demo.after.step", language, title="yksi", planned=5, taken=7),
        say("demo.after.step", language, title="kaksi", planned=5, taken=2),
        say("demo.after.left", language, title="kolme", planned=5),
        say("demo.after.total", language, planned=10, taken=9),
    ]


def test_the_title_of_a_rehearsal_and_its_length_are_as_asked(tmp_path: Path) -> None:
    house, asked = Workspace(tmp_path, "sv"), Arguments()
    asked.template, asked.minutes = "cx-what-can-i-do", 120
    session = next(iter(json.loads(create_rehearsal_session(house, asked).read_text("utf-8"))["session"].values()))
    assert session["title"]["sv"].startswith("Övning")
    steps = json.loads(create_rehearsal_session(house, asked).read_text("utf-8"))["steps"].values()
    assert sum(step["minutes"] for step in steps) == 120
