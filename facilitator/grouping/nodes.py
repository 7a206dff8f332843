"""Turns ideas into nodes of the similarity graph: equal texts share a node, and nodes are sorted by their words.

Sorting makes the groups independent of the order of arrival, so that nothing can be concluded about who wrote first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from facilitator.grouping.idea import Node, Written
from facilitator.grouping.language import languages_of
from facilitator.grouping.text_features import bag
from facilitator.grouping.tokens import tokens

DATA = Path(__file__).parent / "data"


@cache
def nothing_said() -> frozenset[str]:
    """Answers that are not ideas and stay ungrouped, such as "en tiedä", "vet inte", "test"."""
    return frozenset((DATA / "nothing.txt").read_text("utf-8").splitlines())


def nodes(ideas: Sequence[Written], question: Iterable[str] = ()) -> list[Node]:
    """One node for each different text, sorted by its words.

    ``question``: the question that was answered, in any languages. Its words are left out of the bags: almost every
    answer repeats them, so they would link everything to everything.
    """
    same: dict[tuple[str, ...], list[int]] = {}
    for place, idea in enumerate(ideas):
        # A text without any word (a smiley, a number) is identified by its characters.
        same.setdefault(tuple(tokens(idea.text)) or ("", idea.text.strip()), []).append(place)
    order = sorted(same)
    # Of several spellings of the same words ``min`` picks one, whatever the order of arrival.
    texts = [min(ideas[place].text for place in same[key]) for key in order]
    hints = [min(ideas[place].lang for place in same[key]) for key in order]
    languages = languages_of(texts, hints)
    asked = _asked(question)
    return [
        Node(
            ideas=tuple(same[key]),
            text=text,
            language=language,
            bag=_said(key, text, language, asked),
            placed=min((ideas[place].group for place in same[key] if ideas[place].group), default=""),
        )
        for key, text, language in zip(order, texts, languages, strict=True)
    ]


def _said(key: tuple[str, ...], text: str, language: str, asked: Mapping[str, frozenset[str]]) -> dict[str, float]:
    if " ".join(key) in nothing_said():
        return {}
    return {word: count for word, count in bag(text, language).items() if word not in asked[language]}


def _asked(question: Iterable[str]) -> dict[str, frozenset[str]]:
    """Base forms of the question's words, by language."""
    texts = [text for text in question if text]
    found: dict[str, set[str]] = {"fi": set(), "sv": set(), "en": set()}
    for text, language in zip(texts, languages_of(texts), strict=True):
        found[language].update(bag(text, language))
    return {language: frozenset(words) for language, words in found.items()}
