"""What an idea says: base forms of its content words, parts of compounds, and its letters three to five at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from facilitator.grouping.compounds import parts
from facilitator.grouping.dictionary import lemmatizer
from facilitator.grouping.language import small_words
from facilitator.grouping.tokens import tokens

PART = 0.6
"""What a part of a compound counts beside the compound itself."""
LETTERS = (3, 4, 5)
ANSWERING = ("vastaan", "vastaamme")
"""The dictionary knows these as *against* only; in ideas they are *I answer* and *we answer*."""


@lru_cache(maxsize=100_000)
def base(word: str, language: str) -> str:
    """The base form of a word."""
    if language == "fi" and word in ANSWERING:
        return "vastata"
    return str(lemmatizer().lemmatize(word, lang=language)).lower()


@lru_cache(maxsize=100_000)
def content(word: str, language: str) -> str:
    """The base form of a word that carries meaning; empty for small words."""
    if len(word) < 2 or word in small_words(language):
        return ""
    found = base(word, language)
    return "" if len(found) < 2 or found in small_words(language) else found


def bag(text: str, language: str) -> dict[str, float]:
    """Base forms and parts of compounds, with what each counts in this text."""
    found: dict[str, float] = defaultdict(float)
    for word in tokens(text):
        lemma = content(word, language)
        if not lemma:
            continue
        found[lemma] += 1.0
        for part in parts(lemma, language):
            if len(part) >= 3 and part not in small_words(language):
                found[part] += PART
    return dict(found)


def letters(text: str, language: str) -> dict[str, float]:
    """Letters in a row, within words: what slips of spelling and rare endings leave in common."""
    return dict(Counter(_rows(text, language)))


def _rows(text: str, language: str) -> Iterator[str]:
    for word in tokens(text):
        if word in small_words(language):
            continue
        padded = f" {word} "
        for length in LETTERS:
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]
