"""Extracts the lexical features of an idea: base forms of its content words, parts of compounds, letter n-grams.

Base forms matter most in Finnish, where one word has hundreds of forms; letter n-grams add what the dictionary misses
(misspellings, names, slang). Either alone scored clearly lower than both together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from facilitator.grouping.compounds import compound_parts
from facilitator.grouping.dictionary import lemmatizer
from facilitator.grouping.language import stop_words
from facilitator.grouping.tokens import tokenize

PART_WEIGHT = 0.6
"""Weight of a part of a compound; the compound itself has weight 1."""
NGRAM_SIZES = (3, 4, 5)
"""Lengths of the letter n-grams."""
VASTATA_FORMS = ("vastaan", "vastaamme")
"""The dictionary knows these Finnish words only as forms of *against*; in ideas they mean *I answer*, *we answer*."""


@lru_cache(maxsize=100_000)
def base_form(word: str, language: str) -> str:
    """The base form of a word, in lower case; the word itself when the dictionary does not know it."""
    if language == "fi" and word in VASTATA_FORMS:
        return "vastata"
    return str(lemmatizer().lemmatize(word, lang=language)).lower()


@lru_cache(maxsize=100_000)
def content_word(word: str, language: str) -> str:
    """The base form of a content word; empty for stop words and single letters."""
    if len(word) < 2 or word in stop_words(language):
        return ""
    # Tested again after lemmatising: an inflected form may have a stop word as its base form.
    found = base_form(word, language)
    return "" if len(found) < 2 or found in stop_words(language) else found


def bag_of_words(text: str, language: str) -> dict[str, float]:
    """The bag of words of a text: base forms and parts of compounds, each with its weight."""
    found: dict[str, float] = defaultdict(float)
    for word in tokenize(text):
        lemma = content_word(word, language)
        if not lemma:
            continue
        found[lemma] += 1.0
        for part in compound_parts(lemma, language):
            if len(part) >= 3 and part not in stop_words(language):
                # Less than the whole word: sharing a part is weaker evidence than sharing the compound.
                found[part] += PART_WEIGHT
    return dict(found)


def letter_ngrams(text: str, language: str) -> dict[str, float]:
    """Counts of letter n-grams within the words of a text: misspelt and inflected forms share most of them."""
    return dict(Counter(_ngrams(text, language)))


def _ngrams(text: str, language: str) -> Iterator[str]:
    for word in tokenize(text):
        if word in stop_words(language):
            continue
        # The blanks mark the beginning and end of the word, so that prefixes and endings differ from its middle.
        padded = f" {word} "
        for length in NGRAM_SIZES:
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]
