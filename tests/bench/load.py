"""A room under load, through ``facilitator serve`` with the store on disk.

    python tests/bench/load.py room     phones with open streams, answers at a rate   --phones --rate --seconds --ideas
                                        (--parts: phones fetch their part of the page, as the script of a phone does;
                                        --by-chance: answers come as chance has it, not evenly)
    python tests/bench/load.py growth   the cost of an answer with more phones, and with more ideas       --seconds
    python tests/bench/load.py ladder   our answer path beside servers that do less and less      --answers --turns
    python tests/bench/load.py back     all phones return in the same moment                              --phones
    python tests/bench/load.py terminal as room, with the whole terminal drawing 500 ideas; how long keys take meanwhile
    python tests/bench/load.py many     very many ideas: how long the room's loop stands still in each act --ideas
    python tests/bench/load.py hostile  silence, slow readers and writers, a flood; real phones beside it --seconds

Client and server share the machine, and maybe with others: look at ratios, which are measured in one run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[0:1] = [str(ROOT), str(ROOT / "tests")]

from bench import runs  # noqa: E402
from bench.attacks import Attack  # noqa: E402
from bench.drawing import drawn  # noqa: E402
from bench.figures import HEADS, table  # noqa: E402
from bench.ladder import ladder as climbed  # noqa: E402
from bench.many import many  # noqa: E402
from bench.phones import run  # noqa: E402
from bench.runs import Load  # noqa: E402


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=list(RUNS), default="room")
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=100, help="answers a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--ideas", type=int, default=0, help="how many there are before")
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--by-chance", action="store_true")
    parser.add_argument("--processes", type=int, default=1, help="that read the streams")
    parser.add_argument("--answers", type=int, default=3000, help="for each rung of the ladder in each turn")
    parser.add_argument("--turns", type=int, default=5)
    return parser.parse_args()


async def room(folder: Path, asked: argparse.Namespace) -> bool:
    """One room."""
    load = Load(
        asked.phones, asked.rate, asked.seconds, asked.ideas, asked.parts, asked.by_chance, asked.processes
    )  # fmt: skip
    result = await runs.room(folder, load)
    print(runs.load_summary(load, result))
    return result.fine


async def growth(folder: Path, asked: argparse.Namespace) -> bool:
    """Two tables."""
    fine, rows, first = True, [], 0.0
    for phones in (10, 100, 1000, 3000):
        result = await runs.room(folder, Load(phones, 30, asked.seconds, 100))
        fine &= result.fine
        rows.append((phones, result.each, result.heard.octets / phones / result.took,
                     result.sent.took.at(0.5), result.heard.delivered.at(0.5), result.megabytes))  # fmt: skip
    print(table(("phones", "CPU ms an answer", "bytes/s to a phone", "saved p50", "phones p50", "MB"), rows))
    rows = []
    for ideas in (100, 1000, 10_000):
        result = await runs.room(folder, Load(30, 100, asked.seconds, ideas))
        fine &= result.fine
        first = first or result.each
        rows.append((ideas, result.each, result.each / first, result.heard.octets / 30 / result.took,
                     result.sent.took.at(0.5), result.sent.took.most * 1e3))  # fmt: skip
    print(table(("ideas", "CPU ms an answer", "x 100 ideas", "bytes/s to a phone", "saved p50", "saved max"), rows))
    return fine


async def ladder(folder: Path, asked: argparse.Namespace) -> bool:
    """Rungs."""
    await climbed(folder, asked.answers, asked.turns)
    return True


async def back(folder: Path, asked: argparse.Namespace) -> bool:
    """Returning at once."""
    took = await runs.back(folder, asked.phones)
    print(f"{asked.phones} phones returned at once: all have their step and a stream after {took:.2f} s")
    return took < 5


async def hostile(folder: Path, asked: argparse.Namespace) -> bool:
    """A guest who means harm."""
    attack = Attack(silent=2000, slow_readers=300, slow_writers=300)
    calm, under = await runs.hostile(folder, Load(200, 20, min(asked.seconds, 30)), attack)
    print("200 phones, 20 answers a second; 2000 silent, 300 slow readers, 300 slow writers, 5 that flood")
    print("ms          " + HEADS)
    for name, sent in (("calm", calm), ("attacked", under)):
        print(f"{name:<12}{sent.took}  part {sent.parts}  failed {dict(sent.failed) or 0}")
    return not (calm.failed or under.failed)


async def terminal(folder: Path, asked: argparse.Namespace) -> bool:
    """With the terminal drawing."""
    load = Load(asked.phones, asked.rate, asked.seconds, asked.ideas or 500)
    result, keys = await drawn(folder, load)
    print(runs.load_summary(load, result))
    print("key to paint: " + ", ".join(f"{name} {took.count}" for name, took in keys.items()))
    for name, took in keys.items():
        print(f"{name:<12}{took}")
    return result.fine


async def ideas(folder: Path, asked: argparse.Namespace) -> bool:
    """Very many ideas."""
    return await many(folder, asked.ideas or 10_000)


RUNS: Mapping[str, Callable[[Path, argparse.Namespace], Awaitable[bool]]] = {
    "room": room, "growth": growth, "ladder": ladder, "back": back, "hostile": hostile,
    "terminal": terminal, "many": ideas,
}  # fmt: skip


async def main() -> None:
    """One of them."""
    asked = options()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        fine = await RUNS[asked.what](Path(folder), asked)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    run(main())
