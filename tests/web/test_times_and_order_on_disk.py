"""What the files of a workshop do not say: when somebody answered, and in which order votes were cast."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from assertions import any_number, nonempty
from running_room import Clock, Running, running

from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from facilitator.templates.user_templates import build_template
from facilitator.view import GroupBody, VoteBody
from store import database
from store.records import FROM_PHONES
from store.sessions import create

CLOCKS = frozenset(("timer_ends", "nudge_ends", "closed"))
"""Fields that say when the facilitator started a clock or closed a step, which the phones' clocks need exactly."""
LONE_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{10,13}(?![0-9A-Za-z])")
TIME_OF_DAY = re.compile(r"\d\d[:.]\d\d[:.]\d\d")

PEOPLE = 6
VOTERS = 9


# --- times ------------------------------------------------------------------------------------------------


def bodies(path: Path) -> Iterator[tuple[str, Any]]:
    """Table and document of everything that a session file or a journal says."""
    lines = path.read_bytes().splitlines() if path.suffix == ".journal" else [path.read_bytes()]
    for line in lines:
        data = json.loads(line.split(b" ", 5)[5] if path.suffix == ".journal" else line)
        for table, documents in data.get("put", data).items():
            for document in documents.values() if isinstance(documents, dict) else ():
                yield table, document


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every number and text inside a document, with the name of its field."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield "", key
            yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    elif not isinstance(value, bool) and value is not None:
        yield name, value


def times(value: Any) -> Iterator[tuple[str, float]]:
    """The numbers in a document that are a time of these days: field, and seconds since the epoch."""
    for name, leaf in leaves(value):
        numbers = [float(leaf)] if isinstance(leaf, int | float) else [float(n) for n in LONE_NUMBER.findall(leaf)]
        for number in numbers:
            for unit in (1.0, 1e3, 1e6, 1e9):
                if abs(number / unit - time.time()) < 7 * 86_400:
                    yield name, number / unit


def look_through(folder: Path) -> tuple[int, set[str]]:
    """How many times all files of a workshop hold, none of them an answer's, and the tables of answers they hold."""
    found, tables = 0, set()
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    for path in files:
        for table, document in bodies(path):
            known = list(times(document))
            for name, when in any_number(known):
                assert table not in FROM_PHONES, f"{path.name}: {table} has the time {when} in {name}"
                assert name in CLOCKS or when % 60 == 0, f"{path.name}: {table}.{name} is {when}"
            for name, leaf in nonempty(leaves(document)):
                assert not (isinstance(leaf, str) and TIME_OF_DAY.search(leaf)), (
                    f"{path.name}: {table}.{name} is {leaf}"
                )
            found += len([when for name, when in known if name not in CLOCKS])
            tables |= {table} & FROM_PHONES
    return found, tables


async def prepare(run: Running, kind: str) -> None:
    """What the facilitator does before people answer."""
    body = run.room.public.body
    if kind == "group" and isinstance(body, GroupBody):
        for number, text in enumerate(body.loose[:4]):
            await run.execute("theme", name=f"Teko {number}", idea=text.id)
    elif kind == "action":
        await run.execute("action", what="Yhteinen vastauspohja")
    elif kind == "text":
        await run.execute("nudge")


async def test_no_time_of_an_answer_is_on_disk_and_no_other_is_finer_than_a_minute(tmp_path: Path) -> None:
    seen: set[str] = set()
    async with running(tmp_path, 60) as run:
        # In the middle of a minute, so that a time to the second is none to the minute.
        run.clock.ahead = 81.7 - time.time() % 60
        address = f"http://127.0.0.1:{run.room.port}/{run.code}"
        people = [(SimulatedPhone(address), SimulatedPerson(number)) for number in range(PEOPLE)]
        for phone, _ in people:
            await phone.join()
        while run.room.public.next.act != "last":
            await run.execute("next")
            step = run.room.public.step
            assert step is not None
            if step.state == "open":
                await prepare(run, step.kind)
                for phone, person in people:
                    there = await phone.read_state()
                    for answer in person.answers(there.stage, there.mine):
                        await phone.send(there.stage.current, **answer.fields)
            found, tables = await asyncio.to_thread(look_through, tmp_path)
            assert found
            seen |= tables
        await run.execute("close")
        for phone, _ in people:
            await phone.close()
        look_through(tmp_path)
    found, tables = look_through(tmp_path)
    assert found > 10
    assert seen == FROM_PHONES
    assert tables >= {"seats", "ideas", "ballots", "promises"}


# --- the order of votes -----------------------------------------------------------------------------------


class Unshuffled(random.SystemRandom):
    """Chance that leaves every list in its order."""

    def shuffle(self, x: Any) -> None:
        """Do nothing."""


@asynccontextmanager
async def vote(folder: Path, rng: random.Random) -> AsyncIterator[Running]:
    """A room at an open vote on as many ideas as there are voters, with one vote each."""
    texts = {"minutes": 5, "title": "Vaihe", "question": "Mitä?"}
    steps = [
        {"id": "ideas", "kind": "text", **texts},
        {"id": "vote", "kind": "vote", **texts, "answer": {"target": "ideas", "preset": "one", "votes_per_person": 1}},
        {"id": "close", "kind": "close", **texts},
    ]
    path = folder / "workshop.json"
    create(path, *new_session(build_template({"title": "Oma", "languages": ["fi"], "steps": steps}, "o.toml", "o")))
    room = Room(path, RoomOptions(host="127.0.0.1", port=0), rng=rng).start()
    run = Running(room, Clock())
    try:
        await run.walk_to("ideas", "open")
        for number in range(VOTERS):
            await run.execute("add", text=f"Idea {number}")
        await run.walk_to("vote", "open")
        yield run
    finally:
        await run.close()
        await asyncio.to_thread(room.stop)


async def cast(run: Running) -> list[str]:
    """Everybody votes for another idea, one after another; the ideas in that order. Then the vote is closed."""
    body = run.room.public.body
    assert isinstance(body, VoteBody)
    items = [item.id for item in body.items]
    for item in items:
        reply = await (await run.phone()).send("vote", item=item, votes=1)
        assert reply.status_code == 201
    await run.execute("close")
    return items


def order_in(tables: Any) -> list[str]:
    """The ideas of the ballots in the order of the file."""
    return [item for ballot in tables.get("ballots", {}).values() for item in ballot["votes"]]


def order_by_number(tables: Any) -> list[str]:
    """The ideas of the ballots in the order of TinyDB's numbers."""
    numbered = sorted(tables["ballots"].items(), key=lambda pair: int(pair[0]))
    return [item for _, ballot in numbered for item in ballot["votes"]]


async def closed_file(path: Path) -> Any:
    """The tables of the session file once the vote has been forgotten: the journal has no line about it any more."""
    journal = path.with_name(f"{path.name}.journal")
    async with asyncio.timeout(20):
        while b'"ballots"' in await asyncio.to_thread(journal.read_bytes):  # noqa: ASYNC110 - the file tells nobody
            await asyncio.sleep(0.05)
    return json.loads(await asyncio.to_thread(path.read_bytes))


def differs(found: Sequence[str], cast_order: Sequence[str]) -> bool:
    """All the same ballots, in another order. By chance alone it is the same order once in 360,000 times."""
    assert sorted(found) == sorted(cast_order)
    return list(found) != list(cast_order)


async def test_the_file_alone_hides_the_order_in_which_votes_were_cast(tmp_path: Path) -> None:
    async with vote(tmp_path, Unshuffled()) as run:
        items = await cast(run)
        tables = await closed_file(run.room.path)
        assert differs(order_in(tables), items)
        assert differs(order_by_number(tables), items)
        before = json.loads(run.room.path.with_name("workshop.json.previous").read_bytes())
        assert not [ballot for ballot in before.get("ballots", {}).values() if ballot["seat"]]
    after = json.loads((tmp_path / "workshop.json").read_bytes())
    assert differs(order_in(after), items)


async def test_without_the_lot_of_the_file_the_order_is_hidden_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(100_000_000, 200_000_000))
    monkeypatch.setattr(database, "random_below", lambda below: next(numbers))
    async with vote(tmp_path, random.SystemRandom()) as run:
        items = await cast(run)
        tables = await closed_file(run.room.path)
        assert differs(order_in(tables), items)
        assert differs(order_by_number(tables), items)
        # The table in memory, from which views and exports are made, is in that order too.
        assert differs([item for each in run.room._session.store.ballots.values() for item in each.votes], items)
