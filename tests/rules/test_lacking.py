"""Which languages the texts of a step lack, and what is shown instead."""

from __future__ import annotations

import pytest
from assertions import none

from facilitator.rules.policy.missing_languages import missing_languages
from facilitator.rules.steps import kinds
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import cards, plan
from store.records import Step, replace

ALL = {"fi": "Mitä opimme?", "sv": "Vad lärde vi oss?", "en": "What did we learn?"}


def step(**fields: object) -> Step:
    """A step with all its texts; ``fields`` replace its defaults."""
    return replace(Step(id="a", kind="text", title=ALL, question=ALL, help=ALL), **fields)


@pytest.mark.parametrize("template", [card.id for card in cards(kinds())])
def test_a_ready_workshop_lacks_nothing(template: str) -> None:
    assert [line.id for line in plan(template) if missing_languages(line)] == []


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ({"fi": "Mitä opimme?"}, {"sv": "fi", "en": "fi"}),
        ({"fi": "Mitä opimme?", "sv": "Vad lärde vi oss?"}, {"en": "fi"}),
        ({"sv": "Vad lärde vi oss?"}, {"fi": "sv", "en": "sv"}),
        ({"sv": "Vad lärde vi oss?", "en": "What did we learn?"}, {"fi": "sv"}),
        ({"fi": "Mitä opimme?", "sv": "", "en": "What did we learn?"}, {"sv": "fi"}),
        ({}, {}),
        ({"fi": "", "sv": ""}, {}),
        (ALL, {}),
    ],
)
def test_what_is_missing_is_named_with_what_phones_show_instead(words: dict[str, str], lacks: dict[str, str]) -> None:
    for part in ("title", "question", "help", "placeholder"):
        assert missing_languages(step(**{part: words})) == lacks


def test_labels_rows_and_tags_count_too_and_the_facilitators_notes_do_not() -> None:
    one = {"fi": "Usein"}
    assert missing_languages(step(notes=one)) == {}
    for settings in (
        {"labels": [ALL, one]},
        {"tags": [{"id": "a", "symbol": "!", "label": ALL, "hint": one}]},
        {"note_question": one},
        {"rows": [{"id": "r", "label": one}], "max": 3},
    ):
        assert missing_languages(step(settings=settings)) == {"sv": "fi", "en": "fi"}, settings


def test_a_title_of_ones_own_in_one_language_is_no_reason_for_a_warning() -> None:
    session, steps = new_session("workday-checkin", title="Perjantain tilannekatsaus")
    assert set(session.title) == {"fi"}
    assert none(missing_languages(line) for line in steps)
