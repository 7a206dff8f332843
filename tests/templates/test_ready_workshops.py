"""The ready workshops: complete in three languages, and sound as runs of show."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from assertions import any_number

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, explain
from facilitator.rules.steps import kinds
from facilitator.templates.shipped import cards, plan, template
from facilitator.templates.source import templates
from store.records import Step

EVERY_KIND = frozenset().union(*(ready.kinds for ready in templates().values()))
FIRST_KINDS = ("info", "scale", "talk", "text", "pick", "group", "vote", "rate", "commit", "action", "close")
PLANS = [(ready.id, length) for ready in templates().values() for length in ready.lengths]
EACH_PLAN = pytest.mark.parametrize(("template_id", "minutes"), PLANS)


def words_in(data: Any, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    """All texts by language that are anywhere in ``data``, with their places."""
    if isinstance(data, dict):
        if set(data) & set(LANGUAGES) and all(isinstance(text, str) for text in data.values()):
            yield where, data
        for key, value in data.items():
            yield from words_in(value, f"{where}.{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from words_in(value, f"{where}[{number}]")


def test_there_are_ten_workshops_and_the_flagship_comes_first() -> None:
    listed = [card.id for card in cards(EVERY_KIND)]
    assert len(listed) == 10
    assert listed[0] == "cx-what-can-i-do"


def test_only_workshops_whose_every_step_can_be_run_are_offered() -> None:
    assert [card.id for card in cards(FIRST_KINDS)] == [
        "cx-what-can-i-do",
        "workday-checkin",
        "negative-decision",
    ]
    assert cards(["info"]) == []
    assert [card.id for card in cards(kinds())] == list(templates())


def test_every_text_is_there_in_three_languages() -> None:
    files = [f for f in resources.files("facilitator.templates").iterdir() if f.name.endswith(".json")]
    assert len(files) == 11
    texts = [found for file in files for found in words_in(json.loads(file.read_text("utf-8")), file.name)]
    assert len(texts) > 400
    lacking = [place for place, words in texts if not all(words.get(code, "").strip() for code in LANGUAGES)]
    assert lacking == []


@EACH_PLAN
def test_the_minutes_of_the_steps_add_up_to_the_length(template_id: str, minutes: int) -> None:
    assert sum(step.minutes for step in plan(template_id, minutes)) == minutes


@EACH_PLAN
def test_steps_have_ids_of_their_own_and_positions_from_one(template_id: str, minutes: int) -> None:
    steps = plan(template_id, minutes)
    assert len({step.id for step in steps}) == len(steps)
    assert [step.position for step in steps] == list(range(1, len(steps) + 1))
    assert (steps[0].id, steps[-1].kind) == ("join", "close")


def earlier(steps: list[Step], step: Step) -> list[Step]:
    """The steps before this one."""
    return [other for other in steps if other.position < step.position]


@EACH_PLAN
def test_what_a_step_works_on_comes_before_it(template_id: str, minutes: int) -> None:
    steps = plan(template_id, minutes)
    needs = {"themes": "group", "picked": "pick", "ideas": "text", "top_themes": "vote"}
    for step in steps:
        before = {other.id: other.kind for other in earlier(steps, step)}
        if step.kind == "pick":
            assert before[step.settings["from"]] == "text"
            assert step.settings["quota"] >= 1
        if step.kind in ("vote", "rate"):
            assert needs[step.settings["target"]] in before.values()
        if step.kind == "grid" and step.settings["importance_from"]:
            other = next(other for other in steps if other.id == step.settings["importance_from"])
            assert (other.kind, before[other.id]) == ("choice", "choice")
            shared = {row["id"] for row in step.settings["rows"]} & {each["id"] for each in other.settings["options"]}
            assert len(shared) >= 4
        if step.kind == "scale" and step.settings["compare_with"]:
            other = next(other for other in steps if other.id == step.settings["compare_with"])
            assert (other.kind, other.settings["labels"]) == ("scale", step.settings["labels"])


@EACH_PLAN
def test_settings_are_plain_data_with_no_names_left_to_look_up(template_id: str, minutes: int) -> None:
    for step in plan(template_id, minutes):
        assert json.loads(json.dumps(step.settings)) == step.settings
        assert set(step.settings["visibility"]) >= {"projector", "phones"}
        for tag in any_number((*step.settings.get("tags", ()), *step.settings.get("sizes", ()))):
            assert set(tag) == {"id", "symbol", "label", "hint", "examples"}
        if "labels" in step.settings:
            assert len(step.settings["labels"]) == 5


@EACH_PLAN
def test_every_kind_of_step_understands_its_settings(template_id: str, minutes: int) -> None:
    for step in plan(template_id, minutes):
        rules = kinds().get(step.kind)
        if rules is not None:
            assert rules.states(step)[-1] == "done"


def test_a_pick_knows_the_tags_and_the_limit_of_the_step_it_picks_from() -> None:
    steps = {step.id: step for step in plan("cx-what-can-i-do", 90)}
    assert steps["pick"].settings["tags"] == steps["ideas"].settings["tags"]
    assert steps["pick"].settings["max_chars"] == steps["ideas"].settings["max_chars"] == 200


def test_the_short_flagship_merges_duplicates_and_votes_on_what_was_raised() -> None:
    short = {step.id: step for step in plan("cx-what-can-i-do", 60)}
    assert not {"recall", "size", "develop"} & set(short)
    assert short["pick"].title["fi"] == "Nostakaa kaksi"
    assert (short["pick"].settings["quota"], short["pick"].settings["per_table"]) == (2, True)
    assert short["group"].settings["merge_only"]
    assert [tag["id"] for tag in short["group"].settings["tags"]] == ["feeling", "efficiency", "ease"]
    assert short["vote"].settings["target"] == "picked"


def test_the_long_flagship_takes_its_break_during_grouping_and_develops_at_tables() -> None:
    long = {step.id: step for step in plan("cx-what-can-i-do", 120)}
    usual = {step.id: step for step in plan("cx-what-can-i-do")}
    assert long["group"].settings["break_during"]
    assert not usual["group"].settings["break_during"]
    assert long["develop"].settings["per_table"]
    assert sum(step.minutes for step in usual.values()) == 90


def test_steps_can_get_ids_of_their_own_and_still_find_each_other() -> None:
    numbers = itertools.count(1)
    steps = plan("negative-decision", None, lambda: f"s{next(numbers)}")
    by_id = {step.id: step for step in steps}
    pick = next(step for step in steps if step.kind == "pick")
    assert by_id[pick.settings["from"]].question["fi"] == "Mitä sanot asiakkaalle ensimmäiseksi?"
    assert by_id[steps[-2].settings["compare_with"]].title["fi"] == "Alkupulssi"


def test_the_room_meets_again_after_a_month_and_a_check_in_after_a_week() -> None:
    assert template("cx-what-can-i-do").next_days == 30
    assert template("workday-checkin").next_days == 7


def test_an_unknown_workshop_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(RuleBroken) as refused:
        plan("no-such-thing", 60)
    assert refused.value.code == "no_template"
    for language in LANGUAGES:
        assert "cx-what-can-i-do" in explain(refused.value.code, language, **refused.value.fields)


def test_a_length_that_a_workshop_does_not_have_is_refused_and_the_lengths_are_named() -> None:
    with pytest.raises(RuleBroken) as refused:
        plan("cx-what-can-i-do", 45)
    assert refused.value.code == "no_length"
    for language in LANGUAGES:
        assert "60, 90, 120" in explain(refused.value.code, language, **refused.value.fields)
