"""Finds near-duplicates: ideas with almost the same words and letters. They are hinted at, never merged.

Similarity is the mean of two TF-IDF cosines, over base forms and over letter n-grams. Stop words count here, unlike in
the grouping: "we answer" and "we do not answer" differ only in those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from facilitator.grouping.similarity import ROWS_PER_BLOCK
from facilitator.grouping.sparse import SparseRows, dot_products, drop_common_columns, tf_idf
from facilitator.grouping.text_features import NGRAM_SIZES, base_form
from facilitator.grouping.tokens import tokenize

DUPLICATE_SIMILARITY = 0.52
"""Least similarity of a pair for two sets to be joined."""
MEMBER_SIMILARITY = 0.42
"""Least similarity of any two ideas of one set."""


def duplicate_sets(texts: Sequence[str], languages: Sequence[str]) -> list[int]:
    """A set number for each idea: equal for near-duplicates, -1 for ideas without any."""
    written = [tokenize(text) for text in texts]
    words = drop_common_columns(
        tf_idf([_word_counts(row, language) for row, language in zip(written, languages, strict=True)])
    )
    letters = drop_common_columns(tf_idf([_ngram_counts(row) for row in written]))
    return _merge_pairs(len(texts), _similar_pairs(words, letters))


def _word_counts(written: Sequence[str], language: str) -> dict[str, float]:
    return dict(Counter(base_form(word, language) for word in written))


def _ngram_counts(written: Sequence[str]) -> dict[str, float]:
    found: Counter[str] = Counter()
    for word in written:
        padded = f" {word} "
        found.update(padded[at : at + size] for size in NGRAM_SIZES for at in range(len(padded) - size + 1))
    return dict(found)


def _similar_pairs(words: SparseRows, letters: SparseRows) -> dict[tuple[int, int], float]:
    """Pairs (smaller index first) that may belong in one set, with their similarity."""
    by_word, by_letters = words.transpose(), letters.transpose()
    found = {}
    # Block by block: the full table of all pairs would not fit in memory for long lists.
    for first in range(0, len(words), ROWS_PER_BLOCK):
        last = min(first + ROWS_PER_BLOCK, len(words))
        table = 0.5 * dot_products(words.row_range(first, last), by_word) + 0.5 * dot_products(
            letters.row_range(first, last), by_letters
        )
        for row, column in zip(*np.nonzero(table >= MEMBER_SIMILARITY), strict=True):
            # The table is symmetric: each pair is taken once, and no idea is paired with itself.
            if first + row < column:
                found[int(first + row), int(column)] = float(table[row, column])
    return found


def _merge_pairs(count: int, pairs: dict[tuple[int, int], float]) -> list[int]:
    """Joins pairs into sets, most similar first (complete linkage).

    Two sets are joined only when every idea of one is similar to every idea of the other. With single linkage a chain
    of small differences would connect ideas that say different things.
    """
    home = list(range(count))
    inside = {node: [node] for node in range(count)}
    # The indices break ties, so that the result depends on the ideas alone.
    for (one, other), near in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        left, right = home[one], home[other]
        if near < DUPLICATE_SIMILARITY or left == right:
            continue
        # ``pairs`` contains every pair of at least MEMBER_SIMILARITY, so a missing pair is one that is too different.
        if all((min(a, b), max(a, b)) in pairs for a in inside[left] for b in inside[right]):
            for node in inside[right]:
                home[node] = left
            inside[left] += inside.pop(right)
    return [home[node] if len(inside[home[node]]) > 1 else -1 for node in range(count)]
