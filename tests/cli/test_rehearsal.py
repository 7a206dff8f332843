"""Simulated people: they come in, answer each kind of step in their own languages, and go when sent home."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from rehearsal_driver import everybody, grouped, opened, until

from facilitator.i18n.messages import LANGUAGES
from facilitator.network.address_choice import join_address
from facilitator.rehearsal.person import LANGUAGE_MIX, SimulatedPerson, sample_texts
from facilitator.rehearsal.simulated_crowd import FAST, SimulatedCrowd, is_this_computer
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.view import ActionBody, CommitBody, PickBody, RateBody, ScaleBody, TextBody, VoteBody
from facilitator.workspace.workspace import Workspace

PEOPLE = 12


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A rehearsal of the 90-minute flagship, listening on this computer alone."""
    house = Workspace(tmp_path, "fi")
    house.options = RoomOptions(host="127.0.0.1", port=0)
    yield house.open(house.library.create())
    house.close()


@pytest.fixture
def crowd(room: Room) -> Iterator[SimulatedCrowd]:
    """Twelve people who do not think long."""
    crowd = SimulatedCrowd(room.address, PEOPLE, FAST, seed=1)
    crowd.start()
    yield crowd
    crowd.stop()


async def test_they_take_part_in_every_step_of_the_flagship(room: Room, crowd: SimulatedCrowd) -> None:
    await until(room, lambda view: view.public.joined == PEOPLE)
    await opened(room, "pulse_in")
    assert isinstance((await everybody(room)).public.body, ScaleBody)

    await opened(room, "ideas")
    written = await until(room, lambda view: view.public.answered == PEOPLE and len(view.texts) >= 2 * PEOPLE - 4)
    assert isinstance(written.public.body, TextBody)
    assert {text.lang for text in written.texts} == set(LANGUAGES)

    await opened(room, "pick")
    assert isinstance((await everybody(room)).public.body, PickBody)

    await opened(room, "group")
    await grouped(room)
    await opened(room, "vote")
    assert isinstance((await everybody(room)).public.body, VoteBody)

    await opened(room, "size")
    assert isinstance((await everybody(room)).public.body, RateBody)

    await opened(room, "commit")
    promised = (await everybody(room)).public.body
    assert isinstance(promised, CommitBody)
    assert promised.count == PEOPLE

    await opened(room, "actions")
    for what in ("Vastausmalli", "Puheluvuorot", "Selkeät kirjeet"):
        await room.execute("action", what=what)
    taken = await until(
        room,
        lambda view: isinstance(view.public.body, ActionBody) and any(each.owner for each in view.public.body.actions),
    )
    assert taken.public.joined == PEOPLE


async def test_they_go_when_they_are_sent_home(room: Room, crowd: SimulatedCrowd) -> None:
    await until(room, lambda view: view.public.joined == PEOPLE)
    crowd.stop()
    await opened(room, "pulse_in")
    await asyncio.sleep(0.3)  # nothing may come; there is no sign of that to wait for
    assert room.console.public.answered == 0


def test_they_come_to_no_other_computer() -> None:
    with pytest.raises(ValueError, match="not on this computer"):
        SimulatedCrowd("http://192.0.2.99:8000/4829", 1)
    assert is_this_computer(join_address("127.0.0.1", 8000, "", "4829"))
    assert not is_this_computer("https://cx.example.org/4829")


def test_the_room_speaks_three_languages_in_the_promised_mix() -> None:
    spoken = [SimulatedPerson(number).language for number in range(40)]
    assert {language: spoken.count(language) for language in LANGUAGES} == {"fi": 24, "sv": 10, "en": 6}
    assert set(LANGUAGE_MIX) == set(LANGUAGES)


def test_forty_people_hardly_ever_write_the_same_idea() -> None:
    own = [line.text for number in range(40) for line in SimulatedPerson(number)._own_lines(sample_texts().ideas, 2)]
    assert len(set(own)) >= 0.8 * len(own)
