"""Turns ideas into nodes of the similarity graph: equal texts share a node, and nodes are sorted by their words.

Sorting makes the groups independent of the order of arrival, so that nothing can be concluded about who wrote first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from facilitator.grouping.idea import Node, WrittenIdea
from facilitator.grouping.language import detect_languages
from facilitator.grouping.text_features import bag_of_words
from facilitator.grouping.tokens import tokenize

DATA = Path(__file__).parent / "data"


@cache
def non_answers() -> frozenset[str]:
    """Answers that are not ideas and stay ungrouped, such as "en tiedä", "vet inte", "test"."""
    return frozenset((DATA / "nothing.txt").read_text("utf-8").splitlines())


def build_nodes(ideas: Sequence[WrittenIdea], question: Iterable[str] = ()) -> list[Node]:
    """One node for each different text, sorted by its words.

    ``question``: the question that was answered, in any languages. Its words are left out of the bags: almost every
    answer repeats them, so they would link everything to everything.
    """
    same: dict[tuple[str, ...], list[int]] = {}
    for place, idea in enumerate(ideas):
        # A text without any word (a smiley, a number) is identified by its characters.
        same.setdefault(tuple(tokenize(idea.text)) or ("", idea.text.strip()), []).append(place)
    order = sorted(same)
    # Of several spellings of the same words ``min`` picks one, whatever the order of arrival.
    texts = [min(ideas[place].text for place in same[key]) for key in order]
    hints = [min(ideas[place].lang for place in same[key]) for key in order]
    languages = detect_languages(texts, hints)
    asked = _question_words(question)
    return [
        Node(
            ideas=tuple(same[key]),
            text=text,
            language=language,
            bag=_content_bag(key, text, language, asked),
            placed_group=min((ideas[place].group for place in same[key] if ideas[place].group), default=""),
        )
        for key, text, language in zip(order, texts, languages, strict=True)
    ]


def _content_bag(
    key: tuple[str, ...], text: str, language: str, question_words: Mapping[str, frozenset[str]]
) -> dict[str, float]:
    if " ".join(key) in non_answers():
        return {}
    return {word: count for word, count in bag_of_words(text, language).items() if word not in question_words[language]}


def _question_words(question: Iterable[str]) -> dict[str, frozenset[str]]:
    """Base forms of the question's words, by language."""
    texts = [text for text in question if text]
    found: dict[str, set[str]] = {"fi": set(), "sv": set(), "en": set()}
    for text, language in zip(texts, detect_languages(texts), strict=True):
        found[language].update(bag_of_words(text, language))
    return {language: frozenset(words) for language, words in found.items()}
