"""Figures of a run: times in fine boxes, what a process used, tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

BOX = 0.0002
"""Seconds; the width of one box of ``Times``."""

LAST = 100_000
"""Number of the last box: twenty seconds and everything above."""


class Times:
    """Many durations, kept as counts per box, so that millions of them take no room."""

    def __init__(self) -> None:
        self.boxes: dict[int, int] = {}
        self.count = 0
        self.most = 0.0

    def add(self, seconds: float, often: int = 1) -> None:
        """One duration, or the same one several times."""
        box = min(LAST, max(0, int(seconds / BOX)))
        self.boxes[box] = self.boxes.get(box, 0) + often
        self.count += often
        self.most = max(self.most, seconds)

    def extend(self, other: Times) -> None:
        """All of another's."""
        for box, often in other.boxes.items():
            self.boxes[box] = self.boxes.get(box, 0) + often
        self.count += other.count
        self.most = max(self.most, other.most)

    def at(self, share: float) -> float:
        """The duration in milliseconds that ``share`` of all stay under; not a number when there are none."""
        rest = share * self.count
        for box in sorted(self.boxes):
            rest -= self.boxes[box]
            if rest <= 0:
                return (box + 0.5) * BOX * 1e3
        return float("nan")

    def __str__(self) -> str:
        return f"{self.at(0.5):7.1f} {self.at(0.95):7.1f} {self.at(0.99):7.1f} {self.most * 1e3:8.1f}"


HEADS = "    p50     p95     p99      max"
"""Over a ``Times`` as text."""


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used, by all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def handles(pid: int) -> int:
    """Open files and sockets of a process."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns as wide as they need to be, numbers to the right."""
    lines = [list(heads), *([cell(each) for each in row] for row in rows)]
    wide = [max(len(line[n]) for line in lines) for n in range(len(heads))]
    aligned = [[text.rjust(wide[n]) if n else text.ljust(wide[n]) for n, text in enumerate(line)] for line in lines]
    return "\n".join("  ".join(line) for line in aligned)


def cell(value: object) -> str:
    """A number as it is read."""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
