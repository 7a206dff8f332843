"""Extracts the lexical features of an idea: base forms of its content words, parts of compounds, letter n-grams.

Base forms matter most in Finnish, where one word has hundreds of forms; letter n-grams add what the dictionary misses
(misspellings, names, slang). Either alone scored clearly lower than both together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from facilitator.grouping.compounds import parts
from facilitator.grouping.dictionary import lemmatizer
from facilitator.grouping.language import small_words
from facilitator.grouping.tokens import tokens

PART = 0.6
"""Weight of a part of a compound; the compound itself has weight 1."""
LETTERS = (3, 4, 5)
"""Lengths of the letter n-grams."""
ANSWERING = ("vastaan", "vastaamme")
"""The dictionary knows these Finnish words only as forms of *against*; in ideas they mean *I answer*, *we answer*."""


@lru_cache(maxsize=100_000)
def base(word: str, language: str) -> str:
    """The base form of a word, in lower case; the word itself when the dictionary does not know it."""
    if language == "fi" and word in ANSWERING:
        return "vastata"
    return str(lemmatizer().lemmatize(word, lang=language)).lower()


@lru_cache(maxsize=100_000)
def content(word: str, language: str) -> str:
    """The base form of a content word; empty for stop words and single letters."""
    if len(word) < 2 or word in small_words(language):
        return ""
    found = base(word, language)
    return "" if len(found) < 2 or found in small_words(language) else found


def bag(text: str, language: str) -> dict[str, float]:
    """The bag of words of a text: base forms and parts of compounds, each with its weight."""
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
    """Counts of letter n-grams within the words of a text: misspelt and inflected forms share most of them."""
    return dict(Counter(_rows(text, language)))


def _rows(text: str, language: str) -> Iterator[str]:
    for word in tokens(text):
        if word in small_words(language):
            continue
        padded = f" {word} "
        for length in LETTERS:
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]
