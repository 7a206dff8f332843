"""Which of the three languages a short text is in: by the letters of its words and by small words that only one has.

Three letters in a row are common in one language and rare in another; how rare, lies in ``data/letters.txt`` as costs.
A phone's language and the language of most other ideas are hints: they decide where the text itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from facilitator.grouping.tokens import tokens
from store.records import LANGUAGES

DATA = Path(__file__).parent / "data"
SMALL_WORD = 25.0
"""What a small word of a language counts: as much as two or three typical triples of letters."""
PHONE_HINT = 20.0
OTHERS_HINT = 15.0


@cache
def small_words(language: str) -> frozenset[str]:
    """Words that carry no theme: pronouns, auxiliaries, "more", "thing"."""
    return frozenset((DATA / f"stop-{language}.txt").read_text("utf-8").split())


@cache
def _costs() -> dict[str, tuple[int, ...]]:
    lines = (line.split(" ") for line in (DATA / "letters.txt").read_text("utf-8").splitlines())
    return {triple.replace("_", " "): tuple(map(int, costs)) for triple, *costs in lines}


def languages_of(texts: Sequence[str], hints: Sequence[str] = ()) -> list[str]:
    """The language of each text. ``hints``: the language that each writer's phone was using, or an empty text."""
    found = [_evidence(text) for text in texts]
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


def _evidence(text: str) -> list[float]:
    """What it would cost to take the text for each language; all nothing when it has no letters that we know."""
    costs = [0.0] * len(LANGUAGES)
    for word in tokens(text):
        for place, cost in enumerate(_word(word)):
            costs[place] += cost
    return costs


@lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[float, ...]:
    known, padded = _costs(), f" {word} "
    costs = [-SMALL_WORD * (word in small_words(language)) for language in LANGUAGES]
    for start in range(len(padded) - 2):
        for place, cost in enumerate(known.get(padded[start : start + 3], ())):
            costs[place] += cost
    return tuple(costs)
