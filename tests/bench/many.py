"""Measures how long each command of the facilitator or of a phone blocks the room's event loop, with very many ideas.

A timer on the loop is due every 5 ms and records each delay, whatever caused it. The thread's processor time tells how
much of a delay was work of the loop and how much was waiting for other processes, which on a shared machine is often
most of it. The phones run in a separate process.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.figures import table
from bench.phones import join
from bench.rooms import make, text_of
from bench.wire import Line, Place
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.rules.voting.budget import MOST_ITEMS
from facilitator.templates.new_session import new_session
from store.records import Step, replace
from store.sessions import delete

BEAT = 0.005
PHONES = 200
READERS = 20
"""Phones that fetch a page, one after the other."""
WAIT = 300.0
LIMIT = 100.0
"""Milliseconds that no stall may take."""


@dataclass
class Beat:
    """Beats on one loop: the longest time that one was late, and the longest that the thread worked in between."""

    late: float = 0.0
    worked: float = 0.0
    whole: float = 0.0
    """Processor time of all, seconds."""
    running: bool = True

    async def go(self) -> None:
        """Until ``running`` is false."""
        last, used = time.perf_counter(), time.thread_time()
        while self.running:
            await asyncio.sleep(BEAT)
            now, used_now = time.perf_counter(), time.thread_time()
            self.late = max(self.late, now - last - BEAT)
            self.worked = max(self.worked, used_now - used)
            self.whole += used_now - used
            last, used = now, used_now


@dataclass
class Run:
    """One room, and what its loop felt."""

    room: Room
    place: Place
    cookies: Sequence[str]
    phones: ProcessPoolExecutor
    rows: list[tuple[str, float, float, float, float]] = field(default_factory=list)

    async def act(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Do it, and note the stalls."""
        beat = Beat()
        watching = self.room.submit(beat.go())
        await asyncio.sleep(0.05)
        begun = time.perf_counter()
        await work()
        await asyncio.sleep(0.3)  # what the feed tells comes a moment later
        took = time.perf_counter() - begun - 0.3
        beat.running = False
        await asyncio.wrap_future(watching)
        print(f"{name}: {beat.late * 1e3:.0f} ms", file=sys.stderr)
        self.rows.append((name, took * 1e3, beat.late * 1e3, beat.worked * 1e3, beat.whole * 1e3))

    async def do(self, verb: str, **fields: Any) -> Mapping[str, Any]:
        """One verb."""
        return await self.room.execute(verb, **fields)

    async def send(self, messages: Sequence[Mapping[str, Any]]) -> None:
        """One message of each phone, ten at a time; every tenth looks at its part of the page afterwards."""
        sent = asyncio.get_running_loop().run_in_executor(self.phones, sending, self.place, self.cookies, messages)
        statuses = await sent
        assert set(statuses) == {201}, statuses


def sending(place: Place, cookies: Sequence[str], messages: Sequence[Mapping[str, Any]]) -> list[int]:
    """The work of the phones' process."""
    return asyncio.run(_sending(place, cookies, messages))


async def _sending(place: Place, cookies: Sequence[str], messages: Sequence[Mapping[str, Any]]) -> list[int]:
    rest, statuses = list(zip(cookies, messages, strict=False)), list[int]()

    async def work() -> None:
        line = await place.line()
        while rest:
            cookie, message = rest.pop()
            body = json.dumps({"key": secrets.token_hex(16), **message}).encode()
            statuses.append((await asyncio.wait_for(line.ask(place.post(body, cookie)), WAIT)).status)
            if len(rest) % 10 == 0:
                await _part(place, line, cookie)
        line.close()

    await asyncio.gather(*(work() for _ in range(10)))
    return statuses


def steps(target: str) -> list[Step]:
    """Ideas, themes, a vote on ``target``, promises, the end."""
    wanted: dict[str, dict[str, Any]] = {"ideas": {"max_per_person": 0}, "vote": {"target": target}}
    _, found = new_session("cx-what-can-i-do", 60)
    kept = [step for step in found if step.id == "ideas" or step.kind in ("group", "vote", "close")]
    return [
        replace(step, position=number, settings={**step.settings, **wanted.get(step.id, {})})
        for number, step in enumerate(kept, 1)
    ]


@asynccontextmanager
async def opened(folder: Path, ideas: int) -> AsyncIterator[Run]:
    """A room with so many ideas."""
    path = folder / "many.json"
    make(path, ideas, plan=steps("ideas" if ideas + PHONES <= MOST_ITEMS else "themes"))
    room = await asyncio.to_thread(Room(path, RoomOptions(host="127.0.0.1", port=0, exports=folder / "out")).start)
    place = Place("127.0.0.1", room.port, room.public.session.code)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as phones:
        run = Run(room, place, await join(place, PHONES), phones)
        try:
            yield run
        finally:
            await asyncio.to_thread(room.stop)
    begun = time.perf_counter()
    await asyncio.to_thread(delete, path)
    run.rows.append(("delete the session (no room)", (time.perf_counter() - begun) * 1e3, 0.0, 0.0, 0.0))


async def many(folder: Path, ideas: int) -> bool:
    """The table; whether the loop's own thread never worked for longer than the limit at a stretch."""
    async with opened(folder, ideas) as run:
        await walk(run, "ideas", "open")
        await writing(run)
        await grouping(run)
        await voting(run)
        await ending(run)
    print(f"{ideas} ideas, {PHONES} phones; ms")
    print(table(("act", "took", "longest stall", "longest work", "work in all"), run.rows))
    return all(row[3] <= LIMIT for row in run.rows)


async def walk(run: Run, step: str, state: str) -> None:
    """Go on until the step is in the state."""
    while run.room.public.step is None or (run.room.public.step.id, run.room.public.step.state) != (step, state):
        await run.do("next")


async def writing(run: Run) -> None:
    """More ideas, and those that there are, read page by page."""
    await run.act("nothing", lambda: asyncio.sleep(1))
    messages = [{"step": "ideas", "text": text_of(n)} for n in range(1, PHONES + 1)]
    await run.act("200 answers more", lambda: run.send(messages))
    await run.act("close the ideas", lambda: run.do("close"))
    await run.act("reveal the ideas", lambda: run.do("reveal"))
    await run.act("page, 10 times", lambda: times(10, lambda n: run.do("page", page=n + 1)))


async def grouping(run: Run) -> None:
    """Suggestions, hand work, and taking much back at once."""
    groups: list[Mapping[str, Any]] = []

    async def suggest() -> None:
        groups.extend((await run.do("suggest"))["groups"])

    await run.act("go to the grouping", lambda: run.do("goto", step="group"))
    await run.act("suggest groups", suggest)
    said = [{"name": group["name"], "ideas": group["ideas"]} for group in groups]
    await run.act("accept all groups", lambda: run.do("accept", groups=said))
    await run.act("undo that", lambda: run.do("undo"))
    await run.act("redo it", lambda: run.do("redo"))
    await run.act("undo it again", lambda: run.do("undo"))
    themes = [(await run.do("theme", name=name))["id"] for name in ("Nopeus", "Selkeys", "Yhdessä")]
    loose = [text.id for text in run.room.public.body.loose[:100]]  # type: ignore[attr-defined]
    await run.act("place 100 ideas", lambda: times(100, lambda n: run.do("move", idea=loose[n], theme=themes[n % 3])))
    await run.act(f"{READERS} phones read along", lambda: reading(run))
    await run.act("accept what is left", lambda: run.do("accept", groups=said))


async def voting(run: Run) -> None:
    """On all ideas by themselves where that is not too much, else on the themes."""
    await run.act("go to the vote", lambda: run.do("goto", step="vote"))
    await run.act("open the vote", lambda: run.do("open"))
    items = [item.id for item in run.room.public.body.items]  # type: ignore[attr-defined]
    messages = [{"step": "vote", "item": items[n % len(items)], "votes": 1} for n in range(PHONES)]
    await run.act(f"200 ballots on {len(items)} items", lambda: run.send(messages))
    await run.act("close the vote", lambda: run.do("close"))
    await run.act("reveal the result", lambda: run.do("reveal"))
    await run.act("page the result, 10 times", lambda: times(10, lambda n: run.do("page", page=n + 1)))
    await run.act(f"{READERS} phones read the result", lambda: reading(run))


async def ending(run: Run) -> None:
    """Files, and the end."""
    await run.act("export in every format", lambda: run.do("export"))
    await run.do("address", address="10.1.2.3")
    await run.act("poster and cards", lambda: run.do("handouts"))
    await run.act("console's state for serve", lambda: run.do("state"))
    await run.act("go to the end", lambda: run.do("goto", step="close"))
    await run.act("close the workshop (forget)", lambda: run.do("close"))


async def times(count: int, work: Callable[[int], Awaitable[object]]) -> None:
    """One after the other."""
    for number in range(count):
        await work(number)


async def reading(run: Run) -> None:
    """Each phone fetches its part of the page."""
    await asyncio.get_running_loop().run_in_executor(run.phones, look, run.place, run.cookies[:READERS])


def look(place: Place, cookies: Sequence[str]) -> None:
    """The work of the phones' process."""
    asyncio.run(_look(place, cookies))


async def _look(place: Place, cookies: Sequence[str]) -> None:
    line = await place.line()
    for cookie in cookies:
        await _part(place, line, cookie)
    line.close()


async def _part(place: Place, line: Line, cookie: str) -> None:
    part = await asyncio.wait_for(line.ask(place.get(f"/{place.code}/part", cookie, "text/html")), WAIT)
    assert part.status == 200
