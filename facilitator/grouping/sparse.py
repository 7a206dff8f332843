"""Many short rows of weights, and how much each row has in common with the others; numpy and nothing else.

A table of 10,000 ideas by 10,000 would be 400 megabytes, so rows are compared a block at a time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
WORK = 60_000_000
"""Products of two weights at most, all rows together; beyond that the most common columns are left out."""


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

    def part(self, first: int, last: int) -> Rows:
        """Some of the rows."""
        span = slice(int(self.starts[first]), int(self.starts[last]))
        starts = self.starts[first : last + 1] - self.starts[first]
        return Rows(starts, self.columns[span], self.weights[span], self.width)


def weighed(bags: Sequence[Mapping[str, float]]) -> Rows:
    """Rows of length 1: what is rare among the bags weighs more, what is often in one bag only a little more."""
    often = Counter(key for bag in bags for key in bag)
    column = {key: place for place, key in enumerate(sorted(often))}
    rarity = {key: math.log((1 + len(bags)) / (1 + count)) + 1 for key, count in often.items()}
    columns, weights, counts = [], [], []
    for bag in bags:
        row = [(column[key], (1 + math.log(x) if x >= 1 else x) * rarity[key]) for key, x in sorted(bag.items())]
        length = math.sqrt(sum(weight * weight for _, weight in row)) or 1.0
        columns.extend(place for place, _ in row)
        weights.extend(weight / length for _, weight in row)
        counts.append(len(row))
    starts = _starts(np.array(counts, dtype=np.int64))
    return Rows(starts, np.array(columns, dtype=np.int64), np.array(weights, dtype=np.float32), max(1, len(column)))


def from_dense(table: Numbers) -> Rows:
    """The entries of a table that are not zero."""
    rows, columns = np.nonzero(table)
    counts = np.bincount(rows, minlength=len(table))
    return Rows(_starts(counts), columns.astype(np.int64), table[rows, columns], table.shape[1])


def common(block: Rows, others: Rows) -> Numbers:
    """How much each row of the block has in common with each of ``others``, which are turned already."""
    lengths = np.diff(others.starts)[block.columns]
    rows = np.repeat(np.arange(len(block)), np.diff(block.starts))
    total = int(lengths.sum())
    size = len(block) * others.width
    if not total:
        return np.zeros((len(block), others.width), dtype=np.float32)
    ends = np.cumsum(lengths)
    within = np.arange(total) - np.repeat(ends - lengths, lengths)
    found = np.repeat(others.starts[block.columns], lengths) + within
    places = np.repeat(rows * others.width, lengths) + others.columns[found]
    products = np.repeat(block.weights, lengths) * others.weights[found]
    sums = np.bincount(places, weights=products, minlength=size)
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
