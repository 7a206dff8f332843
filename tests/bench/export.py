"""How long all files of a very large workshop take, how much memory, and how late the room's loop is meanwhile.

``python tests/bench/export.py [ideas]`` prints one line per format, the whole, and the loop. 5,000 ideas of 1,000
people with 4 votes each, unless another number is given.
"""

from __future__ import annotations

import asyncio
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

from store.records import replace

# Another file here has the name of a package, so this folder must not be searched.
sys.path[0] = str(Path(__file__).resolve().parents[2])

from facilitator.export import FORMATS, render  # noqa: E402
from facilitator.room.options import RoomOptions  # noqa: E402
from facilitator.room.room import Room  # noqa: E402
from facilitator.templates.new_session import new_session  # noqa: E402
from store.records import Action, Answer, Ballot, Idea, Promise, Record, Seat, Session, Theme  # noqa: E402
from store.sessions import create, open_session  # noqa: E402

WORDS = ("asiakas", "kertoo", "heti", "selkeästi", "päätös", "puhelin", "viesti", "jono", "lomake", "kiitos", "odotus")
THEMES, PEOPLE_PER_IDEA, VOTES = 12, 5, 4
LOOK = 0.001
"""Seconds between two looks at the room's loop."""


def session(ideas: int) -> tuple[Session, list[Record]]:
    """A finished workshop in which so many ideas were written."""
    chance, people = random.Random(5), max(5, ideas // PEOPLE_PER_IDEA)
    made, steps = new_session("cx-what-can-i-do", 90, today=date(2027, 3, 5))
    themes = tuple(f"t{n}" for n in range(THEMES))
    frames = {"vote": {"items": themes, "budget": VOTES, "max": 1}}
    held = [replace(step, state="done", opened=1804240800.0, frame=frames.get(step.id, {})) for step in steps]
    return replace(made, state="closed", step=held[-1].id), [*held, *_people(ideas, people, themes, chance)]


def _people(ideas: int, people: int, themes: tuple[str, ...], chance: random.Random) -> Iterator[Record]:
    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    yield from (Seat(id=f"s{n}", token=f"{n:064}") for n in range(people))
    yield from (Theme(id=id_, step="group", name=f"Teema {n}", position=n) for n, id_ in enumerate(themes, 1))
    for n in range(ideas):
        yield Idea(
            id=f"i{n}", step="ideas", seat=f"s{n % people}", text=words(12), tag="ease", theme=chance.choice(themes)
        )
    for n in range(people):
        yield Ballot(id=f"b{n}", step="vote", votes=dict.fromkeys(chance.sample(themes, VOTES), 1))
        yield Answer(id=f"p{n}", step="pulse_in", seat=f"s{n}", value=chance.randint(1, 5))
        yield Promise(id=f"c{n}", step="commit", seat=f"s{n}", text=words(8), size="small", share=n % 3 == 0)
    for n in range(1, 4):
        yield Action(
            id=f"a{n}", step="actions", number=n, what=words(6), owner="Anna", due="2027-04-05", first_step=words(5)
        )


def by_format(path: Path) -> None:
    """Each format by itself, then all at once as the program makes them."""
    print(f"{'':20} {'ms':>8} {'KiB':>9}")
    with open_session(path, read_only=True) as kept:
        for name in FORMATS:
            begun = time.perf_counter()
            _, files = render(kept, [name], "fi", date.today())
            print(f"{name:20} {1000 * (time.perf_counter() - begun):8.0f} {len(files[name]) / 1024:9.0f}")
        begun = time.perf_counter()
        _, files = render(kept, [], "fi", date.today())
        took, size = time.perf_counter() - begun, sum(map(len, files.values()))
        print(f"{'all in one go':20} {1000 * took:8.0f} {size / 1024:9.0f}")
        begun = time.perf_counter()
        _, files = render(kept, [], "fi", date.today(), more_languages=("sv", "en"))
        took, size = time.perf_counter() - begun, sum(map(len, files.values()))
        print(f"{'in three languages':20} {1000 * took:8.0f} {size / 1024:9.0f}")


async def _late(room: Room, seconds: float = 0.0) -> tuple[float, list[float]]:
    """The export through the room (or, with ``seconds``, nothing); how long, and how late its loop was at each look."""
    late: list[float] = []
    over = asyncio.Event()

    async def look() -> None:
        while not over.is_set():
            wanted = time.perf_counter() + LOOK
            await asyncio.sleep(LOOK)
            late.append(time.perf_counter() - wanted)

    looking = asyncio.ensure_future(look())
    begun = time.perf_counter()
    if seconds:
        await asyncio.sleep(seconds)
    else:
        await room.execute("export", language="fi")
    took = time.perf_counter() - begun
    over.set()
    await looking
    return took, late


def beside(path: Path, folder: Path) -> None:
    """How late the loop of a room is while the files are made in their own thread, and while nothing is done."""
    room = Room(path, RoomOptions(host="127.0.0.1", port=0, exports=folder)).start()
    try:
        for name, seconds in (("at rest", 3.0), ("exporting", 0.0), ("exporting again", 0.0)):
            took, late = room.submit(_late(room, seconds)).result()
            ordered = sorted(late)
            high = ordered[int(len(ordered) * 0.99)]
            middle, rare, most = (1000 * each for each in (median(late), high, ordered[-1]))
            print(f"the loop {name:16} {took:5.1f} s  late ms: median {middle:.1f}  p99 {rare:.1f}  most {most:.1f}")
    finally:
        room.stop()


def main() -> None:
    """Print everything."""
    ideas = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.json"
        made, records = session(ideas)
        create(path, made, records)  # type: ignore[arg-type]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{ideas} ideas, session file {path.stat().st_size / 2**20:.1f} MiB")
        by_format(path)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"memory at most {after / 1024:.0f} MiB, {(after - before) / 1024:.0f} more than before the first file")
        beside(path, Path(folder) / "out")


if __name__ == "__main__":
    main()
