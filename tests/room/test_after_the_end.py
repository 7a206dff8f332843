"""What is left on disk once a session is closed, and what a phone is told that comes back late."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store import sessions


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    path = tmp_path / "workshop.json"
    sessions.create(path, *new_session("workday-checkin"))
    room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    yield room
    room.stop()


async def to_the_end(room: Room, phone: SimulatedPhone, key: str) -> str:
    """One answer to the first step that takes text or numbers, then on to the end; the step that was answered."""
    answered = ""
    while room.public.next.act != "last":
        await room.execute("next")
        step = room.public.step
        if step is not None and step.kind == "scale" and step.state == "open" and not answered:
            answered = step.id
            assert (await phone.send(answered, key=key, value=4)).status_code == 201
    await room.execute("close")
    return answered


async def test_an_answer_whose_reply_was_lost_is_still_confirmed_after_the_end(room: Room) -> None:
    key = secrets.token_hex(16)
    async with SimulatedPhone(room.address) as phone:
        await phone.join()
        step = await to_the_end(room, phone, key)
        again = await phone.send(step, key=key, value=4)
        assert (again.status_code, again.json()["saved"]) == (200, True)
        assert again.json()["version"] > 0
        assert (await phone.send(step, key=key, value=5)).json()["error"] == "key_used"
        assert (await phone.send(step, value=5)).json()["error"] == "step_closed"


async def test_nothing_on_disk_says_any_more_who_answered_when(room: Room) -> None:
    async with SimulatedPhone(room.address) as phone:
        await phone.join()
        await to_the_end(room, phone, secrets.token_hex(16))
    await asyncio.to_thread(room.stop)
    with sessions.open_session(room.path, read_only=True) as kept:
        assert kept.receipts
        assert {receipt.version for receipt in kept.receipts.values()} == {0}
    before = room.path.with_name(room.path.name + ".previous")
    for left in (room.path, before):
        assert {receipt["version"] for receipt in json.loads(left.read_bytes())["receipts"].values()} == {0}
    journal = room.path.with_name(room.path.name + ".journal")
    assert not journal.exists() or journal.read_bytes() == b""


async def test_a_session_that_was_closed_can_be_reopened_and_answered(room: Room) -> None:
    async with SimulatedPhone(room.address) as phone:
        await phone.join()
        await to_the_end(room, phone, secrets.token_hex(16))
        await room.execute("reopen")
        assert (await phone.read_state()).stage.session.state == "closing"
