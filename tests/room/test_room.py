"""A real room: its own thread, a real store, real HTTP on loopback."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.errors import RuleBroken
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store import sessions
from store.disk import Disk
from store.errors import StoreError


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "workshop.json"
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    return path


@pytest.fixture
def room(session: Path) -> Iterator[Room]:
    room = Room(session, RoomOptions(host="127.0.0.1", port=0)).start()
    yield room
    room.stop()
    assert room.stopped.is_set()


async def walk_to(room: Room, step: str, state: str) -> None:
    for _ in range(100):
        if room.public.current == step and room.public.step and room.public.step.state == state:
            return
        await room.execute("next")
    raise AssertionError(f"never came to {step} {state}")


async def test_a_phone_joins_answers_and_sees_its_answer_after_it_is_on_disk(room: Room, session: Path) -> None:
    async with SimulatedPhone(room.address, "sv") as phone:
        await phone.join()
        await walk_to(room, "ideas", "open")
        saved = await phone.send("ideas", text="Jag ringer upp")
        assert saved.status_code == 201
        with sessions.open_session(session, read_only=True) as kept:
            assert kept.ideas[saved.json()["id"]].text == "Jag ringer upp"
        assert [idea.text for idea in (await phone.read_state()).mine.ideas] == ["Jag ringer upp"]


async def test_what_a_verb_did_is_in_the_view_as_soon_as_it_returns(room: Room) -> None:
    before = room.public.version
    reply = await room.execute("next")
    assert room.public.version == reply["version"] > before
    assert room.public.session.state == "running"


async def test_a_listener_sees_the_newest_view_and_none_after_it_let_go(room: Room) -> None:
    seen: list[int] = []
    told = threading.Event()

    def listener() -> None:
        seen.append(room.public.version)
        told.set()

    detach = room.attach(listener)
    reply = await room.execute("next")
    await asyncio.to_thread(told.wait, 10)
    assert seen[-1] == reply["version"]
    detach()
    await room.execute("next")
    count = len(seen)
    await room.execute("next")
    assert len(seen) == count


async def test_a_rule_that_is_broken_changes_nothing(room: Room) -> None:
    version = room.public.version
    with pytest.raises(RuleBroken, match="not_started"):
        await room.execute("reveal")
    assert room.public.version == version


async def test_phones_are_told_of_a_new_step_at_once(room: Room) -> None:
    async with SimulatedPhone(room.address) as phone:
        await phone.join()
        ticks = phone.versions()
        first = await anext(ticks)
        await room.execute("next")
        async with asyncio.timeout(10):
            while (version := await anext(ticks)) <= first:
                pass
        assert version >= room.public.version
        await ticks.aclose()


async def test_stopping_ends_open_streams_and_frees_the_session(room: Room, session: Path) -> None:
    async with SimulatedPhone(room.address) as phone:
        await phone.join()
        ticks = phone.versions()
        await anext(ticks)
        await asyncio.to_thread(room.stop)
        async with asyncio.timeout(10):
            async for _ in ticks:
                pass
    assert room.stopped.is_set()
    sessions.open_session(session).close()


def test_a_session_that_is_open_is_refused_to_a_second_room(room: Room, session: Path) -> None:
    with pytest.raises(StoreError, match="in_use"):
        Room(session, RoomOptions(host="127.0.0.1", port=0)).start()


def test_a_taken_port_gives_the_next_one_and_a_notice(session: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        room = Room(session, RoomOptions(host="127.0.0.1", port=taken)).start()
        try:
            assert room.port != taken
            assert room.notices == [("port_taken", {"taken": taken, "port": room.port})]
        finally:
            room.stop()


def test_the_next_start_takes_the_same_port(session: Path) -> None:
    room = Room(session, RoomOptions(host="127.0.0.1", port=0)).start()
    port = room.port
    room.stop()
    again = Room(session, RoomOptions(host="127.0.0.1")).start()
    try:
        assert again.port == port
    finally:
        again.stop()


async def test_seats_and_answers_are_there_after_a_restart(session: Path) -> None:
    room = Room(session, RoomOptions(host="127.0.0.1", port=0)).start()
    async with SimulatedPhone(room.address) as phone:
        await phone.join()
        await walk_to(room, "ideas", "open")
        await phone.send("ideas", text="Tämä säilyy")
        await asyncio.to_thread(room.stop)
        again = Room(session, RoomOptions(host="127.0.0.1")).start()
        try:
            assert [idea.text for idea in (await phone.read_state()).mine.ideas] == ["Tämä säilyy"]
            assert again.public.joined == 1
        finally:
            await asyncio.to_thread(again.stop)


async def test_after_a_vote_is_closed_no_byte_on_disk_ties_a_seat_to_its_votes(room: Room, session: Path) -> None:
    async with SimulatedPhone(room.address) as one, SimulatedPhone(room.address) as two:
        for phone in (one, two):
            await phone.join()
        await walk_to(room, "ideas", "open")
        for phone in (one, two):
            for text in ("Soitan ensin", "Kirjoitan selvästi"):
                await phone.send("ideas", text=text)
        await walk_to(room, "vote", "open")
        ballots = []
        for phone in (one, two):
            item = (await phone.read_state()).mine.order[0]
            ballots.append((await phone.send("vote", item=item, votes=1)).json()["id"])
        await room.execute("close")
        left = b"".join(file.read_bytes() for file in session.parent.iterdir() if file.is_file())
        assert not [ballot for ballot in ballots if ballot.encode() in left]


async def test_a_full_disk_is_said_and_the_room_goes_on_when_there_is_space(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with SimulatedPhone(room.address) as phone:
        await phone.join()
        await walk_to(room, "ideas", "open")
        with monkeypatch.context() as full:
            full.setattr(Disk, "append", no_space)
            refused = await phone.send("ideas", text="Tämä ei mahdu")
            assert refused.status_code == 507
            assert refused.json()["error"] == "disk_full"
            assert (await phone.read_state()).mine.ideas == ()
            assert room.console.trouble == "disk_full"
        saved = await phone.send("ideas", text="Tämä mahtuu")
        assert saved.status_code == 201
        assert [idea.text for idea in (await phone.read_state()).mine.ideas] == ["Tämä mahtuu"]
        assert room.console.trouble == ""


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def is_on_disk(text: str, session: Path) -> bool:
    return text in session.read_text("utf-8")


def state_on_disk(session: Path) -> str:
    with sessions.open_session(session, read_only=True) as kept:
        return kept.session.state


def test_a_lobby_that_nobody_has_left_is_a_draft_again_once_the_program_ends(session: Path) -> None:
    room = Room(session, RoomOptions(host="127.0.0.1", port=0)).start()
    assert state_on_disk(session) == "lobby"
    room.stop()
    assert state_on_disk(session) == "draft"


async def test_a_closed_workshop_keeps_nothing_of_what_could_be_undone(session: Path) -> None:
    room = Room(session, RoomOptions(host="127.0.0.1", port=0)).start()
    await room.execute("goto", step="actions")
    action = (await room.execute("action", what="Kerromme heti", owner="Aino"))["id"]
    await room.execute("goto", step="close")
    await room.execute("close")
    await room.execute("edit_action", action=action, owner="Pentti")
    assert room.console.undo == "edit_action"
    await asyncio.to_thread(room.stop)
    assert not is_on_disk("Aino", session)
    assert is_on_disk("Pentti", session)
