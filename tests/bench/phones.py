"""Many phones: they join, hold their streams in processes of their own, and send answers when these are due."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import random
import secrets
import time
from array import array
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from bench.figures import Times
from bench.rooms import text_of
from bench.wire import Line, Place, Reply, Stream

AT_ONCE = 100
"""Connections that are being opened at the same time."""

WAIT = 30.0


async def each(jobs: Sequence[Callable[[], Awaitable[object]]], at_once: int = AT_ONCE) -> None:
    """All jobs, so many at a time."""
    rest = list(reversed(jobs))

    async def work() -> None:
        while rest:
            await rest.pop()()

    await asyncio.gather(*(work() for _ in range(min(at_once, len(jobs)))))


async def join(place: Place, phones: int) -> list[str]:
    """The cookies of so many new phones, as they are after the first visit has settled."""
    cookies = [""] * phones

    async def one(number: int) -> None:
        # More than a thousand new phones in a minute from one address are braked.
        line = await place.line(f"127.0.0.{1 + number // 1000}")
        first = await asyncio.wait_for(line.ask(place.get(f"/{place.code}", accept="text/html")), WAIT)
        assert first.status == 200, first
        settled = await asyncio.wait_for(line.ask(place.get("/health", held(first))), WAIT)
        cookies[number] = held(settled)
        line.close()

    await each([lambda number=number: one(number) for number in range(phones)])  # type: ignore[misc]
    return cookies


def held(reply: Reply) -> str:
    """The cookie that a reply leaves a phone with."""
    return next(cookie.split(";")[0] for cookie in reply.cookies if "Max-Age=0" not in cookie)


# --- streams, in processes of their own so that reading them delays no other clock ----------------------------


@dataclass
class Heard:
    """What the streams of one process saw."""

    opened: int = 0
    opening: float = 0.0
    """Seconds until all had their first tick."""
    delivered: Times = field(default_factory=Times)
    lost: int = 0
    """Answers times phones that were never told of."""
    dropped: int = 0
    octets: int = 0


def arrivals(versions: array[int], times: array[float], saved: Sequence[tuple[int, float]], into: Times) -> int:
    """Add the delivery delay of each saved answer (version, due; in order). Returns the number never delivered."""
    at, told = 0, len(versions)
    for number, (version, due) in enumerate(saved):
        while at < told and versions[at] < version:
            at += 1
        if at == told:
            return len(saved) - number
        into.add(times[at] - due)
    return 0


class Streams:
    """The streams of all phones, spread over ``processes``."""

    def __init__(self, place: Place, cookies: Sequence[str], processes: int = 1) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._ends: list[Connection] = []
        self._processes = []
        for number in range(processes):
            ours, theirs = spawn.Pipe()
            work = spawn.Process(target=listen, args=(place, cookies[number::processes], theirs), daemon=True)
            work.start()
            self._ends.append(ours)
            self._processes.append(work)

    async def opened(self) -> tuple[int, float]:
        """How many are open, and seconds until the last had its first tick."""
        found = await self._all()
        return sum(each.opened for each in found), max(each.opening for each in found)

    async def end(self, saved: Sequence[tuple[int, float]], settle: float = 3.0) -> Heard:
        """Wait until every answer was delivered, at most ``settle`` seconds. Returns what the phones received."""
        for end in self._ends:
            end.send((saved, settle))
        whole = Heard()
        for one in await self._all():
            whole.opened += one.opened
            whole.lost += one.lost
            whole.dropped += one.dropped
            whole.octets += one.octets
            whole.delivered.extend(one.delivered)
        for work in self._processes:
            await asyncio.to_thread(work.join, 10)
        return whole

    async def _all(self) -> list[Heard]:
        return [await asyncio.to_thread(end.recv) for end in self._ends]


def listen(place: Place, cookies: Sequence[str], end: Connection) -> None:
    """The work of one process."""
    run(_listen(place, cookies, end))


async def _listen(place: Place, cookies: Sequence[str], end: Connection) -> None:
    loop = asyncio.get_running_loop()
    begun, streams = time.perf_counter(), list[Stream]()

    async def one(cookie: str) -> None:
        request = place.get(f"/{place.code}/events", cookie, "text/event-stream")
        _, stream = await loop.create_connection(lambda: Stream(request), place.host, place.port)
        streams.append(stream)
        await asyncio.wait_for(stream.opened, WAIT)

    await each([lambda cookie=cookie: one(cookie) for cookie in cookies])  # type: ignore[misc]
    heard = Heard(opened=sum(stream.opened.result() for stream in streams), opening=time.perf_counter() - begun)
    end.send(heard)
    before = sum(stream.octets for stream in streams)
    saved, settle = await asyncio.to_thread(end.recv)
    last = max((version for version, _ in saved), default=0)
    until = time.perf_counter() + settle
    while time.perf_counter() < until and any(  # noqa: ASYNC110 - what is waited for is in another process
        stream.versions[-1] < last for stream in streams if stream.versions and not stream.lost
    ):
        await asyncio.sleep(0.02)
    heard.octets = sum(stream.octets for stream in streams) - before
    heard.dropped = sum(stream.lost for stream in streams)
    heard.lost = sum(arrivals(stream.versions, stream.times, saved, heard.delivered) for stream in streams)
    end.send(heard)
    for stream in streams:
        stream.close()


def run(work: Awaitable[object]) -> None:
    """On uvloop where there is one: the client must not be what is slow."""

    async def whole() -> None:
        await work

    try:
        import uvloop
    except ImportError:
        asyncio.run(whole())
    else:
        uvloop.run(whole())


# --- answers ---------------------------------------------------------------------------------------------------


@dataclass
class Sent:
    """What became of the answers of one run."""

    saved: list[tuple[int, float]] = field(default_factory=list)
    """Version and when it was due, of each that was saved."""
    texts: list[str] = field(default_factory=list)
    took: Times = field(default_factory=Times)
    parts: Times = field(default_factory=Times)
    failed: Counter[str] = field(default_factory=Counter)
    again: int = 0
    """Requests sent again, because a kept connection was gone."""


class Sender:
    """Sends answers of phones, each due at its own moment, over kept connections."""

    def __init__(self, place: Place, cookies: Sequence[str], *, parts: bool = False, first: int = 0) -> None:
        """``parts``: each phone fetches its own part of the page after its answer, as the script does."""
        self.place, self.cookies, self.parts, self._number = place, cookies, parts, first
        self._lines: list[Line] = []
        self.sent = Sent()

    async def at_rate(self, rate: float, seconds: float, *, by_chance: bool = False) -> Sent:
        """So many a second, evenly or as chance has it; an answer's time counts from the moment it was due."""
        due, tasks, chance = time.perf_counter(), set[asyncio.Task[None]](), random.Random(1)
        for number in range(int(rate * seconds)):
            due += chance.expovariate(rate) if by_chance else 1 / rate
            if (rest := due - time.perf_counter()) > 0:
                await asyncio.sleep(rest)
            tasks.add(asyncio.create_task(self.one(due)))
            if number % 1000 == 999:
                tasks = {task for task in tasks if not task.done()}
        await asyncio.gather(*tasks)
        return self.sent

    async def in_turn(self, count: int, writers: int) -> float:
        """As fast as so many connections can; seconds that it took."""
        rest, begun = iter(range(count)), time.perf_counter()

        async def write() -> None:
            for _ in rest:
                await self.one(time.perf_counter())

        await asyncio.gather(*(write() for _ in range(writers)))
        return time.perf_counter() - begun

    async def one(self, due: float) -> None:
        """One answer of the next phone."""
        self._number += 1
        cookie, text = self.cookies[self._number % len(self.cookies)], text_of(self._number)
        body = json.dumps({"key": secrets.token_hex(16), "step": "ideas", "text": text}, ensure_ascii=False).encode()
        try:
            line, reply = await self._asked(self.place.post(body, cookie))
            if reply.status in (200, 201):
                self.sent.took.add(time.perf_counter() - due)
                self.sent.saved.append((int(json.loads(reply.body)["version"]), due))
                self.sent.texts.append(text)
            else:
                self.sent.failed[f"{reply.status} {reply.body[:60].decode()}"] += 1
            if self.parts:
                await self.part(line, cookie)
            self._lines.append(line)
        except (OSError, TimeoutError) as fault:
            self.sent.failed[type(fault).__name__] += 1

    async def _asked(self, request: bytes) -> tuple[Line, Reply]:
        """The reply, and the connection it came by. As a browser does, a kept connection that the server has just
        given up is replaced by a new one; the same request means the same key, so nothing is written twice."""
        while self._lines:
            line = self._lines.pop()
            with contextlib.suppress(ConnectionError):
                return line, await asyncio.wait_for(line.ask(request), WAIT)
            self.sent.again += 1
        line = await self.place.line()
        return line, await asyncio.wait_for(line.ask(request), WAIT)

    async def part(self, line: Line, cookie: str) -> None:
        """What of the page changes, as the script of a phone asks for it."""
        begun = time.perf_counter()
        request = self.place.get(f"/{self.place.code}/part", cookie, "text/html")
        reply = await asyncio.wait_for(line.ask(request), WAIT)
        if reply.status == 200:
            self.sent.parts.add(time.perf_counter() - begun)
        else:
            self.sent.failed[f"part {reply.status}"] += 1

    async def following(self, pace: float) -> None:
        """All phones fetch their part every ``pace`` seconds, spread evenly, until this is cancelled."""
        gap = pace / len(self.cookies)
        begun, tasks = time.perf_counter(), set[asyncio.Task[None]]()
        number = random.randrange(len(self.cookies))
        for turn in range(10**9):
            await asyncio.sleep(max(0.0, begun + turn * gap - time.perf_counter()))
            tasks = {task for task in tasks if not task.done()}
            tasks.add(asyncio.create_task(self._follow(self.cookies[(number + turn) % len(self.cookies)])))

    async def _follow(self, cookie: str) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            line = self._lines.pop() if self._lines else await self.place.line()
            await self.part(line, cookie)
            self._lines.append(line)

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            line.close()
