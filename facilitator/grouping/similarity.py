"""How near ideas are: by words, by letters, by meaning and by an earlier sorting; several weak signs that agree.

Each idea keeps its best neighbours only. A last sign is having the same neighbours: two ideas on one theme often share
no word, but a third shares one with each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from facilitator.grouping.sparse import Numbers, Places, Rows, common, light
from facilitator.grouping.vectors import unit

BLOCK = 250
WORDS, LETTERS, MEANING, SORTED, SHARED = 0.5, 0.5, 0.5, 1.0, 0.5
"""What each sign counts."""
TOP = 0.95
"""The share of pairs that is less near, where pairs of two languages are made comparable with pairs of one."""
MOST_STRETCH = 3.0
FEW = 5
"""Ideas of a language below which nothing can be said about it as a whole."""
SAMPLE = 200


@dataclass
class Signs:
    """What is known of the ideas, row by row in one order."""

    languages: Sequence[str]
    words: Rows
    letters: Rows
    meaning: Numbers | None = None
    sorting: Numbers | None = None
    """How much each idea belongs to each theme of an earlier sorting, times how well that fits as a whole."""


class Nearness:
    """For every idea its best neighbours: ``near[i]`` is a list of ``(idea, how near)``, nearest first."""

    def __init__(self, signs: Signs, tell: Callable[[float], None] = lambda share: None) -> None:
        self._signs = signs
        self.count = len(signs.languages)
        self._kept = min(self.count - 1, max(30, min(150, 150_000 // max(1, self.count))))
        self._words, self._letters = light(signs.words), light(signs.letters)
        self._by_word, self._by_letters = self._words.turned(), self._letters.turned()
        self._stretch = self._stretches() if signs.meaning is not None else {}
        blocks = range(0, self.count, BLOCK)
        first = []
        for block in blocks:
            first.append(self._best(self._direct(block, min(block + BLOCK, self.count)), block))
            tell(0.7 * min(block + BLOCK, self.count) / self.count)
        direct = _stacked(first, self.count)
        squared = _lengthened(direct)
        turned = squared.turned()
        second = []
        for block in blocks:
            end = min(block + BLOCK, self.count)
            table = SHARED * common(squared.part(block, end), turned)
            part = direct.part(block, end)
            table[np.repeat(np.arange(end - block), np.diff(part.starts)), part.columns] += part.weights
            second.append(self._best(table, block))
            tell(0.7 + 0.3 * end / self.count)
        self.rows = _stacked(second, self.count)

    def _plain(self, rows: Places) -> Numbers:
        """By words, letters and meaning."""
        meaning = self._signs.meaning
        table = WORDS * common(self._words.chosen(rows), self._by_word)
        table += LETTERS * common(self._letters.chosen(rows), self._by_letters)
        if meaning is not None:
            table += MEANING * np.maximum(meaning[rows] @ meaning.T, 0)
        return table

    def _direct(self, first: int, last: int) -> Numbers:
        signs, table = self._signs, self._plain(np.arange(first, last))
        if self._stretch:
            table *= self._factors(first, last)
        if signs.sorting is not None:
            table += SORTED * (signs.sorting[first:last] @ signs.sorting.T)
        return np.asarray(table, dtype=np.float32)

    def _factors(self, first: int, last: int) -> Numbers:
        codes = sorted({code for pair in self._stretch for code in pair})
        place = {code: number for number, code in enumerate(codes)}
        grid = np.ones((len(codes) + 1, len(codes) + 1), dtype=np.float32)
        for (one, other), factor in self._stretch.items():
            grid[place[one], place[other]] = factor
        of = np.array([place.get(language, len(codes)) for language in self._signs.languages])
        return np.asarray(grid[of[first:last]][:, of], dtype=np.float32)

    def _stretches(self) -> dict[tuple[str, str], float]:
        """By pair of languages, what their nearness is multiplied with: else ideas group by language."""
        of = np.array(self._signs.languages)
        codes = [code for code in sorted(set(self._signs.languages)) if (of == code).sum() >= FEW]
        if len(codes) < 2:
            return {}
        step = max(1, self.count // SAMPLE)
        picked = np.arange(0, self.count, step)
        table = self._plain(picked)
        table[np.arange(len(picked)), picked] = 0
        top: dict[tuple[str, str], float] = {}
        for one in codes:
            for other in codes:
                values = table[of[picked] == one][:, of == other]
                top[one, other] = float(np.quantile(values, TOP)) if values.size else 0.0
        found = {}
        for one, other in top:
            across = (top[one, other] + top[other, one]) / 2
            if one != other and across > 1e-6:
                found[one, other] = min(MOST_STRETCH, (top[one, one] + top[other, other]) / 2 / across)
        return found

    def _best(self, table: Numbers, first: int) -> Rows:
        """The nearest of each row, by number; the idea itself is not its own neighbour."""
        rows = np.arange(len(table))
        table[rows, rows + first] = 0
        if self._kept < self.count - 1:
            # Equal ones are taken in order: a whisper of a difference, so that every machine takes the same.
            table -= np.arange(self.count, dtype=np.float32) * np.float32(1e-9)
            floor = np.partition(table, self.count - self._kept, axis=1)[:, self.count - self._kept]
            table = np.where(table >= np.maximum(floor, 0)[:, None], table, 0)
        table = np.maximum(table, 0)
        where, columns = np.nonzero(table)
        counts = np.bincount(where, minlength=len(table))
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Rows(starts, columns.astype(np.int64), table[where, columns], self.count)


def centred(meaning: Numbers, languages: Sequence[str]) -> Numbers:
    """Without what all ideas of a language have in common, which says only which language it is."""
    meaning, of = meaning.copy(), np.array(languages)
    for language in set(languages):
        known = (of == language) & (np.abs(meaning).sum(axis=1) > 0)
        if known.sum() >= 3:
            meaning[known] -= meaning[known].mean(axis=0)
    return unit(meaning)


def _stacked(parts: Sequence[Rows], width: int) -> Rows:
    counts = np.concatenate([np.diff(part.starts) for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    columns = np.concatenate([part.columns for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    weights = np.concatenate([part.weights for part in parts]) if parts else np.zeros(0, dtype=np.float32)
    return Rows(starts, columns, weights, width)


def _lengthened(rows: Rows) -> Rows:
    """Squared, so that near ones count most, and every row of length 1."""
    squared = rows.weights.astype(np.float64) ** 2
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    lengths = np.sqrt(np.bincount(owners, weights=squared**2, minlength=len(rows)))
    weights = squared / np.where(lengths > 0, lengths, 1.0)[owners]
    return Rows(rows.starts, rows.columns, weights.astype(np.float32), rows.width)
