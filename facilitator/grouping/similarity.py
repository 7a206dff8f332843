"""The similarity of ideas, summed from several weak features: words, letters, embeddings and a theme pack.

The choice of similarity decides the quality of the groups; on the evaluation sets the choice of clustering algorithm
(Louvain, Leiden, average linkage, spectral) changed the score by at most 0.02. No single feature is reliable: two ideas
on one theme often share no word (pairwise AUC of words and letters alone: 0.60 on Finnish ideas, where 0.50 is chance).
Summing lets features that agree outweigh one that is wrong.

Each idea keeps its nearest neighbours only. In a second step, ideas with the same neighbours become more similar: two
ideas without a common word are linked when a third shares one with each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from facilitator.grouping.sparse import FloatArray, IndexArray, SparseRows, dot_products, drop_common_columns
from facilitator.grouping.vectors import unit_rows

ROWS_PER_BLOCK = 250
"""Rows that are compared at a time: 250 rows of 10,000 ideas are a table of 10 megabytes, all rows would be 400."""
WORD_WEIGHT, LETTER_WEIGHT, MEANING_WEIGHT, PACK_WEIGHT, SHARED_WEIGHT = 0.5, 0.5, 0.5, 1.0, 0.5
"""Weight of each feature: word TF-IDF, letter n-grams, embeddings, theme pack, common neighbours."""
CALIBRATION_QUANTILE = 0.95
"""Quantile at which pairs across two languages are calibrated against pairs within one language."""
MAX_STRETCH = 3.0
"""Largest calibration factor: two languages with almost no similarity between them are not amplified without bound."""
MIN_LANGUAGE_IDEAS = 5
"""Fewest ideas in a language for its similarities to be calibrated; below that a quantile says nothing."""
SAMPLE_SIZE = 200
"""Rows from which the quantiles are estimated, evenly spaced, so that calibration stays cheap and deterministic."""


@dataclass
class Features:
    """The features of all ideas; row ``i`` of each belongs to idea ``i``."""

    languages: Sequence[str]
    words: SparseRows
    letters: SparseRows
    embeddings: FloatArray | None = None
    """One unit vector per idea, or a zero row; centred by language."""
    theme_membership: FloatArray | None = None
    """Share of each idea in each theme of the best-fitting pack, times the square root of how well that pack fits."""


class NeighbourGraph:
    """The similarity graph. ``rows`` holds for each idea its nearest neighbours and how similar they are.

    Computed on construction; ``on_progress`` is called with the share of the work that is done, 0 to 1.
    """

    def __init__(self, features: Features, on_progress: Callable[[float], None] = lambda share: None) -> None:
        self._features = features
        self.count = len(features.languages)
        # 30 to 150 neighbours each, fewer for long lists: up to 150,000 edges for 5,000 ideas, 300,000 for 10,000.
        # Louvain uses the best 25; the others serve the comparison of neighbourhoods and the refinement.
        self._neighbour_limit = min(self.count - 1, max(30, min(150, 150_000 // max(1, self.count))))
        self._words, self._letters = drop_common_columns(features.words), drop_common_columns(features.letters)
        self._words_by_column, self._letters_by_column = self._words.transpose(), self._letters.transpose()
        self._stretch = self._measure_stretch() if features.embeddings is not None else {}
        # First pass: direct similarity, block by block, of which only the nearest neighbours are kept.
        blocks = range(0, self.count, ROWS_PER_BLOCK)
        first = []
        for block in blocks:
            first.append(
                self._keep_nearest(self._direct_similarity(block, min(block + ROWS_PER_BLOCK, self.count)), block)
            )
            on_progress(0.7 * min(block + ROWS_PER_BLOCK, self.count) / self.count)
        direct = _stack_rows(first, self.count)
        # Second pass: the cosine between two ideas' lists of neighbours is added to their direct similarity. It links
        # ideas that share no word but have common neighbours, and ranks links within a theme above chance links.
        squared = _square_and_normalise(direct)
        turned = squared.transpose()
        second = []
        for block in blocks:
            end = min(block + ROWS_PER_BLOCK, self.count)
            table = SHARED_WEIGHT * dot_products(squared.row_range(block, end), turned)
            # Scatter the sparse direct similarities of these rows into the dense table.
            part = direct.row_range(block, end)
            table[np.repeat(np.arange(end - block), np.diff(part.starts)), part.columns] += part.weights
            second.append(self._keep_nearest(table, block))
            on_progress(0.7 + 0.3 * end / self.count)
        self.rows = _stack_rows(second, self.count)

    def _language_blind_similarity(self, rows: IndexArray) -> FloatArray:
        """Similarity of these rows to all ideas by words, letters and embeddings, before calibration."""
        meaning = self._features.embeddings
        table = WORD_WEIGHT * dot_products(self._words.take(rows), self._words_by_column)
        table += LETTER_WEIGHT * dot_products(self._letters.take(rows), self._letters_by_column)
        if meaning is not None:
            # A negative cosine says no more than "unrelated"; it must not outweigh a word that two ideas share.
            table += MEANING_WEIGHT * np.maximum(meaning[rows] @ meaning.T, 0)
        return table

    def _direct_similarity(self, first: int, last: int) -> FloatArray:
        """Similarity of a block of rows to all ideas, calibrated across languages, with the theme pack."""
        signs, table = self._features, self._language_blind_similarity(np.arange(first, last))
        if self._stretch:
            table *= self._language_factors(first, last)
        if signs.theme_membership is not None:
            table += PACK_WEIGHT * (signs.theme_membership[first:last] @ signs.theme_membership.T)
        return np.asarray(table, dtype=np.float32)

    def _language_factors(self, first: int, last: int) -> FloatArray:
        """The calibration factor of each pair, as a table; 1 within a language and for rare languages."""
        codes = sorted({code for pair in self._stretch for code in pair})
        place = {code: number for number, code in enumerate(codes)}
        grid = np.ones((len(codes) + 1, len(codes) + 1), dtype=np.float32)
        for (one, other), factor in self._stretch.items():
            grid[place[one], place[other]] = factor
        of = np.array([place.get(language, len(codes)) for language in self._features.languages])
        return np.asarray(grid[of[first:last]][:, of], dtype=np.float32)

    def _measure_stretch(self) -> dict[tuple[str, str], float]:
        """The calibration factor of each pair of languages.

        Ideas in two languages share hardly any word, so all their similarities are lower, and groups would form by
        language instead of by theme. The factor brings the upper quantile of the pairs across two languages to the mean
        of the quantiles within each. On mixed sessions this and ``centre_by_language`` raised the score from 0.54 to
        0.59.
        """
        of = np.array(self._features.languages)
        codes = [code for code in sorted(set(self._features.languages)) if (of == code).sum() >= MIN_LANGUAGE_IDEAS]
        if len(codes) < 2:
            return {}
        step = max(1, self.count // SAMPLE_SIZE)
        picked = np.arange(0, self.count, step)
        table = self._language_blind_similarity(picked)
        table[np.arange(len(picked)), picked] = 0  # an idea's similarity to itself would distort the quantile
        top: dict[tuple[str, str], float] = {}
        for one in codes:
            for other in codes:
                values = table[of[picked] == one][:, of == other]
                top[one, other] = float(np.quantile(values, CALIBRATION_QUANTILE)) if values.size else 0.0
        found = {}
        for one, other in top:
            across = (top[one, other] + top[other, one]) / 2
            if one != other and across > 1e-6:
                found[one, other] = min(MAX_STRETCH, (top[one, one] + top[other, other]) / 2 / across)
        return found

    def _keep_nearest(self, table: FloatArray, first: int) -> SparseRows:
        """The nearest neighbours of each row, in order of their number. An idea is not its own neighbour."""
        rows = np.arange(len(table))
        table[rows, rows + first] = 0
        if self._neighbour_limit < self.count - 1:
            # Break ties by index, with differences far below any that matter, so that every machine keeps the same
            # neighbours; ``partition`` does not define an order among equals.
            table -= np.arange(self.count, dtype=np.float32) * np.float32(1e-9)
            floor = np.partition(table, self.count - self._neighbour_limit, axis=1)[
                :, self.count - self._neighbour_limit
            ]
            table = np.where(table >= np.maximum(floor, 0)[:, None], table, 0)
        table = np.maximum(table, 0)
        where, columns = np.nonzero(table)
        counts = np.bincount(where, minlength=len(table))
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return SparseRows(starts, columns.astype(np.int64), table[where, columns], self.count)


def centre_by_language(embeddings: FloatArray, languages: Sequence[str]) -> FloatArray:
    """The embeddings less the mean of their language, scaled to length 1.

    The mean holds what all ideas of a language have in common, which identifies the language and not the theme. A
    language with fewer than three known ideas has no usable mean and is left as it is.
    """
    embeddings, of = embeddings.copy(), np.array(languages)
    for language in set(languages):
        known = (of == language) & (np.abs(embeddings).sum(axis=1) > 0)
        if known.sum() >= 3:
            embeddings[known] -= embeddings[known].mean(axis=0)
    return unit_rows(embeddings)


def _stack_rows(parts: Sequence[SparseRows], width: int) -> SparseRows:
    """The rows of all parts, one part after another."""
    counts = np.concatenate([np.diff(part.starts) for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    columns = np.concatenate([part.columns for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    weights = np.concatenate([part.weights for part in parts]) if parts else np.zeros(0, dtype=np.float32)
    return SparseRows(starts, columns, weights, width)


def _square_and_normalise(rows: SparseRows) -> SparseRows:
    """The rows with squared weights, scaled to length 1. Squaring lets the nearest neighbours count most."""
    squared = rows.weights.astype(np.float64) ** 2
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    lengths = np.sqrt(np.bincount(owners, weights=squared**2, minlength=len(rows)))
    weights = squared / np.where(lengths > 0, lengths, 1.0)[owners]
    return SparseRows(rows.starts, rows.columns, weights.astype(np.float32), rows.width)
