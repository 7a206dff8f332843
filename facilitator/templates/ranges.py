"""The ranges of the numbers in an answer, and the words that its lists accept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facilitator.rules.steps.review import STATES
from facilitator.templates.answers import AnswerSpec, GroupAnswer, PickAnswer, ReviewAnswer, TextAnswer

MOST_NUMBER = 2000
"""The largest number of any field."""
MOST_THEMES = 12
"""Most themes of a group step."""
MOST_VOTES = 100
"""Most votes of a person, most votes for one item, and most items that go on."""
RUNOFF_MINUTES = 60

PROJECTOR = ("text", "live", "after_reveal", "count_only", "count_plus_shared")
PHONES = ("text", "live", "after_reveal", "own_only")
"""``PROJECTOR`` and ``PHONES``: the words of ``visibility``."""

Field = tuple[str, ...]
"""Names that lead to a number within an answer."""

RANGES: Mapping[str, Mapping[Field, tuple[int, int]]] = {
    "scale": {("note", "max_chars"): (1, MOST_NUMBER)},
    "text": {("max_chars",): (1, MOST_NUMBER)},
    "onetwofour": {("max_chars",): (1, MOST_NUMBER)},
    "group": {("max_themes",): (1, MOST_THEMES), ("theme_name_max",): (1, MOST_NUMBER)},
    "vote": {
        ("votes_per_person",): (1, MOST_VOTES),
        ("max_per_item",): (0, MOST_VOTES),
        ("top_k",): (1, MOST_VOTES),
        ("runoff", "votes_per_person"): (1, MOST_VOTES),
        ("runoff", "minutes"): (0, RUNOFF_MINUTES),
    },
    "crowd": {("top_k",): (1, MOST_VOTES)},
    "rate": {("top_n",): (1, MOST_NUMBER)},
    "commit": {("max_chars",): (1, MOST_NUMBER)},
    "action": {("most",): (1, MOST_NUMBER), ("max_chars",): (1, MOST_NUMBER)},
}
"""Type of an answer -> field -> least and most."""


def number_ranges(answer: AnswerSpec) -> Iterator[tuple[Field, int, int]]:
    """Every number with a range of its own: field, least and most."""
    for field, (least, most) in RANGES.get(str(answer.__struct_config__.tag), {}).items():
        yield field, least, most
    if isinstance(answer, TextAnswer):
        yield ("min_chars",), 0, answer.max_chars
    if isinstance(answer, GroupAnswer):
        yield ("min_themes",), 0, answer.max_themes
    if isinstance(answer, PickAnswer) and not answer.per_table:
        yield ("per_person",), 1, MOST_NUMBER


def number_at(answer: AnswerSpec, field: Field) -> int:
    """The number in a field; 1 if it holds a word (``auto``)."""
    found: object = answer
    for name in field:
        found = getattr(found, name)
    return found if isinstance(found, int) else 1


def word_lists(answer: AnswerSpec) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Fields that list words: the field, its words, and the words it accepts."""
    if isinstance(answer, ReviewAnswer):
        yield "states", answer.states, STATES
