"""Mutation run over the rules: how many small faults, put into ``facilitator/rules``, the tests of the rules detect.

``python tests/bench/mutation.py --mutants 500 --seed 14`` draws mutants with a fixed seed, runs the tests that call the
mutated function until the first failure, and prints the score and a diff of every mutant that no test detected.
mutmut makes the mutants and runs the tests (``[tool.mutmut]`` in pyproject.toml), in the folder ``mutants``, which is
removed at the end unless ``--keep`` is given. The sources are not changed.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "mutants"
RESULT = re.compile(r"^ {4}(\S+): ([a-z ]+)$", re.MULTILINE)
"""A line of ``mutmut results``: name of a mutant and its status."""
DETECTED = ("killed", "timeout", "segfault")
NO_MUTANT = "no mutant has this name"
"""Makes ``mutmut run`` stop when all mutants are generated and the tests of each function are known."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 when fewer mutants than ``--least`` percent were detected."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=500, help="how many to draw")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--least", type=float, default=85.0, help="percent that must be detected")
    parser.add_argument("--module", default="", help="only mutants of modules whose name contains this")
    parser.add_argument("--keep", action="store_true", help="keep the folder of mutants, for `mutmut show NAME`")
    wanted = parser.parse_args(arguments)
    started = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        mutmut("run", "--max-children", str(wanted.processes), NO_MUTANT)
        drawn = draw([name for name in results() if wanted.module in name], wanted.mutants, wanted.seed)
        print(mutmut("run", "--max-children", str(wanted.processes), *drawn).splitlines()[-1:])
        score = report(drawn, time.monotonic() - started)
    finally:
        if not wanted.keep:
            shutil.rmtree(FOLDER, ignore_errors=True)
    return int(score < wanted.least)


def mutmut(*arguments: str) -> str:
    """Run mutmut in the project's folder; what it printed."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def results() -> dict[str, str]:
    """Mutant -> its status. Fails when there are no mutants."""
    found = dict(RESULT.findall(mutmut("results", "--all", "true")))
    if not found:
        raise SystemExit("mutmut made no mutants; `python -m mutmut run` says why")
    return found


def draw(names: Sequence[str], count: int, seed: int) -> list[str]:
    """The sample: the same mutants for the same sources, count and seed."""
    return random.Random(seed).sample(sorted(names), min(count, len(names)))


def report(drawn: Sequence[str], seconds: float) -> float:
    """Print and return the score in percent, with diffs of the undetected mutants, also of those without a test."""
    status = results()
    counts = Counter(status[name] for name in drawn)
    undetected = sorted(name for name in drawn if status[name] not in DETECTED)
    for name in undetected:
        print(mutmut("show", name))
    score = 100 * (len(drawn) - len(undetected)) / len(drawn)
    print(f"{len(drawn)} mutants of {len(status)}: " + ", ".join(f"{n} {word}" for word, n in counts.most_common()))
    print(f"{score:.1f} % detected, in {seconds / 60:.0f} minutes")
    return score


if __name__ == "__main__":
    sys.exit(main())
