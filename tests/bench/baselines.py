"""Three plain ways to group ideas, to measure suggestions against: k-means on words, nothing at all, like spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np

ROUNDS = 30
STARTS = 5
ALIKE = 0.6
"""``SequenceMatcher.ratio`` from which two texts are spelt alike."""

Answer = list[int | None]
"""A group for each idea; None for one that is left alone."""


def k_means(texts: Sequence[str]) -> Answer:
    """On the cosine of plain words weighed by their rarity; as many groups as the root of half the ideas."""
    bags = [Counter(re.findall(r"\w+", text.lower())) for text in texts]
    often = Counter(word for bag in bags for word in bag)
    column = {word: place for place, word in enumerate(sorted(often))}
    table = np.zeros((len(texts), max(1, len(column))))
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            table[row, column[word]] = count * (np.log((1 + len(texts)) / (1 + often[word])) + 1)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-12)
    groups = max(2, round((len(texts) / 2) ** 0.5))
    best, found = -1.0, np.zeros(len(texts), dtype=int)
    for seed in range(STARTS):
        middles = table[np.random.default_rng(seed).choice(len(texts), min(groups, len(texts)), replace=False)]
        for _ in range(ROUNDS):
            home = (table @ middles.T).argmax(axis=1)
            sums = np.array([table[home == group].sum(axis=0) for group in range(len(middles))])
            middles = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        fit = float((table @ middles.T).max(axis=1).sum())
        if fit > best:
            best, found = fit, home
    return [int(group) for group in found]


def each_alone(texts: Sequence[str]) -> Answer:
    """One group per idea."""
    return list(range(len(texts)))


def spelt_alike(texts: Sequence[str]) -> Answer:
    """Fuzzy string matching: what is spelt alike is one group, and so on from one to the next."""
    home = list(range(len(texts)))

    def root(node: int) -> int:
        while home[node] != node:
            node = home[node]
        return node

    matcher = SequenceMatcher(autojunk=False)
    for later, text in enumerate(texts):
        matcher.set_seq2(text.lower())
        for earlier in range(later):
            matcher.set_seq1(texts[earlier].lower())
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                home[root(later)] = root(earlier)
    return [root(node) for node in range(len(texts))]
