"""Suggested themes measured: quality beside three plain ways, time and memory, and what the room's loop feels of it.

    python tests/bench/grouping.py [FOLDER]

FOLDER holds sorted sets, each a ``.jsonl`` file of ``{"text", "label", "lang"}``; without one, the set of the tests is
taken. A set is called ``family_language_...``; figures are means of sets, then of families.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
# A file beside this one has the name of a package, so its own folder must not be searched.
sys.path[0:1] = [str(HERE.parents[1]), str(HERE.parent)]

from bench.baselines import each_alone, k_means, spelt_alike  # noqa: E402
from bench.grouping_scores import Idea, mean, scores  # noqa: E402
from facilitator.grouping import packs, vectors  # noqa: E402
from facilitator.grouping.idea import WrittenIdea  # noqa: E402
from facilitator.grouping.suggest import Resources, suggest  # noqa: E402
from facilitator.suggestions.worker import Worker  # noqa: E402

OWN = HERE.parent / "grouping"
SIZES = (150, 1_000, 10_000)
COMMAND = (sys.executable, "-m", "facilitator", "suggest")
TWIN = "dups"
"""Sets of near-duplicates, which have no themes."""

Way = Callable[[Sequence[Idea]], dict[str, float]]


def suggesting(helps: Resources) -> Way:
    """A way to group: ours."""

    def way(ideas: Sequence[Idea]) -> dict[str, float]:
        found = suggest([WrittenIdea(id=str(n), text=idea["text"]) for n, idea in enumerate(ideas)], helps).ideas
        return scores(ideas, [each.group for each in found], [each.conf for each in found])

    return way


def plain(group: Callable[[Sequence[str]], Sequence[object]]) -> Way:
    """A way to group: one of those to compare with."""
    return lambda ideas: scores(ideas, group([idea["text"] for idea in ideas]))


def read(folder: Path) -> dict[str, list[Idea]]:
    """Name of a set -> its ideas."""
    files = sorted(folder.glob("*.jsonl"))
    return {file.stem: [json.loads(line) for line in file.read_text("utf-8").splitlines()] for file in files}


def quality(folder: Path) -> None:
    """The table of scores."""
    meaning, shipped = vectors.shipped_vectors(), packs.shipped_packs()
    ways: Mapping[str, Way] = {
        "suggested": suggesting(Resources(embedder=meaning, packs=shipped)),
        "without the pack": suggesting(Resources(embedder=meaning)),
        "words only": suggesting(Resources(packs=shipped)),
        "k-means on words": plain(k_means),
        "each alone": plain(each_alone),
        "spelt alike": plain(spelt_alike),
    }
    sets = {name: ideas for name, ideas in read(folder).items() if not name.startswith(TWIN)}
    if len(sets) == 1:
        (ideas,) = sets.values()
        parts = {f"own_{code}": [idea for idea in ideas if idea["lang"] == code] for code in ("fi", "sv", "en")}
        sets = {"own_mix": ideas} | parts
    by_way: dict[str, dict[str, dict[str, float]]] = {}
    for name, way in ways.items():
        families = defaultdict(list)
        for title, ideas in sets.items():
            families[re.sub(r"(_\d+)+$", "", title)].append(way(ideas))
        by_way[name] = {family: mean(rows) for family, rows in families.items()}
    print(f"{len(sets)} sets from {folder}\n")
    print("saved".ljust(14), *(name.rjust(17) for name in ways))
    for family in next(iter(by_way.values())):
        print(family.ljust(14), *(f"{by_way[name][family]['saved']:17.2f}" for name in ways))
    for code in ("fi", "sv", "en", "mix"):
        means = [mean([r for f, r in by_way[name].items() if f.endswith(f"_{code}")] or [{}]) for name in ways]
        print(f"all {code}".ljust(14), *(f"{row.get('saved', 0):17.3f}" for row in means))
    print("\nall".ljust(15), *(name.rjust(17) for name in ways))
    everything = [mean(list(by_way[name].values())) for name in ways]
    for figure in ("saved", "right", "sure", "found", "across", "left"):
        print(figure.ljust(14), *(f"{row[figure]:17.3f}" if figure in row else "-".rjust(17) for row in everything))


def many(count: int, folder: Path) -> list[str]:
    """This many different texts: those of the sets, then halves of two of them."""
    chance = random.Random(1)
    texts = [idea["text"] for ideas in read(folder).values() for idea in ideas]
    found = list(dict.fromkeys(texts))
    chance.shuffle(found)
    while len(found) < count:
        one, other = chance.choice(texts).split(), chance.choice(texts).split()
        found.append(" ".join([*one[: len(one) // 2], *other[len(other) // 2 :], str(len(found))]))
    return found[:count]


def speed(folder: Path) -> None:
    """Seconds and megabytes of a fresh command, and seconds of a second question to the same process."""
    print("\nideas".ljust(11), "fresh s".rjust(9), "warm s".rjust(9), "peak MB".rjust(9))
    for count in SIZES:
        texts = many(count, folder)
        lines = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)).encode()
        fresh = []
        for _ in range(3 if count < 5_000 else 1):
            begun = time.perf_counter()
            subprocess.run(COMMAND, input=lines, capture_output=True, check=True)
            fresh.append(time.perf_counter() - begun)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        warm, stall = asyncio.run(beside(texts))
        print(f"{count:<10}", f"{statistics.median(fresh):9.2f}", f"{warm:9.2f}", f"{peak:9.0f}", end="")
        print(f"   the room's loop stood still for {1000 * stall:.0f} ms at most")


async def beside(texts: Sequence[str]) -> tuple[float, float]:
    """Seconds of a second question to the worker; the longest that a loop, which should tick each ms, was late."""
    worker, ideas = Worker(), [WrittenIdea(id=str(n), text=text) for n, text in enumerate(texts)]
    late = [0.0]

    async def tick() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append(time.perf_counter() - begun - 0.001)

    await worker.ask(ideas, (), frozenset(), lambda share: None)
    ticking = asyncio.create_task(tick())
    begun = time.perf_counter()
    await worker.ask(ideas, (), frozenset(), lambda share: None)
    took = time.perf_counter() - begun
    ticking.cancel()
    worker.stop()
    return took, max(late)


def main() -> None:
    """Everything."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else OWN
    quality(folder)
    speed(folder)


if __name__ == "__main__":
    main()
