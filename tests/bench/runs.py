"""The runs of the load bench, each against a workshop served by a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.attacks import Attack, attacked
from bench.figures import HEADS, Times, cpu, memory
from bench.phones import Heard, Sender, Sent, Streams, arrivals, each, join, run
from bench.rooms import Serving, make, saved_ideas
from bench.wire import Line, Place, Stream


@dataclass(frozen=True)
class Load:
    """What a room does."""

    phones: int
    rate: float
    seconds: float
    ideas: int = 0
    parts: bool = False
    by_chance: bool = False
    processes: int = 1
    words: Sequence[str] = ()
    """Put before the program, as a profiler."""


@dataclass
class Result:
    """What came of it."""

    sent: Sent
    heard: Heard
    wall: Times
    missed: int
    joining: float
    used: float
    """Processor seconds of the server."""
    took: float
    megabytes: float
    lost: int = 0
    doubled: int = 0
    slowest: Times = field(default_factory=Times)

    @property
    def fine(self) -> bool:
        """Nothing failed, nothing is lost, nothing is there twice."""
        heard = self.heard
        return not (self.sent.failed or self.lost or self.doubled or heard.lost or heard.dropped or self.missed)

    @property
    def each(self) -> float:
        """Processor milliseconds of the server for one answer."""
        return self.used / max(1, len(self.sent.saved)) * 1e3


async def room(folder: Path, load: Load) -> Result:
    """Phones with open streams, answers at a rate."""
    path = folder / f"room-{load.phones}-{load.ideas}-{time.time_ns()}.json"
    make(path, load.ideas)
    async with Serving(path, folder / "home", *load.words) as serving:
        await serving.walk_to("ideas", "open")
        begun = time.perf_counter()
        cookies = await join(serving.place, load.phones)
        joining = time.perf_counter() - begun
        streams = Streams(serving.place, cookies, load.processes)
        await streams.opened()
        sender = Sender(serving.place, cookies, parts=load.parts)
        used, begun = cpu(serving.pid), time.perf_counter()
        following = asyncio.create_task(sender.following(max(2.0, load.phones / 100))) if load.parts else None
        sent = await sender.at_rate(load.rate, load.seconds, by_chance=load.by_chance)
        took, used = time.perf_counter() - begun, cpu(serving.pid) - used
        if following is not None:
            following.cancel()
        saved = sorted(sent.saved)
        heard, wall = await streams.end(saved), Times()
        missed = arrivals(serving.versions, serving.times, saved, wall)
        most = memory(serving.pid)
        sender.close()
    result = Result(sent, heard, wall, missed, joining, used, took, most)
    kept = Counter(idea["text"] for idea in saved_ideas(path))
    result.lost = sum(1 for text in sent.texts if not kept[text])
    result.doubled = sum(n - 1 for n in kept.values())
    return result


def load_summary(load: Load, result: Result) -> str:
    """The figures of one run."""
    heard, sent = result.heard, result.sent
    lines = [
        f"{load.phones} phones, {load.rate:g} answers a second for {load.seconds:g} s, {load.ideas} ideas before",
        f"joined in {result.joining:.2f} s; {len(sent.saved)} saved, {dict(sent.failed) or 0} failed, "
        f"{result.lost} lost, {result.doubled} doubled; "
        f"phones {heard.lost} lost, {heard.dropped} dropped; wall {result.missed} missed",
        "ms          " + HEADS,
    ]
    times = {"on disk": sent.took, "on the wall": result.wall, "on phones": heard.delivered, "part": sent.parts}
    lines += [f"{name:<12}{found}" for name, found in times.items() if found.count]
    lines.append(
        f"server {result.used / result.took:.2f} of a core, {result.each:.2f} ms an answer, {result.megabytes:.0f} MB; "
        f"{heard.octets / load.phones / result.took:.0f} bytes a second to each phone"
    )
    return "\n".join(lines)


async def back(folder: Path, phones: int) -> float:
    """Seconds until all phones that return in the same moment have their step and an open stream."""
    path = folder / "back.json"
    make(path, 500)
    async with Serving(path, folder / "home") as serving:
        await serving.walk_to("ideas", "open")
        place, loop = serving.place, asyncio.get_running_loop()
        cookies = await join(place, phones)
        begun, lines = time.perf_counter(), list[Line]()

        async def one(cookie: str) -> None:
            request = place.get(f"/{place.code}/events", cookie, "text/event-stream")
            _, stream = await loop.create_connection(lambda: Stream(request), place.host, place.port)
            line = await place.line()
            lines.append(line)
            part = await asyncio.wait_for(line.ask(place.get(f"/{place.code}/part", cookie, "text/html")), 60)
            assert part.status == 200
            assert await asyncio.wait_for(stream.opened, 60)

        await each([lambda cookie=cookie: one(cookie) for cookie in cookies], at_once=phones)  # type: ignore[misc]
        return time.perf_counter() - begun


async def hostile(folder: Path, load: Load, attack: Attack) -> tuple[Sent, Sent]:
    """What became of the answers of real phones: before the attack, and under it."""
    path = folder / "hostile.json"
    make(path)
    async with Serving(path, folder / "home") as serving:
        await serving.walk_to("ideas", "open")
        cookies = await join(serving.place, load.phones)
        floods = await join(serving.place, 5)
        calm = await _answers(serving.place, cookies, load)
        attack = Attack(attack.silent, attack.slow_readers, attack.slow_writers, floods)
        # In a process of its own, so that it is not the clock of the real phones that suffers.
        guest = multiprocessing.get_context("spawn").Process(target=wage, args=(serving.place, attack), daemon=True)
        guest.start()
        await asyncio.sleep(8)
        try:
            return calm, await _answers(serving.place, cookies, load)
        finally:
            guest.kill()
            guest.join()


def wage(place: Place, attack: Attack) -> None:
    """The attack, until the process is ended."""

    async def for_ever() -> None:
        async with attacked(place, attack):
            await asyncio.sleep(3600)

    run(for_ever())


async def _answers(place: Place, cookies: Sequence[str], load: Load) -> Sent:
    sender = Sender(place, cookies, parts=True)
    sent = await sender.at_rate(load.rate, load.seconds)
    sender.close()
    return sent
