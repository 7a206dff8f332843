"""Compares the latency of the answer path with that of ever simpler servers, alternately, in one run."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.figures import cpu, table
from bench.phones import each, join
from bench.rooms import ROOT, Serving, make, text_of
from bench.wire import Line, Place

RUNGS = {
    "bare": "bare asyncio protocol, fixed reply",
    "append": "the same, append and fsync first",
    "empty": "our server alone, empty handler",
    "stack": "behind our door and router, empty handler",
    "framework": "the same, by the framework's request object",
    "ours": "ours: door, seat, rules, disk",
}
WRITERS = 128
OF_A_SEAT = 100
"""Answers of one seat: fewer than the brake on whoever sends faster than a person lets through at once."""


@dataclass
class Rung:
    """One server and what was measured of it, turn by turn."""

    pid: int
    place: Place
    cookies: Sequence[str] = ("",)
    a_second: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    """Seconds of processor time per answer."""


class Started:
    """A rung in a process of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name, self._folder = name, folder

    async def __aenter__(self) -> Rung:
        path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.rungs", self._name, str(self._folder),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        assert self._process.stdout is not None
        port = int(await asyncio.wait_for(self._process.stdout.readline(), 30))
        return Rung(self._process.pid, Place("127.0.0.1", port, "1234"))

    async def __aexit__(self, *_: object) -> None:
        self._process.kill()
        await self._process.wait()


async def ladder(folder: Path, answers: int, turns: int) -> None:
    """Print the table; ``answers`` for each rung in each turn."""
    path = folder / "ladder.json"
    make(path)
    async with AsyncExitStack() as running:
        rungs = {name: await running.enter_async_context(Started(name, folder)) for name in RUNGS if name != "ours"}
        serving = await running.enter_async_context(Serving(path, folder / "home"))
        await serving.walk_to("ideas", "open")
        cookies = await join(serving.place, -(-answers * turns // OF_A_SEAT))
        rungs["ours"] = Rung(serving.pid, serving.place, cookies)
        for turn in range(turns):
            for rung in rungs.values():
                await climb(rung, answers, turn)
    print(f"{answers} answers by {WRITERS} connections, {turns} turns, medians")
    stack, before, rows = median(rungs["stack"].cost), 0.0, []
    for name, about in RUNGS.items():
        cost = median(rungs[name].cost)
        rate = median(rungs[name].a_second)
        rows.append((about, rate, cost * 1e6, (cost - before) * 1e6, cost / stack))
        before = cost
    print(table(("", "answers/s", "CPU us each", "more than above", "x stack"), rows))
    for name in ("empty", "stack", "framework"):
        ratios = [ours / than for ours, than in zip(rungs["ours"].a_second, rungs[name].a_second, strict=True)]
        by_cost = median(rungs[name].cost) / median(rungs["ours"].cost)
        print(f"ours has {median(ratios):.2f} of the throughput of '{RUNGS[name]}' ({min(ratios):.2f} to "
              f"{max(ratios):.2f}), {by_cost:.2f} by processor time")  # fmt: skip


async def climb(rung: Rung, answers: int, turn: int) -> None:
    """One turn of one rung. Requests are made before the clock starts."""
    requests = []
    for number in range(answers):
        nth = turn * answers + number
        body = {"key": secrets.token_hex(16), "step": "ideas", "text": text_of(nth)}
        data = json.dumps(body, ensure_ascii=False).encode()
        requests.append(rung.place.post(data, rung.cookies[nth // OF_A_SEAT % len(rung.cookies)]))
    lines = [await rung.place.line() for _ in range(WRITERS)]
    used, begun, rest = cpu(rung.pid), time.perf_counter(), iter(requests)

    async def write(line: Line) -> None:
        for request in rest:
            reply = await line.ask(request)
            assert reply.status == 201, reply

    await each([lambda line=line: write(line) for line in lines])  # type: ignore[misc]
    rung.a_second.append(answers / (time.perf_counter() - begun))
    rung.cost.append((cpu(rung.pid) - used) / answers)
    for line in lines:
        line.close()
