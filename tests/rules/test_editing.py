"""Changing the run of show before and during the workshop."""

from __future__ import annotations

from typing import Any

import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, explain, say


def refusal(play: Play, **arguments: Any) -> str:
    """The code of what ``edit_step`` says; nothing has changed and it is said in three languages."""
    before, version = dict(play.memory.steps), play.version
    with pytest.raises(RuleBroken) as found:
        play.do("edit_step", **arguments)
    assert (play.memory.steps, play.version) == (before, version)
    for language in LANGUAGES:
        assert explain(found.value.code, language, **found.value.fields)
    return found.value.code


def test_a_question_is_changed_in_every_language_at_once() -> None:
    play = Play()
    asked = {"fi": "Mitä kokeilet?", "sv": "Vad provar du?", "en": "What do you try?"}
    play.do("edit_step", step="ideas", question=asked, title={**asked, "fi": "Ideat"})
    step = play.memory.steps["ideas"]
    assert (step.question, step.title["fi"]) == (asked, "Ideat")
    assert step.help == Play().memory.steps["ideas"].help


def test_a_text_without_a_language_is_in_the_sessions_own_and_the_old_translations_go() -> None:
    play = Play()
    play.do("edit_step", step="ideas", question="  Mitä \u202ekokeilet? ")
    assert play.memory.steps["ideas"].question == {"fi": "Mitä kokeilet?"}


def test_what_is_missing_in_a_language_is_told_to_the_facilitator_alone() -> None:
    play = Play()
    play.do("edit_step", step="ideas", question={"fi": "Mitä kokeilet?", "en": "What do you try?"})
    line = next(line for line in play.console.plan if line.id == "ideas")
    assert line.lacks == {"sv": "fi"}
    assert line.question == {"fi": "Mitä kokeilet?", "en": "What do you try?"}
    play.walk_to("ideas")
    assert play.public.step is not None
    assert play.public.step.question == {"fi": "Mitä kokeilet?", "en": "What do you try?"}
    assert "lacks" not in repr(play.public)


def test_minutes_are_changed_before_and_move_the_clock_of_a_step_under_way() -> None:
    play = Play()
    play.do("edit_step", step="vote", minutes=9)
    assert play.memory.steps["vote"].minutes == 9
    play.walk_to("ideas")
    ends = play.memory.session.timer_ends
    play.do("edit_step", step="ideas", minutes=play.step.minutes + 2)
    assert play.memory.session.timer_ends == ends + 120
    play.do("edit_step", step="ideas", minutes=play.step.minutes - 5)
    assert play.memory.session.timer_ends == ends - 180
    play.do("edit_step", step="vote", minutes=4)
    assert play.memory.session.timer_ends == ends - 180


def test_a_change_is_undone_in_words_with_the_clock() -> None:
    play = Play()
    play.walk_to("ideas")
    before, ends = play.step, play.memory.session.timer_ends
    play.do("edit_step", step="ideas", question="Mitä?", minutes=20)
    assert play.console.undo == "edit_step"
    assert play.do("undo")["what"] == "edit_step"
    assert (play.step, play.memory.session.timer_ends) == (before, ends)
    play.do("redo")
    assert (play.step.minutes, play.step.question) == (20, {"fi": "Mitä?"})
    assert all(say("undo.edit_step", language) for language in LANGUAGES)


def test_what_people_have_answered_keeps_its_question_but_not_its_minutes() -> None:
    play = Play()
    play.walk_to("pulse_in", "closed")
    assert refusal(play, step="pulse_in", question="Muu?") == "step_answered"
    play.do("edit_step", step="pulse_in", minutes=4)
    assert play.memory.steps["pulse_in"].minutes == 4


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"step": "nope", "minutes": 3}, "no_step"),
        ({"step": "ideas", "minutes": -1}, "step_minutes"),
        ({"step": "ideas", "minutes": 481}, "step_minutes"),
        ({"step": "ideas", "minutes": "8"}, "bad_arguments"),
        ({"step": "ideas", "question": ""}, "empty"),
        ({"step": "ideas", "question": {"fi": " ", "sv": ""}}, "empty"),
        ({"step": "ideas", "question": {"de": "Was?"}}, "no_language"),
        ({"step": "ideas", "question": {"fi": 3}}, "bad_arguments"),
        ({"step": "ideas", "question": "x" * 301}, "too_long"),
        ({"step": "ideas", "title": {"fi": "x" * 81}}, "too_long"),
        ({"step": "ideas", "notes": "x"}, "bad_arguments"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(arguments: dict[str, Any], code: str) -> None:
    assert refusal(Play(), **arguments) == code


def test_a_closed_workshop_is_not_changed() -> None:
    play = Play("workday-checkin", None)
    for _ in range(200):
        if play.public.next.act == "last":
            break
        play.do("next")
    play.do("close")
    assert refusal(play, step="good", minutes=3) == "workshop_closed"
