"""Acts on very many ideas in a real room: one at a time, whole after a restart, and phones are served meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.chunks import CHUNK_SIZE
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.core.ids import new_id
from facilitator.templates.new_session import new_session
from store import sessions
from store.records import Change, Idea, replace

MANY = 3 * CHUNK_SIZE


def opened(path: Path) -> Room:
    return Room(path, RoomOptions(host="127.0.0.1", port=0)).start()


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """A workshop with very many ideas, written on paper."""
    path = tmp_path / "workshop.json"
    session, steps = new_session("cx-what-can-i-do", 60)
    sessions.create(path, session, [replace(step, settings={}) if step.kind == "group" else step for step in steps])
    written = tuple(Idea(id=new_id(), step="ideas", text=f"Idea numero {n}", paper=True) for n in range(MANY))
    with sessions.open_session(path) as kept:
        kept.save(Change(put=written))
    return path


@pytest.fixture
def room(session: Path) -> Iterator[Room]:
    room = opened(session)
    yield room
    room.stop()


async def all_of_them(room: Room) -> list[dict[str, Any]]:
    """Everything in one theme, as a suggestion would be accepted."""
    while room.public.step is None or (room.public.step.kind, room.public.step.state) != ("group", "open"):
        await room.execute("next")
    ideas = sorted(text.id for text in room.public.body.loose)  # type: ignore[attr-defined]
    assert len(ideas) == MANY
    return [{"name": "Soitan", "ideas": ideas}]


def sizes(room: Room) -> list[int]:
    return [len(theme.texts) for theme in room.public.body.themes]  # type: ignore[attr-defined]


async def test_acts_that_come_at_once_are_carried_out_one_after_the_other(room: Room) -> None:
    groups = await all_of_them(room)
    acts = (
        room.execute("accept", groups=groups),
        room.execute("undo"),
        room.execute("redo"),
        room.execute("undo"),
        room.execute("redo"),
    )
    await asyncio.gather(*acts)
    assert sizes(room) == [MANY]


async def test_phones_are_answered_between_the_parts(room: Room) -> None:
    groups = await all_of_them(room)
    versions: list[int] = []
    async with SimulatedPhone(room.address, "sv") as phone:
        await phone.join()
        accepting = asyncio.create_task(room.execute("accept", groups=groups))
        while not accepting.done():
            versions.append((await phone.read_state()).version)
        first, last = versions[0], (await accepting)["version"]
    assert first <= last
    assert last - room.public.version == 0
    assert sizes(room) == [MANY]


async def test_it_is_all_there_after_a_restart_and_taken_back_as_one(room: Room, session: Path) -> None:
    await room.execute("accept", groups=await all_of_them(room))
    await asyncio.to_thread(room.stop)
    again = opened(session)
    try:
        assert sizes(again) == [MANY]
        await again.execute("undo")
        assert sizes(again) == []
    finally:
        await asyncio.to_thread(again.stop)
