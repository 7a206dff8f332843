"""Names that the organisation types in: its own values in the workshop about values."""

from __future__ import annotations

import itertools

import pytest
from assertions import every
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, explain
from facilitator.rules.policy.given_names import join_names, split_names, tags_from_names
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import plan, steps_of, template
from store.records import Language, Step

VALUES = "values-in-daily-work"
LISTED = {"values": "tags", "gap": "rows", "shows": "tags", "deeds": "tags", "pick": "tags", "columns": "tags"}
"""Step -> the setting of it that lists the values."""


def labels(step: Step) -> list[dict[str, str]]:
    """What a step calls the values."""
    return [dict(each["label"]) for each in step.settings[LISTED[step.id]]]


def test_the_values_typed_in_stand_in_every_step_that_lists_them() -> None:
    steps = steps_of(template(VALUES), names=["Avoimuus", "Rohkeus / Mod / Courage"], language="fi")
    named = [{"fi": "Avoimuus"}, {"fi": "Rohkeus", "sv": "Mod", "en": "Courage"}]
    assert {step.id: labels(step) for step in steps if step.id in LISTED} == dict.fromkeys(LISTED, named)


def test_without_own_values_there_are_the_examples() -> None:
    found = {step.id: labels(step) for step in plan(VALUES) if step.id in LISTED}
    assert every([words["fi"] for words in each] == ["Asiakaslähtöisyys", "Asiantuntijuus", "Yhteistyö"]
               for each in found.values())  # fmt: skip


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ([" ", ""], "names_none"),
        (["x"] * 2, "names_twice"),
        (["Ilo", "ILO / Glädje"], "names_twice"),
        ([f"n{n}" for n in range(7)], "names_many"),
        (["a / b / c / d"], "names_languages"),
        (["x" * 61], "too_long"),
        (["\u202e"], "empty"),
    ],
)
def test_names_that_cannot_be_meant_are_refused(names: list[str], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        new_session(VALUES, given=names)
    assert refused.value.code == code
    assert all(explain(code, language, **refused.value.fields) for language in LANGUAGES)


def test_a_template_that_asks_nothing_takes_no_names() -> None:
    with pytest.raises(RuleBroken, match="names_not_asked"):
        new_session("workday-checkin", given=["Ilo"])


LINE = "Avoimuus, Yhteistyö / Samarbete, Rohkeus / Mod / Courage, Into / / Zeal, / Lugn, / / Care, / Glädje / Joy"


def test_a_line_of_names_is_read_back_the_same() -> None:
    tags = tags_from_names(split_names(LINE), "fi", 7)
    assert [dict(tag.label) for tag in tags[3:]] == [
        {"fi": "Into", "en": "Zeal"},
        {"sv": "Lugn"},
        {"en": "Care"},
        {"sv": "Glädje", "en": "Joy"},
    ]
    assert join_names([tag.label for tag in tags], "fi") == LINE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("spoken", [each for n in (1, 2, 3) for each in itertools.combinations(LANGUAGES, n)])
def test_a_name_in_any_languages_is_read_as_it_is_shown(spoken: tuple[str, ...], language: Language) -> None:
    texts = [
        "Ilo",
        "Rehti, reilu",
        '"Ihminen" ensin',
        '"Oma, "yhteinen""',
        "Tieto / taito",
        "a // b /",
        "/",
        "'",
        '"',
        "ä,",
    ]
    labels = [{code: f"{text} {code}" for code in spoken} for text in texts]
    read = tags_from_names(split_names(join_names(labels, language)), language, 12)
    assert [dict(tag.label) for tag in read] == labels


@pytest.mark.parametrize("name", ["/", "/ /", " / / "])
def test_a_name_in_no_language_is_refused(name: str) -> None:
    with pytest.raises(RuleBroken, match="empty"):
        tags_from_names([name], "fi", 6)


def test_names_that_are_saved_unchanged_stay_as_they_were() -> None:
    play = Play(VALUES, None)
    play.do("names", names=["Avoimuus / / Openness", "/ Mod", "Ilo, into"])
    before = labels(play.memory.steps["gap"])
    assert before == [{"fi": "Avoimuus", "en": "Openness"}, {"sv": "Mod"}, {"fi": "Ilo, into"}]
    play.do("names", names=split_names(join_names(play.console.names, play.public.session.language)))
    assert labels(play.memory.steps["gap"]) == before


def test_the_values_are_changed_later_until_somebody_has_answered_under_them() -> None:
    play = Play(VALUES, None)
    assert [words["fi"] for words in play.console.names][:1] == ["Asiakaslähtöisyys"]
    play.do("names", names=["Ilo", "Rohkeus"])
    assert all(labels(play.memory.steps[name]) == [{"fi": "Ilo"}, {"fi": "Rohkeus"}] for name in LISTED)
    assert play.do("undo")["what"] == "names"
    assert len(labels(play.memory.steps["gap"])) == 3
    play.do("redo")
    play.walk_to("values")
    play.do("names", names=["Ilo", "Rohkeus", "Tuki"])
    play.walk_to("gap")
    with pytest.raises(RuleBroken, match="names_in_use"):
        play.do("names", names=["Muu"])
    assert len(labels(play.memory.steps["gap"])) == 3


def test_values_in_one_language_are_told_to_the_facilitator_as_missing() -> None:
    play = Play(VALUES, None)
    play.do("names", names=["Ilo"])
    lacks = {line.id: line.lacks for line in play.console.plan}
    assert lacks["gap"] == {"sv": "fi", "en": "fi"}
    assert lacks["vote"] == {}


def test_a_workshop_without_such_names_has_none_to_change() -> None:
    play = Play()
    assert play.console.names == ()
    with pytest.raises(RuleBroken, match="names_nowhere"):
        play.do("names", names=["Ilo"])
