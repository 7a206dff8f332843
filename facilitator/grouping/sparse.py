"""Many short rows of weights, and how much each row has in common with the others; numpy and nothing else.

A table of 10,000 ideas by 10,000 would be 400 megabytes, so rows are compared a block at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
WORK = 16_000_000
"""Products of two weights at most, all rows together; beyond that the most common columns are left out."""
AT_ONCE = 1_000_000
"""Products held in memory at a time."""


@dataclass(frozen=True)
class Rows:
    """Row ``i`` holds ``weights[starts[i]:starts[i + 1]]`` in ``columns`` likewise."""

    starts: Places
    columns: Places
    weights: Numbers
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def turned(self) -> Rows:
        """Columns as rows."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        counts = np.bincount(self.columns, minlength=self.width)
        return Rows(_starts(counts), rows[order], self.weights[order], len(self))

    def chosen(self, rows: Places) -> Rows:
        """These rows."""
        counts = np.diff(self.starts)[rows]
        starts = _starts(counts)
        found = np.arange(int(starts[-1])) + np.repeat(self.starts[rows] - starts[:-1], counts)
        return Rows(starts, self.columns[found], self.weights[found], self.width)

    def part(self, first: int, last: int) -> Rows:
        """Some of the rows."""
        span = slice(int(self.starts[first]), int(self.starts[last]))
        starts = self.starts[first : last + 1] - self.starts[first]
        return Rows(starts, self.columns[span], self.weights[span], self.width)


def weighed(bags: Sequence[Mapping[str, float]]) -> Rows:
    """Rows of length 1: what is rare among the bags weighs more, what is often in one bag only a little more."""
    column: dict[str, int] = {}
    columns = np.array([column.setdefault(key, len(column)) for bag in bags for key in bag], dtype=np.int64)
    counts = np.array([len(bag) for bag in bags], dtype=np.int64)
    times = np.array([count for bag in bags for count in bag.values()], dtype=np.float64)
    often = np.bincount(columns, minlength=max(1, len(column)))
    weights = np.where(times >= 1, 1 + np.log(np.maximum(times, 1)), times)
    weights *= (np.log((1 + len(bags)) / (1 + often)) + 1)[columns]
    rows = np.repeat(np.arange(len(bags)), counts)
    lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(bags)))
    weights /= np.where(lengths > 0, lengths, 1.0)[rows]
    return Rows(_starts(counts), columns, weights.astype(np.float32), max(1, len(column)))


def common(block: Rows, others: Rows) -> Numbers:
    """How much each row of the block has in common with each of ``others``, which are turned already."""
    found = np.zeros((len(block), others.width), dtype=np.float32)
    costs = np.diff(others.starts)[block.columns]
    ends = np.concatenate([[0], np.cumsum(costs)])[block.starts]
    first = 0
    while first < len(block):  # as many rows at a time as there is room for
        last = max(first + 1, int(np.searchsorted(ends, ends[first] + AT_ONCE, side="right")) - 1)
        found[first:last] = _common(block.part(first, last), others)
        first = last
    return found


def _common(block: Rows, others: Rows) -> Numbers:
    lengths = np.diff(others.starts)[block.columns]
    total = int(lengths.sum())
    if not total:
        return np.zeros((len(block), others.width), dtype=np.float32)
    rows = np.repeat(np.arange(len(block)), np.diff(block.starts))
    # For every weight of the block the span of weights that it meets, one span after the other.
    shift = others.starts[block.columns] - (np.cumsum(lengths) - lengths)
    found = np.arange(total) + np.repeat(shift, lengths)
    places = np.repeat(rows * others.width, lengths) + others.columns[found]
    products = np.repeat(block.weights, lengths) * others.weights[found]
    sums = np.bincount(places, weights=products, minlength=len(block) * others.width)
    return sums.astype(np.float32).reshape(len(block), others.width)


def light(rows: Rows) -> Rows:
    """Without the columns that are too common to be worth the work: they tell little and cost most."""
    often = np.bincount(rows.columns, minlength=rows.width)
    if int((often.astype(np.int64) ** 2).sum()) <= WORK:
        return rows
    by_size = np.sort(often)
    cost = np.cumsum(by_size.astype(np.int64) ** 2)
    limit = int(by_size[max(0, int(np.searchsorted(cost, WORK)) - 1)])
    kept = often[rows.columns] <= limit
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))[kept]
    counts = np.bincount(owners, minlength=len(rows))
    return Rows(_starts(counts), rows.columns[kept], rows.weights[kept], rows.width)


def _starts(counts: npt.NDArray[np.int64]) -> Places:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
