"""Hours of a workshop in little time: ``python tests/bench/soak.py --minutes 12 --phones 300``.

Twelve minutes at tenfold speed are two hours: phones sleep and wake (their streams end and begin anew), write, and
fetch their part; the facilitator goes from step to step and begins again. Memory, open files and threads of the
server are looked at all along; after all phones have left, nothing of them may be left.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[0:1] = [str(ROOT), str(ROOT / "tests")]

from bench.figures import handles, memory, table  # noqa: E402
from bench.phones import Sender, join, run  # noqa: E402
from bench.rooms import Serving, make  # noqa: E402
from bench.wire import Stream  # noqa: E402

MOST_GROWTH = 20.0
"""Megabytes that the server may grow by, from the first tenth of the time to the end."""


@dataclass
class Soaked:
    """What was seen."""

    rows: list[Sequence[object]] = field(default_factory=list)
    """Minute, megabytes, open files, threads, answers saved."""
    failed: Counter[str] = field(default_factory=Counter)
    saved: int = 0
    growth: float = 0.0
    files_left: int = 0
    """Open files at the end that were not there before the first phone."""


async def soak(folder: Path, minutes: float, phones: int) -> Soaked:
    """One run."""
    path, seen, chance = folder / "soak.json", Soaked(), random.Random(1)
    make(path, 0)
    async with Serving(path, folder / "home") as serving:
        await serving.walk_to("ideas", "open")
        before = handles(serving.pid)
        cookies = await join(serving.place, phones)
        sender = Sender(serving.place, cookies, parts=True)
        tasks = [asyncio.create_task(sleeper(serving, cookie, chance)) for cookie in cookies]
        begun = time.perf_counter()
        while (passed := time.perf_counter() - begun) < minutes * 60:
            # As many answers as three hundred people give in two hours: a room that writes grows, and may.
            await sender.at_rate(max(2.0, phones / 75), min(10.0, minutes * 6))
            threads = len(os.listdir(f"/proc/{serving.pid}/task"))
            seen.rows.append((passed / 60, memory(serving.pid), handles(serving.pid), threads, len(sender.sent.saved)))
            await turn(serving)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        sender.close()
        seen.failed, seen.saved = sender.sent.failed, len(sender.sent.saved)
        settled = [float(str(row[1])) for row in seen.rows]
        seen.growth = settled[-1] - settled[len(settled) // 10]
        for _ in range(60):
            seen.files_left = handles(serving.pid) - before
            if seen.files_left <= 0:
                break
            await asyncio.sleep(0.5)
    return seen


async def sleeper(serving: Serving, cookie: str, chance: random.Random) -> None:
    """One phone: awake for a while with its stream open, then asleep."""
    place, loop = serving.place, asyncio.get_running_loop()
    while True:
        await asyncio.sleep(chance.uniform(0, 4))
        request = place.get(f"/{place.code}/events", cookie, "text/event-stream")
        _, stream = await loop.create_connection(lambda: Stream(request), place.host, place.port)  # noqa: B023
        try:
            await asyncio.sleep(chance.uniform(1, 12))
        finally:
            stream.close()


async def turn(serving: Serving) -> None:
    """On and back: the stage changes for everybody, and the ideas are asked for again."""
    await serving.do("close")
    await serving.do("reveal")
    await serving.do("reopen")


async def main() -> None:
    """The long run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--phones", type=int, default=300)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        seen = await soak(Path(folder), asked.minutes, asked.phones)
    print(table(("minute", "MB", "files", "threads", "saved"), seen.rows[:: max(1, len(seen.rows) // 12)]))
    print(
        f"{seen.saved} saved, {dict(seen.failed) or 0} failed; memory grew by {seen.growth:.1f} MB; "
        f"{seen.files_left} files left open after all had gone"
    )
    sys.exit(0 if not seen.failed and seen.growth < MOST_GROWTH and seen.files_left <= 0 else 1)


if __name__ == "__main__":
    run(main())
