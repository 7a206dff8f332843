"""Speed that is felt, on a real pseudo-terminal: ``python tests/bench/terminal.py [first] [echo] [wall]``.

first   ``facilitator`` to its first paint, beside an empty Textual app, in turns
echo    a key to its paint, in a quiet room and while phones join and answer   --phones 1000
wall    one idea placed on a wall of a thousand, key to paint                  --ideas 1000

Both sides of every ratio are measured in one run. Everything stays on this computer. Without a name: all three.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent.parent
# This file has the name of a folder of tests, so its own folder must not be searched.
sys.path[0:1] = [str(ROOT), str(ROOT / "tests")]

from bench.pty_program import Program  # noqa: E402
from bench.walls import grouping, open_text  # noqa: E402
from facilitator.i18n.messages import say  # noqa: E402

EMPTY = "from textual.app import App\nclass Empty(App[None]): ...\nEmpty().run()"
PAGE_DOWN, TAB, ESC = "\x1b[6~", "\t", "\x1b"
OPENED = b"\x1b[?1049h"
TURNS = 9
KEYS = 150
FRAME = 1 / 60


def main(words: Sequence[str]) -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", default=["first", "echo", "wall"])
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--ideas", type=int, default=1000)
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for what in asked.what:
            home = Path(folder) / what
            home.mkdir()
            if what == "first":
                first_paint(home)
            elif what == "echo":
                asyncio.run(echo(home, asked.phones))
            elif what == "wall":
                asyncio.run(wall(home, asked.ideas))


def timing_line(name: str, seconds: Sequence[float]) -> str:
    """Median, 95th percentile and worst in milliseconds."""
    p95 = quantiles(seconds, n=20)[-1]
    return (
        f"{name:<34} n={len(seconds):<4} median {median(seconds) * 1000:7.1f} ms"
        f"   p95 {p95 * 1000:7.1f} ms   max {max(seconds) * 1000:7.1f} ms"
    )


def first_paint(home: Path) -> None:
    """From the start of the process to the first paint: of the home screen, and of an app with nothing in it."""
    ours, empty = [], []
    home_words = say("home.ready", "en").encode()
    for _ in range(TURNS):
        with Program(home, "-m", "facilitator", "--language", "en") as program:
            ours.append(program.until(lambda shown: home_words in shown))
        with Program(home, "-c", EMPTY) as program:
            # The first frame of an empty app: whatever comes after the alternate screen has been opened and cleared.
            empty.append(program.until(lambda shown: b"\x1b[1;1H" in shown.rpartition(OPENED)[2]))
    print(timing_line("first paint of facilitator", ours))
    print(timing_line("first paint of an empty Textual app", empty))
    print(f"ratio of the medians: {median(ours) / median(empty):.2f} (aim: at most 2)\n", flush=True)


async def echo(home: Path, phones: int) -> None:
    """A letter typed in the filter of the console: alone, then while phones join and ten answers a second come."""
    session = open_text(home)
    with Program(home, "-m", "facilitator", "run", str(session), "--host", "127.0.0.1", "--port", "0") as program:
        program.until(lambda shown: b"F5 " in shown)
        await to_console(program)
        program.type("/")
        await asyncio.sleep(0.5)
        letters = iter(map(chr, count(0x4E00)))
        quiet = [await typed(program, next(letters)) for _ in range(KEYS)]
        rush = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.people", program.address(session), str(phones),
            stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        )  # fmt: skip
        work = asyncio.create_task(rush.communicate())
        busy: list[float] = []
        while not work.done() or len(busy) < KEYS:
            busy.append(await typed(program, next(letters)))
        joined, seconds, saved = (await work)[0].split()
    print(timing_line("key to paint, nobody joins", quiet))
    print(timing_line(f"key to paint, {phones} phones join", busy))
    said = f"{int(joined)} joined in {float(seconds):.1f} s, {int(saved)} answers saved; aim: p95 at most 50 ms"
    print(said + "\n", flush=True)


async def typed(program: Program, letter: str) -> float:
    """Seconds until a letter that was never seen before stands on the screen. Every so often the field is emptied."""
    if ord(letter) % 40 == 0:
        program.type(ESC)
        await asyncio.sleep(0.3)
        program.type("/")
        await asyncio.sleep(0.2)
    await asyncio.sleep(0.04)
    wanted, begun = letter.encode(), time.perf_counter()
    program.type(letter)
    while wanted not in program.shown:
        await asyncio.sleep(0.001)
        assert time.perf_counter() - begun < 20, "the letter was never painted"
    return time.perf_counter() - begun


async def to_console(program: Program) -> None:
    """Over the warning."""
    program.type(TAB)
    await asyncio.sleep(1.0)
    program.type(TAB)
    await asyncio.sleep(1.0)


async def wall(home: Path, ideas: int) -> None:
    """A number key in the grouping: until the screen says that there is one idea less without a theme."""
    session = grouping(home, ideas)
    with Program(home, "-m", "facilitator", "run", str(session), "--host", "127.0.0.1", "--port", "0") as program:
        program.until(lambda shown: b"F5 " in shown)
        await to_console(program)
        program.until(lambda shown: say("console.loose", "fi", n=ideas).split(" ")[0].encode() in shown)
        spent = []
        for left in range(ideas - 1, ideas - 1 - KEYS, -1):
            await asyncio.sleep(0.05)
            seen, begun = len(program.shown), time.perf_counter()
            program.type("12"[left % 2])
            wanted = str(left).encode()
            while wanted not in program.shown[seen:]:
                await asyncio.sleep(0.001)
                assert time.perf_counter() - begun < 20, program.shown[seen:][-2000:]
            spent.append(time.perf_counter() - begun)
    print(timing_line(f"one of {ideas} ideas placed, key to paint", spent))
    frames = quantiles(spent, n=20)[-1] / FRAME
    print(f"p95 in frames of a 60th: {frames:.1f} (aim: at most 2, 33 ms)\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
