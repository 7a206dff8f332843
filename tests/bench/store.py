"""What a change costs in our store beside TinyDB's own file, SQLite and bare append: ``python tests/bench/store.py``.

All sides are measured in one run, in turns, so that a busy machine slows them alike; look at the ratios. Options:
sizes to measure (100 1000 10000 50000 without any).
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
# This file has the name of a package that it measures, so its own folder must not be searched.
sys.path[0:1] = [str(ROOT), str(ROOT / "tests")]

from bench.engines import ENGINES, Bare, Engine, Ours, Stock, idea, numbers, whole_room  # noqa: E402
from store.disk import Disk  # noqa: E402
from store.records import Change, Session, Step  # noqa: E402
from store.sessions import create, open_session  # noqa: E402

SIZES = (100, 1_000, 10_000, 50_000)
TURNS = 15
IN_TURN = 20
WRITERS = 64
SLOW = 0.005
SLOW_WRITERS = 30
NAP = 0.001


def main(sizes: tuple[int, ...]) -> None:
    """All tables."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for size in sizes:
            here = Path(folder) / str(size)
            here.mkdir()
            sized(here, size)
        opening(Path(folder))
        slow_disk(Path(folder))


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def written() -> int:
    """Bytes that this process has written; 0 on systems without ``/proc/self/io``."""
    try:
        lines = Path("/proc/self/io").read_text().splitlines()
    except OSError:
        return 0
    return int(next(line for line in lines if line.startswith("wchar")).split()[1])


def few(engine: Engine, size: int) -> bool:
    """Whether only a few changes can be measured, because every one rewrites the file."""
    return isinstance(engine, Stock) and size >= 10_000


def sized(folder: Path, size: int) -> None:
    """The table of one size."""
    engines: list[Engine] = [kind(folder, size) for kind in ENGINES]
    new = numbers()
    single = one_writer(engines, size, new)
    in_loop, beside = through_the_loop(engines, new)
    written_each = {engine.name: bytes_of(engine, size, new) for engine in engines}
    together = {engine.name: many_writers(engine, size, new) for engine in engines}
    opened: dict[str, float] = {}
    for engine in engines:
        engine.close()
        opened[engine.name] = min(timed(engine.open_again) for _ in range(3))
    bare, ours = Bare.name, Ours.name
    print(f"\n{size} documents       one writer         {WRITERS} writers        written       open")
    print("                     us/change  x bare   us/change  x ours  bytes/change    ms")
    for name in single:
        print(
            f"{name:<20} {single[name] * 1e6:9.0f} {single[name] / single[bare]:7.2f} "
            f"{together[name] * 1e6:11.0f} {together[name] / together[ours]:7.1f} "
            f"{written_each[name]:13,.0f} {opened[name] * 1e3:7.1f}"
        )
    print(f"ours reaches {single[bare] / single[ours]:.2f} of {bare}; {Stock.name} takes "
          f"{single[Stock.name] / single[ours]:,.0f} times as long")  # fmt: skip
    print(f"from an event loop, as the room does it: {in_loop * 1e6:.0f} us beside {beside * 1e6:.0f} us of {bare}: "
          f"{beside / in_loop:.2f}", flush=True)  # fmt: skip


def one_writer(engines: list[Engine], size: int, new: Iterator[int]) -> dict[str, float]:
    """Median seconds per change, the engines taking turns."""
    times: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for turn in range(TURNS):
        for engine in engines:
            if few(engine, size) and turn >= 3:
                continue
            for _ in range(1 if few(engine, size) else IN_TURN):
                number = next(new)
                times[engine.name].append(timed(lambda engine=engine, number=number: engine.insert(number)))  # type: ignore[misc]
    return {name: median(each) for name, each in times.items()}


def through_the_loop(engines: list[Engine], new: Iterator[int]) -> tuple[float, float]:
    """Median seconds of one change that a task waits for while another thread writes it; of a bare append beside it."""
    ours = next(engine for engine in engines if isinstance(engine, Ours))
    bare = next(engine for engine in engines if isinstance(engine, Bare))
    waited: list[float] = []
    appended: list[float] = []

    async def some() -> None:
        for _ in range(IN_TURN):
            change = ours.change(next(new))
            begun = time.perf_counter()
            await ours.kept.save_async(change)
            waited.append(time.perf_counter() - begun)

    for _ in range(TURNS):
        asyncio.run(some())
        appended += [timed(lambda: bare.insert(0)) for _ in range(IN_TURN)]
    return median(waited), median(appended)


def bytes_of(engine: Engine, size: int, new: Iterator[int]) -> float:
    """Bytes written for one change, on average."""
    count = 2 if few(engine, size) else IN_TURN
    before = written()
    for _ in range(count):
        engine.insert(next(new))
    return (written() - before) / count


def many_writers(engine: Engine, size: int, new: Iterator[int]) -> float:
    """Seconds per change with many writers at once; the median of three runs."""
    writers = 4 if few(engine, size) else WRITERS
    each = 1 if few(engine, size) or isinstance(engine, Stock) else 10
    runs: list[float] = []
    for _ in range(1 if few(engine, size) else 3):
        first = next(new)
        for _ in range(writers * each):
            next(new)
        runs.append(timed(lambda first=first: engine.insert_together(first, writers, each)))  # type: ignore[misc]
    return median(runs) / (writers * each)


def opening(folder: Path) -> None:
    """A big room's session, against the time that plain ``json.loads`` takes for its file."""
    path = folder / "room.json"
    size = whole_room(path)
    data = path.read_bytes()
    plain, opened, whole = (min(times) for times in zip(*(_in_turn(path, data) for _ in range(9)), strict=True))
    print(f"\n1,000 seats, 5,000 ideas, 20,000 ballots ({size / 1e6:.1f} MB)")
    print(f"json.loads {plain * 1e3:.0f} ms; opened {opened * 1e3:.0f} ms: {opened / plain:.1f}x; "
          f"opened and closed {whole * 1e3:.0f} ms: {whole / plain:.1f}x", flush=True)  # fmt: skip


def _in_turn(path: Path, data: bytes) -> tuple[float, float, float]:
    """Seconds of ``json.loads``, of opening, and of opening and closing."""
    plain = timed(lambda: json.loads(data))
    begun = time.perf_counter()
    kept = open_session(path)
    opened = time.perf_counter() - begun
    return plain, opened, opened + timed(kept.close)


class SlowDisk(Disk):
    """Every fsync takes 5 ms longer, as on many laptops."""

    def fsync(self, handle: int) -> None:
        time.sleep(SLOW)
        super().fsync(handle)


def slow_disk(folder: Path) -> None:
    """Thirty writers on a slow disk, against one fsync per write; and how long the event loop was held up."""
    alone = Bare(folder, 0)
    disk = SlowDisk()

    def one() -> None:
        alone.insert(1)
        time.sleep(SLOW)

    def hundred() -> None:
        for _ in range(100):
            one()

    each = timed(hundred) / 100
    alone.close()
    path = folder / "slow.json"
    create(path, Session(id="s1"), [Step(id="ideas", position=1, kind="text")])
    with open_session(path, disk=disk) as kept:
        done, held, late = asyncio.run(thirty(kept.save_async))
    print(f"\nfsync + {SLOW * 1e3:.0f} ms, {SLOW_WRITERS} writers: {done:,.0f} changes a second, "
          f"one fsync per write {1 / each:,.0f}: {done * each:.1f}x")  # fmt: skip
    print(f"one commit held its caller for {held * 1e3:.2f} ms at most; the loop was {late * 1e3:.2f} ms late at most")


async def thirty(commit: Callable[[Change], Awaitable[int]]) -> tuple[float, float, float]:
    """Changes a second, the longest call of ``commit``, and the longest that the loop kept others waiting."""
    end = time.perf_counter() + 3
    count, held, late = 0, 0.0, 0.0

    async def write(writer: int) -> None:
        nonlocal count, held
        while (begun := time.perf_counter()) < end:
            count += 1
            saving = commit(Change(put=(idea(count * 100 + writer),)))
            held = max(held, time.perf_counter() - begun)
            await saving

    async def watch() -> None:
        nonlocal late
        while (begun := time.perf_counter()) < end:
            await asyncio.sleep(NAP)
            late = max(late, time.perf_counter() - begun - NAP)

    begun = time.perf_counter()
    await asyncio.gather(watch(), *(write(writer) for writer in range(SLOW_WRITERS)))
    return count / (time.perf_counter() - begun), held, late


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
