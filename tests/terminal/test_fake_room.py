"""The room that the terminal's tests lean on shows what the real one shows, after every verb that it follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_room import FOLLOWED, NOT_FOLLOWED, FakeRoom
from msgspec.structs import fields, replace

from facilitator.errors import RuleBroken
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from facilitator.view import ConsoleView, GroupBody
from store import sessions


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Room]:
    path = tmp_path / "workshop.json"
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    yield room
    room.stop()


async def walk_to(room: Room, step: str, state: str) -> None:
    for _ in range(100):
        if room.public.current == step and room.public.step and room.public.step.state == state:
            return
        await room.execute("next")
    raise AssertionError(f"never came to {step} {state}")


async def start_grouping(room: Room) -> None:
    """Six ideas and two themes, the grouping open; a third theme could be made again."""
    await walk_to(room, "ideas", "open")
    for writer in range(2):
        async with SimulatedPhone(room.address) as phone:
            await phone.join()
            for number in range(3):
                assert (await phone.send("ideas", text=f"Soitan {writer} {number}")).status_code == 201
    await walk_to(room, "group", "open")
    for name in ("Kuuntelemme", "Soitamme", "Kysymme"):
        await room.execute("theme", name=name)
    await room.execute("undo")


def group(room: Room) -> GroupBody:
    body = room.public.body
    assert isinstance(body, GroupBody)
    return body


def script(room: Room) -> list[tuple[str, dict[str, Any]]]:
    """What a grouping is made of: ideas in and out of themes in no order, and everything else that is followed."""
    ideas = [text.id for text in group(room).loose]
    first, second = (theme.id for theme in group(room).themes)
    return [
        ("black", {"on": True}),
        ("black", {}),
        ("overlay", {"on": True}),
        ("overlay", {"on": True}),
        ("overlay", {"on": False}),
        ("stage_language", {"language": "two"}),
        ("lock", {}),
        ("unlock", {}),
        ("focus", {"idea": ideas[3]}),
        ("move", {"idea": ideas[3], "theme": first}),
        ("move", {"idea": ideas[0], "theme": first}),
        ("move", {"idea": ideas[5], "theme": second}),
        ("focus", {"idea": ideas[5]}),
        ("move", {"idea": ideas[0], "theme": second}),
        ("move", {"idea": ideas[3], "theme": None}),
        ("focus", {"idea": ""}),
        ("move", {"idea": ideas[0], "theme": None}),
        *(("move", {"idea": idea, "theme": second}) for idea in ideas),
        ("focus", {}),
        ("move", {"idea": ideas[2], "theme": None}),
    ]


def followed(view: ConsoleView, start: int) -> dict[str, Any]:
    """The console's view, public one included, without what is not followed; versions from the start on."""
    public = replace(view.public, version=view.public.version - start)
    names = {field.name for field in fields(ConsoleView)} - NOT_FOLLOWED - {"public"}
    return {"public": public, **{name: getattr(view, name) for name in names}}


async def test_after_every_verb_the_fake_room_shows_what_the_real_one_shows(real: Room) -> None:
    await start_grouping(real)
    fake = FakeRoom(real.console)
    start = real.public.version
    verbs = script(real)
    assert {verb for verb, _ in verbs} == set(FOLLOWED)
    for verb, arguments in verbs:
        await real.execute(verb, **arguments)
        await fake.execute(verb, **arguments)
        assert followed(fake.console, start) == followed(real.console, start), (verb, arguments)
    left = {name for name in NOT_FOLLOWED if getattr(real.console, name) != getattr(fake.console, name)}
    assert left == NOT_FOLLOWED


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("move", {"idea": "none", "theme": None}),
        ("move", {"idea": "", "theme": "none"}),
        ("focus", {"idea": "none"}),
    ],
)
async def test_both_rooms_refuse_the_same_and_change_nothing(real: Room, verb: str, arguments: dict[str, Any]) -> None:
    await start_grouping(real)
    known = {"idea": arguments["idea"] or group(real).loose[0].id}
    before, refusals = real.console, []
    for room in (real, FakeRoom(before)):
        with pytest.raises(RuleBroken) as refused:
            await room.execute(verb, **{**arguments, **known})
        refusals.append((refused.value.code, refused.value.status))
        assert room.console == before
    assert refusals[0] == refusals[1]


async def test_the_fake_room_takes_no_verb_and_no_arguments_that_the_real_one_would_refuse(real: Room) -> None:
    await walk_to(real, "ideas", "open")
    fake = FakeRoom(real.console)
    for verb, arguments in (("moove", {}), ("move", {"idea": "i1"}), ("black", {"on": "yes"})):
        with pytest.raises(RuleBroken):
            await real.execute(verb, **arguments)
        with pytest.raises(AssertionError):
            await fake.execute(verb, **arguments)
