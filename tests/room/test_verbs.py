"""The one table of verbs: what it knows, how it reads arguments, and what it tells about itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from assertions import every

from facilitator.errors import RuleBroken
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.room.verbs import VERBS
from facilitator.templates.new_session import new_session
from store import sessions


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    path = tmp_path / "workshop.json"
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    yield room
    room.stop()


async def refusal(room: Room, verb: str, **arguments: Any) -> RuleBroken:
    """The error of a verb that is refused; nothing has changed then."""
    version = room.public.version
    with pytest.raises(RuleBroken) as caught:
        await room.execute(verb, **arguments)
    assert room.public.version == version
    return caught.value


async def test_help_lists_every_verb_with_its_arguments_and_one_sentence(room: Room) -> None:
    rows = (await room.execute("help"))["verbs"]
    assert {row["do"] for row in rows} == set(VERBS.names)
    assert every(row["does"] and set(row) == {"do", "arguments", "does"} for row in rows)
    assert [row["arguments"] for row in rows if row["do"] == "rename"] == [["theme", "name", "lang?"]]
    assert [row["arguments"] for row in rows if row["do"] == "export"] == [["format?", "out?", "language?", "also?"]]


async def test_help_about_one_verb_has_all_its_variants(room: Room) -> None:
    rows = (await room.execute("help", about="handouts"))["verbs"]
    assert [row["arguments"] for row in rows] == [["out?"], ["slips", "void?", "out?"]]
    assert (await refusal(room, "help", about="dance")).code == "no_verb"


async def test_a_verb_that_is_not_there_is_refused_by_its_name(room: Room) -> None:
    refused = await refusal(room, "dance")
    assert (refused.code, refused.status, refused.fields) == ("no_verb", 404, {"verb": "dance"})


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("goto", {}),
        ("goto", {"step": 3}),
        ("next", {"more": True}),
        ("suggest", {"more": True}),
        ("export", {"format": 3}),
        ("handouts", {"void": True}),
        ("handouts", {"slips": "ten"}),
        ("save_template", {}),
        ("save_pack", {"name": None}),
        ("wifi", {}),
        ("wifi", {"on": "yes"}),
        ("wifi", {"on": True, "name": "Vieras"}),
        ("remote", {}),
        ("help", {"verb": "next"}),
    ],
    ids=str,
)
def test_wrong_arguments_are_refused_with_the_name_of_the_verb(verb: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as caught:
        VERBS.parse(verb, arguments)
    refused = caught.value
    assert (refused.code, refused.status, refused.fields["verb"]) == ("bad_arguments", 400, verb)


async def test_values_without_a_meaning_are_wrong_arguments_too(room: Room) -> None:
    assert (await refusal(room, "suggest", stop=False)).code == "bad_arguments"
    assert (await refusal(room, "address", address=" ")).code == "bad_arguments"


async def test_a_variant_is_chosen_by_the_arguments_that_are_given(room: Room) -> None:
    assert (await refusal(room, "wifi", on=True)).code == "no_wifi"
    await room.execute("wifi", name="Vieras", password="salasana")
    await room.execute("wifi", on=True)
    assert room.public.wifi is not None
    assert "version" in await room.execute("suggest", stop=True)
    assert (await refusal(room, "suggest")).code != "bad_arguments"


async def test_what_earlier_versions_ignored_is_still_ignored(room: Room) -> None:
    assert (await room.execute("state", more=1))["state"]
    await room.execute("lock")
    assert (await room.execute("undo", more=1))["what"] == "lock"
    assert (await room.execute("redo", more=1))["what"] == "lock"
