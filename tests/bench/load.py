"""A room under load, through ``facilitator serve`` with the store on disk: ``python tests/bench/load.py --help``.

Client and server share the machine, and maybe with others: look at ratios, which are measured in one run.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[0:1] = [str(ROOT), str(ROOT / "tests")]

from bench.figures import HEADS, Times, cpu, memory  # noqa: E402
from bench.ladder import ladder as climbed  # noqa: E402
from bench.phones import Sender, Streams, arrivals, join, run  # noqa: E402
from bench.rooms import Serving, make, saved_ideas  # noqa: E402


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["room", "ladder"], default="room")
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=100, help="answers a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--ideas", type=int, default=0, help="how many there are before")
    parser.add_argument("--parts", action="store_true", help="phones fetch their part of the page, as the script does")
    parser.add_argument("--processes", type=int, default=1, help="that read the streams")
    parser.add_argument("--answers", type=int, default=3000, help="for each rung of the ladder in each turn")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--by-chance", action="store_true", help="answers come as chance has it, not evenly")
    parser.add_argument("--profile", nargs="*", default=[], help="words before the program, as a profiler")
    return parser.parse_args()


async def room(folder: Path, asked: argparse.Namespace) -> bool:
    path = folder / "room.json"
    make(path, asked.ideas)
    async with Serving(path, folder / "home", *asked.profile) as serving:
        await serving.walk_to("ideas", "open")
        begun = time.perf_counter()
        cookies = await join(serving.place, asked.phones)
        joining = time.perf_counter() - begun
        streams = Streams(serving.place, cookies, asked.processes)
        opened, opening = await streams.opened()
        open_memory = memory(serving.pid)
        sender = Sender(serving.place, cookies, parts=asked.parts)
        used, begun = cpu(serving.pid), time.perf_counter()
        following = asyncio.create_task(sender.following(max(2.0, asked.phones / 100))) if asked.parts else None
        sent = await sender.at_rate(asked.rate, asked.seconds, by_chance=asked.by_chance)
        took = time.perf_counter() - begun
        used = cpu(serving.pid) - used
        if following is not None:
            following.cancel()
        saved = sorted(sent.saved)
        heard = await streams.end(saved)
        wall = Times()
        missed = arrivals(serving.versions, serving.times, saved, wall)
        most = memory(serving.pid)
        sender.close()
    kept = Counter(idea["text"] for idea in saved_ideas(path))
    lost = sum(1 for text in sent.texts if not kept[text])
    doubled = sum(n - 1 for text, n in kept.items())
    print(f"{asked.phones} phones, {asked.rate:g} answers a second for {asked.seconds:g} s, {asked.ideas} ideas before")
    print(f"joined in {joining:.2f} s, {opened} streams open in {opening:.2f} s")
    print(f"answers {len(saved)} saved, {dict(sent.failed) or 0} failed, {lost} lost, {doubled} doubled; "
          f"to phones {heard.lost} lost, {heard.dropped} dropped; wall {missed} missed")  # fmt: skip
    print("ms          " + HEADS)
    told = {"on disk": sent.took, "on the wall": wall, "on phones": heard.delivered, "part": sent.parts}
    for name, times in told.items():
        if times.count:
            print(f"{name:<12}{times}")
    print(f"server {used / took:.2f} of a core, {used / max(1, len(saved)) * 1e3:.2f} ms an answer; "
          f"{open_memory:.0f} MB with streams open, {most:.0f} MB at the end; "
          f"{heard.octets / max(1, asked.phones) / took:.0f} bytes a second to each phone")  # fmt: skip
    return not (sent.failed or lost or doubled or heard.lost or heard.dropped or missed)


async def ladder(folder: Path, asked: argparse.Namespace) -> bool:
    await climbed(folder, asked.answers, asked.turns)
    return True


async def main() -> None:
    asked = options()
    fine = True
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for number, what in enumerate([asked.what]):
            here = Path(folder) / f"{number}-{what}"
            here.mkdir()
            fine &= await globals()[what](here, asked)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    run(main())
