"""Sparse matrices (compressed sparse rows), TF-IDF and blockwise dot products, with numpy only.

scipy offers the same but adds more than 100 megabytes to an installation. A dense table of 10,000 by 10,000 ideas would
take 400 megabytes, so callers compare a block of rows at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IndexArray = npt.NDArray[np.int64]
MAX_PRODUCTS = 16_000_000
"""Most products of two weights for one full comparison; beyond that ``drop_common_columns`` leaves columns out."""
PRODUCTS_PER_BATCH = 1_000_000
"""Products that are held in memory at a time: about 30 megabytes with their indices."""


@dataclass(frozen=True)
class SparseRows:
    """A sparse matrix in compressed-sparse-row form, ``width`` columns wide.

    Row ``i`` has the values ``weights[starts[i]:starts[i + 1]]`` in the columns given by the same slice of ``columns``.
    """

    starts: IndexArray
    columns: IndexArray
    weights: FloatArray
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def transpose(self) -> SparseRows:
        """The transposed matrix."""
        # A stable sort by column keeps the entries of each column in row order.
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        counts = np.bincount(self.columns, minlength=self.width)
        return SparseRows(_row_starts(counts), rows[order], self.weights[order], len(self))

    def take(self, rows: IndexArray) -> SparseRows:
        """The matrix of these rows, in the given order."""
        counts = np.diff(self.starts)[rows]
        starts = _row_starts(counts)
        # Entry ``k`` of the new row ``r`` comes from position ``self.starts[r] + k``, for all rows in one step.
        found = np.arange(int(starts[-1])) + np.repeat(self.starts[rows] - starts[:-1], counts)
        return SparseRows(starts, self.columns[found], self.weights[found], self.width)

    def row_range(self, first: int, last: int) -> SparseRows:
        """The matrix of the rows ``first`` to ``last - 1``; shares memory with this one."""
        span = slice(int(self.starts[first]), int(self.starts[last]))
        starts = self.starts[first : last + 1] - self.starts[first]
        return SparseRows(starts, self.columns[span], self.weights[span], self.width)


def tf_idf(bags: Sequence[Mapping[str, float]]) -> SparseRows:
    """TF-IDF rows of length 1, one for each bag; the dot product of two is their cosine similarity.

    Term frequency is 1 + ln(count) for counts of at least 1 (smaller weights, such as of parts of compounds, stay as
    they are): a word that stands twice in an idea says little more than once. Inverse document frequency is
    ln((1 + n) / (1 + df)) + 1, smoothed as in scikit-learn.
    """
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
    return SparseRows(_row_starts(counts), columns, weights.astype(np.float32), max(1, len(column)))


def dot_products(block: SparseRows, transposed: SparseRows) -> FloatArray:
    """The dot products of each row of ``block`` with each row of a second matrix, dense.

    ``transposed`` is the second matrix transposed: for each column of the block it gives the rows that have it.
    """
    found = np.zeros((len(block), transposed.width), dtype=np.float32)
    costs = np.diff(transposed.starts)[block.columns]
    # How many products all rows before each row need; it cuts the block into batches that fit in memory.
    ends = np.concatenate([[0], np.cumsum(costs)])[block.starts]
    first = 0
    while first < len(block):
        last = max(first + 1, int(np.searchsorted(ends, ends[first] + PRODUCTS_PER_BATCH, side="right")) - 1)
        found[first:last] = _dot_products_batch(block.row_range(first, last), transposed)
        first = last
    return found


def _dot_products_batch(block: SparseRows, transposed: SparseRows) -> FloatArray:
    """The dot products of one batch: only columns that both rows have are multiplied, without a Python loop."""
    lengths = np.diff(transposed.starts)[block.columns]
    total = int(lengths.sum())
    if not total:
        return np.zeros((len(block), transposed.width), dtype=np.float32)
    rows = np.repeat(np.arange(len(block)), np.diff(block.starts))
    # Each weight of the block is multiplied with every weight in its column of the second matrix; those lie side by
    # side in the transposed matrix. ``found`` lists the positions of all those spans, one span after the other.
    shift = transposed.starts[block.columns] - (np.cumsum(lengths) - lengths)
    found = np.arange(total) + np.repeat(shift, lengths)
    places = np.repeat(rows * transposed.width, lengths) + transposed.columns[found]
    products = np.repeat(block.weights, lengths) * transposed.weights[found]
    # The products that belong to the same pair of rows are added up; ``bincount`` adds in a fixed order.
    sums = np.bincount(places, weights=products, minlength=len(block) * transposed.width)
    return sums.astype(np.float32).reshape(len(block), transposed.width)


def drop_common_columns(rows: SparseRows) -> SparseRows:
    """The matrix without its most common columns, if a full comparison would need more than ``MAX_PRODUCTS``.

    A column with n entries costs n * n products, so the few most common ones cost most, and their low inverse document
    frequency makes them contribute least.
    """
    often = np.bincount(rows.columns, minlength=rows.width)
    if int((often.astype(np.int64) ** 2).sum()) <= MAX_PRODUCTS:
        return rows
    by_size = np.sort(often)
    cost = np.cumsum(by_size.astype(np.int64) ** 2)
    # The largest column size at which the columns up to that size stay within the limit.
    limit = int(by_size[max(0, int(np.searchsorted(cost, MAX_PRODUCTS)) - 1)])
    kept = often[rows.columns] <= limit
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))[kept]
    counts = np.bincount(owners, minlength=len(rows))
    return SparseRows(_row_starts(counts), rows.columns[kept], rows.weights[kept], rows.width)


def _row_starts(counts: npt.NDArray[np.int64]) -> IndexArray:
    """Row lengths as the positions where rows start."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
