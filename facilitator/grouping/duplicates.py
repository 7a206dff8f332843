"""Finds near-duplicates: ideas with almost the same words and letters. They are hinted at, never merged.

Similarity is the mean of two TF-IDF cosines, over base forms and over letter n-grams. Stop words count here, unlike in
the grouping: "we answer" and "we do not answer" differ only in those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from facilitator.grouping.similarity import BLOCK
from facilitator.grouping.sparse import Rows, common, light, weighed
from facilitator.grouping.text_features import LETTERS, base
from facilitator.grouping.tokens import tokens

ALIKE = 0.52
"""Least similarity of a pair for two sets to be joined."""
KIN = 0.42
"""Least similarity of any two ideas of one set."""


def duplicates(texts: Sequence[str], languages: Sequence[str]) -> list[int]:
    """A set number for each idea: equal for near-duplicates, -1 for ideas without any."""
    written = [tokens(text) for text in texts]
    words = light(weighed([_words(row, language) for row, language in zip(written, languages, strict=True)]))
    letters = light(weighed([_letters(row) for row in written]))
    return _sets(len(texts), _pairs(words, letters))


def _words(written: Sequence[str], language: str) -> dict[str, float]:
    return dict(Counter(base(word, language) for word in written))


def _letters(written: Sequence[str]) -> dict[str, float]:
    found: Counter[str] = Counter()
    for word in written:
        padded = f" {word} "
        found.update(padded[at : at + size] for size in LETTERS for at in range(len(padded) - size + 1))
    return dict(found)


def _pairs(words: Rows, letters: Rows) -> dict[tuple[int, int], float]:
    """Pairs (smaller index first) that may belong in one set, with their similarity."""
    by_word, by_letters = words.turned(), letters.turned()
    found = {}
    # Block by block: the full table of all pairs would not fit in memory for long lists.
    for first in range(0, len(words), BLOCK):
        last = min(first + BLOCK, len(words))
        table = 0.5 * common(words.part(first, last), by_word) + 0.5 * common(letters.part(first, last), by_letters)
        for row, column in zip(*np.nonzero(table >= KIN), strict=True):
            if first + row < column:
                found[int(first + row), int(column)] = float(table[row, column])
    return found


def _sets(count: int, pairs: dict[tuple[int, int], float]) -> list[int]:
    """Joins pairs into sets, most similar first (complete linkage).

    Two sets are joined only when every idea of one is similar to every idea of the other. With single linkage a chain
    of small differences would connect ideas that say different things.
    """
    home = list(range(count))
    inside = {node: [node] for node in range(count)}
    for (one, other), near in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        left, right = home[one], home[other]
        if near < ALIKE or left == right:
            continue
        if all((min(a, b), max(a, b)) in pairs for a in inside[left] for b in inside[right]):
            for node in inside[right]:
                home[node] = left
            inside[left] += inside.pop(right)
    return [home[node] if len(inside[home[node]]) > 1 else -1 for node in range(count)]
