"""The language of an idea is found in the idea itself; a phone's language is a hint."""

from __future__ import annotations

import pytest
from sorted_ideas import meetings

from facilitator.grouping.language import detect_languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kello seinälle", "fi"),
        ("En klocka på väggen", "sv"),
        ("A clock on the wall", "en"),
        ("Vähemmän kokouksia", "fi"),
        ("Färre möten", "sv"),
        ("Fewer meetings", "en"),
    ],
)
def test_a_few_words_are_enough(text: str, language: str) -> None:
    assert detect_languages([text]) == [language]


def test_hardly_any_idea_of_a_mixed_workshop_is_taken_for_another_language() -> None:
    ideas = meetings()
    found = detect_languages([idea.text for idea in ideas])
    assert sum(a != idea.lang for a, idea in zip(found, ideas, strict=True)) <= 1


def test_a_phone_in_another_language_does_not_change_what_was_written() -> None:
    ideas = meetings()
    found = detect_languages([idea.text for idea in ideas], ["sv"] * len(ideas))
    assert sum(a != idea.lang for a, idea in zip(found, ideas, strict=True)) <= 3


def test_where_the_text_does_not_decide_the_phone_does() -> None:
    assert [detect_languages(["PDF"], [hint])[0] for hint in ("fi", "sv", "en")] == ["fi", "sv", "en"]
