"""Simulated people answer every step of the ready workshops, in memory: all that they send is accepted.

At the end each of them sees its own answers again, step by step, in the words of the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from assertions import every, nonempty
from single_step_workshop import circle
from workshop_in_memory import Play

from facilitator.rehearsal.person import SimulatedPerson

PEOPLE = 8
POINT = re.compile(r"^[-+−]?\d+ ")
"""The number of a point before its label."""
NOT_LISTED = ("commit", "crowd", "pick", "rate", "vote")
"""Kinds whose answers a phone does not list at the end: a promise has a place of its own, votes have no owner."""

TEMPLATES = (
    "cx-what-can-i-do",
    "employee-lifecycle",
    "employee-path-obstacles",
    "leadership-expectations",
    "negative-decision",
    "workday-checkin",
)
"""Ready workshops that together have every kind of step but ``review`` and those of ``single_step_workshop``."""


def play_through(play: Play) -> dict[str, set[str]]:
    """Let simulated people answer all the way to the closing step; seat -> steps that it has answered."""
    people = {play.join(person.language): person for person in map(SimulatedPerson, range(PEOPLE))}
    answered: dict[str, set[str]] = {seat: set() for seat in people}
    asked: set[str] = set()
    while play.session_state() != "closing":
        play.do("next")
        step = play.public.step
        if step is None or step.state != "open" or step.id in asked:
            continue
        asked.add(step.id)
        for seat, person in people.items():
            for said in person.answers(play.public, play.mine(seat)):
                play.answer(seat, **said.fields)
                answered[seat].add(step.id)
    return answered


def words_of(settings: object) -> Iterator[str]:
    """Every text in the settings of a step."""
    if isinstance(settings, str):
        yield settings
    elif isinstance(settings, dict):
        for value in settings.values():
            yield from words_of(value)
    elif isinstance(settings, list | tuple):
        for value in settings:
            yield from words_of(value)


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_person_sees_what_it_answered_again_at_the_end(template: str) -> None:
    play = Play(template, None)
    answered = play_through(play)
    steps = play.memory.steps
    for seat, own in answered.items():
        kept = {step.id: step.lines for step in play.mine(seat).kept}
        assert kept.keys() >= {step for step in own if steps[step].kind not in NOT_LISTED}
        assert kept.keys() <= own
        for step, lines in nonempty(kept.items()):
            known = set(words_of(steps[step].settings))
            for line in nonempty(lines):
                assert line.text or line.chosen, step
                shown = {*line.about.values(), *(POINT.sub("", text) for text in line.chosen.values())}
                assert shown <= known, step


@pytest.mark.parametrize("template", TEMPLATES)
def test_most_people_answer_every_step_that_asks_everybody(template: str) -> None:
    play = Play(template, None)
    answered = play_through(play)
    for step in play.memory.steps.values():
        if step.opened and step.kind in ("text", "scale", "grid", "choice", "vote", "rate", "commit"):
            assert sum(step.id in own for own in answered.values()) > PEOPLE / 2, step.id


def test_simulated_people_rate_each_item_on_both_scales() -> None:
    play = Play("cx-what-can-i-do", 120)
    play_through(play)
    rated = [answer for answer in play.memory.answers.values() if play.memory.steps[answer.step].kind == "rate"]
    by_item: dict[str, set[str]] = {}
    for answer in rated:
        by_item.setdefault(answer.item, set()).add(answer.scale)
    assert len(rated) > PEOPLE
    assert every(scales == {"gain", "effort"} for scales in by_item.values())


def test_whoever_writes_alone_hands_in_one_text_and_no_second_one() -> None:
    play = circle("onetwofour")
    assert play.memory.steps["circle"].settings["max_per_person"] == 1
