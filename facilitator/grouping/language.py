"""Detects which of three languages a short text is in, by letter trigrams and stop words.

``data/letters.txt`` holds a cost for each trigram and language: the rarer the trigram in the language, the higher. The
language with the lowest total cost wins. The language of the phone and that of the other ideas lower a language's cost
by a constant, so they decide only where the text itself is ambiguous, as with a single loanword.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from facilitator.grouping.tokens import tokenize
from store.records import LANGUAGES

DATA = Path(__file__).parent / "data"
STOP_WORD_BONUS = 25.0
"""How much a stop word lowers the cost of its language: about as much as two or three typical trigrams."""
PHONE_HINT = 20.0
"""How much the language of the phone lowers the cost of that language: less than one stop word."""
OTHERS_HINT = 15.0
"""The same for the language of the other ideas, times its share among them."""


@cache
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language: words that carry no theme, such as pronouns, auxiliaries, "more", "thing"."""
    return frozenset((DATA / f"stop-{language}.txt").read_text("utf-8").split())


@cache
def _trigram_costs() -> dict[str, tuple[int, ...]]:
    lines = (line.split(" ") for line in (DATA / "letters.txt").read_text("utf-8").splitlines())
    return {triple.replace("_", " "): tuple(map(int, costs)) for triple, *costs in lines}


def detect_languages(texts: Sequence[str], hints: Sequence[str] = ()) -> list[str]:
    """The language of each text. ``hints``: the language of each writer's phone, or an empty text."""
    found = [_text_costs(text) for text in texts]
    # First pass: the shares of the languages, from the texts alone. Second pass: each text with both hints.
    clear = Counter(LANGUAGES[cost.index(min(cost))] for cost in found if any(cost))
    total = sum(clear.values()) or 1
    languages: list[str] = []
    for place, cost in enumerate(found):
        hint = hints[place] if place < len(hints) else ""
        weighed = [
            value - PHONE_HINT * (language == hint) - OTHERS_HINT * clear[language] / total
            for language, value in zip(LANGUAGES, cost, strict=True)
        ]
        languages.append(LANGUAGES[weighed.index(min(weighed))])
    return languages


def _text_costs(text: str) -> list[float]:
    """The cost of the text in each language; all zero when it has no known trigram."""
    costs = [0.0] * len(LANGUAGES)
    for word in tokenize(text):
        for place, cost in enumerate(_word_costs(word)):
            costs[place] += cost
    return costs


@lru_cache(maxsize=50_000)
def _word_costs(word: str) -> tuple[float, ...]:
    known, padded = _trigram_costs(), f" {word} "
    # A stop word identifies a language better than its few letters can, so it counts separately.
    costs = [-STOP_WORD_BONUS * (word in stop_words(language)) for language in LANGUAGES]
    for start in range(len(padded) - 2):
        for place, cost in enumerate(known.get(padded[start : start + 3], ())):
            costs[place] += cost
    return tuple(costs)
