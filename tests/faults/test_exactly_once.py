"""Answers that are sent again, at once and after restarts, are saved exactly once.

``SUBMISSIONS`` in the environment says how many are sent; 30 of 100 are repeats.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from assertions import nonempty
from workshops import make_workshop

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.view.mine import SavedAnswer
from store import sessions

SUBMISSIONS = int(os.environ.get("SUBMISSIONS", "1000"))
RESTARTS = 6
SEATS = 40
TOGETHER = 50


@dataclass(frozen=True)
class Sent:
    """One submission of a phone."""

    seat: str
    key: str
    text: str


async def walk_to_ideas(room: Room) -> None:
    for _ in range(50):
        if room.public.current == "ideas" and room.public.step and room.public.step.state == "open":
            return
        await room.execute("next")
    raise AssertionError("ideas were never open")


async def send(room: Room, sent: Sent) -> SavedAnswer:
    """As the phones' server does it, on the room's own loop."""
    message = {"key": sent.key, "step": "ideas", "text": sent.text}
    return await asyncio.wrap_future(room.submit(room.phones.answer(sent.seat, message)))


async def test_a_repeat_is_recognised_whenever_it_comes(tmp_path: Path) -> None:
    path, chance = tmp_path / "workshop.json", random.Random(3)
    make_workshop(path)
    room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    await walk_to_ideas(room)
    seats = [(await asyncio.wrap_future(room.submit(room.phones.join("fi"))))[1] for _ in range(SEATS)]
    told: dict[str, str] = {}
    sent: list[Sent] = []
    repeats = 0
    for number in range(0, SUBMISSIONS, TOGETHER):
        if number and number % (SUBMISSIONS // (RESTARTS + 1)) < TOGETHER:
            await asyncio.to_thread(room.stop)
            room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
        batch: list[Sent] = []
        for each in range(number, number + TOGETHER):
            if sent and chance.random() < 0.3:
                # Half of the repeats come on the heels of the first, maybe before it is saved.
                batch.append(chance.choice([*sent[-TOGETHER:], *batch] if chance.random() < 0.5 else sent))
                repeats += 1
            else:
                batch.append(Sent(chance.choice(seats), f"key-{each:016}", f"Idea {each}"))
        for one, saved in nonempty(zip(batch, await asyncio.gather(*(send(room, one) for one in batch)), strict=True)):
            assert told.setdefault(one.text, saved.id) == saved.id
        sent += batch
    await asyncio.to_thread(room.stop)
    with sessions.open_session(path, read_only=True) as kept:
        found = Counter(idea.text for idea in kept.ideas.values())
        assert found == Counter(told.keys())
        assert {text: name for name, idea in kept.ideas.items() for text in [idea.text]} == told
    print(f"{SUBMISSIONS} sent, {repeats} of them again, {RESTARTS} restarts: {len(told)} ideas")
