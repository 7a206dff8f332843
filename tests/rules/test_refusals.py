"""What each verb refuses, with its code and fields; what undo calls each act; and what it leaves behind.

``Play`` checks the status of every refusal and that its sentence exists (``outcome_checks``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from single_step_workshop import step, words
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.rules.core.verbs import parse_arguments
from facilitator.rules.verbs import slips
from facilitator.rules.verbs.position import kind_of
from facilitator.rules.verbs.stage import PageArguments
from facilitator.templates.user_templates import build_template
from store.records import Action, Idea, replace

Act = Callable[[Play], object]


def play_of(*steps: dict[str, object]) -> Play:
    """A workshop of these steps, between a welcome and a close."""
    raw = {"title": words("Oma"), "steps": [step("join", "info"), *steps, step("end", "close")]}
    return Play(build_template(raw, "oma.toml", "oma"), None)


def at_end(play: Play) -> None:
    """Walk to the last state of the last step."""
    for _ in range(200):
        if play.public.next.act == "last":
            return
        play.do("next")
    raise AssertionError("there is no end")


def in_actions(play: Play) -> None:
    play.walk_to("actions")


def on_stage(play: Play) -> None:
    play.walk_to("pulse_in", "ready")


def started(play: Play) -> None:
    play.do("next")


REFUSED: dict[str, tuple[str, Act, str, dict[str, object]]] = {
    "nothing lies before the first step": ("first_step", started, "back", {}),
    "the last step is not left": ("last_step", at_end, "next", {}),
    "a step that is not open is not closed": ("not_open", on_stage, "close", {}),
    "nothing is hidden that is not shown": ("nothing_to_hide", on_stage, "hide_results", {}),
    "a clock that has not started is not extended": ("not_started", lambda play: None, "extend", {"minutes": 1}),
    "an action needs words": ("empty", in_actions, "action", {"owner": "Anna"}),
    "an action has a lens of the workshop": ("no_tag", in_actions, "action", {"what": "Soitamme", "lens": "nope"}),
    "an idea on paper has a lens of its step": (
        "no_tag",
        lambda play: play.walk_to("ideas"),
        "add",
        {"text": "Soitan", "tag": "nope"},
    ),
    "a pulse takes no idea on paper": ("no_text_step", on_stage, "add", {"text": "Soitan"}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_verb_at_the_wrong_time_is_refused_with_its_code_and_changes_nothing(what: str) -> None:
    code, come_to, verb, arguments = REFUSED[what]
    play = Play()
    come_to(play)
    before, version = play.memory.session, play.version
    with pytest.raises(RuleBroken) as refused:
        play.do(verb, **arguments)
    assert refused.value.code == code
    assert (play.memory.session, play.version) == (before, version)


def test_slips_are_refused_after_the_end_and_in_wrong_numbers() -> None:
    play = Play()
    for number in (0, slips.MOST_AT_ONCE + 1):
        with pytest.raises(RuleBroken) as refused:
            slips.require_slips_possible(play.here, number)
        assert (refused.value.code, refused.value.fields) == ("slips_number", {"n": slips.MOST_AT_ONCE})
    play.memory.session = replace(play.memory.session, state="closed")
    with pytest.raises(RuleBroken) as refused:
        slips.require_slips_possible(play.here, 10)
    assert (refused.value.code, refused.value.status) == ("workshop_closed", 409)


def test_a_step_of_an_unknown_kind_is_refused_by_its_name() -> None:
    play = Play()
    with pytest.raises(RuleBroken) as refused:
        kind_of(replace(play.memory.steps["ideas"], kind="toss"))
    assert (refused.value.code, refused.value.fields) == ("no_kind", {"kind": "toss"})


def test_arguments_of_a_wrong_shape_are_refused_with_the_verb_and_the_problem() -> None:
    with pytest.raises(RuleBroken) as refused:
        parse_arguments("page", {"page": "three"}, PageArguments)
    assert (refused.value.code, refused.value.status) == ("bad_arguments", 400)
    assert refused.value.fields["verb"] == "page"
    assert "int" in str(refused.value.fields["problem"])


UNDO: dict[str, tuple[Act, str, dict[str, object]]] = {
    "edit_step": (on_stage, "edit_step", {"step": "ideas", "minutes": 9}),
    "close": (lambda play: play.walk_to("pulse_in"), "close", {}),
    "goto": (on_stage, "goto", {"step": "ideas"}),
    "action": (in_actions, "action", {"what": "Soitamme"}),
}


@pytest.mark.parametrize("label", UNDO)
def test_undo_calls_an_act_by_its_name(label: str) -> None:
    come_to, verb, arguments = UNDO[label]
    play = Play()
    come_to(play)
    play.do(verb, **arguments)
    assert play.console.undo == label
    assert play.do("undo")["what"] == label


def test_looking_back_goes_step_by_step_and_is_undone_as_a_look() -> None:
    play = Play()
    play.walk_to("ideas")

    def step_on_stage() -> str:
        assert play.public.step is not None
        return play.public.step.id

    play.do("back")
    nearest = step_on_stage()
    play.do("back")
    assert play.public.looking_back
    assert step_on_stage() not in ("ideas", nearest)
    play.do("next")
    assert (step_on_stage(), play.console.undo) == (nearest, "look")
    play.do("next")
    assert (step_on_stage(), play.public.looking_back) == ("ideas", False)
    play.do("back")
    play.do("goto", step="ideas")
    assert (step_on_stage(), play.public.looking_back, play.console.undo) == ("ideas", False, "look")


def test_a_step_that_is_changed_is_named_in_the_log() -> None:
    play = Play()
    play.do("edit_step", step="ideas", title="Ideat")
    assert [(event.verb, event.step) for event in play.memory.events.values()][-1] == ("edit_step", "ideas")


def test_closing_a_step_stops_its_clock() -> None:
    play = Play()
    play.walk_to("pulse_in")
    timers = [play.memory.session.timer]
    play.do("close")
    timers.append(play.memory.session.timer)
    assert timers == ["running", "off"]


def test_more_votes_are_told_in_the_reply() -> None:
    play = play_of(step("ideas", "text"), step("vote", "vote", answer={"target": "ideas"}))
    seat = play.join()
    play.walk_to("ideas")
    for text in ("Soitan", "Kerron", "Kysyn"):
        play.answer(seat, text=text)
    play.walk_to("vote")
    each = getattr(play.public.body, "budget", 0) + 1
    assert play.do("votes", each=each) == {"each": each}


def test_a_nudge_that_is_switched_off_leaves_no_words() -> None:
    play = Play()
    play.walk_to("ideas")
    play.do("nudge", on=True)
    assert play.public.nudge is not None
    play.do("nudge", on=False)
    assert (play.memory.session.nudge, play.memory.session.nudge_ends) == ("", 0.0)


def test_a_theme_takes_the_first_free_number() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    for n in range(4):
        play.answer(seat, text=f"Soitan {n}")
    play.do("goto", step="group")
    play.do("open") if play.state() == "ready" else None
    made = [play.do("theme", name=f"Teema {n}")["id"] for n in range(3)]
    play.do("remove_theme", theme=made[1])
    again = play.do("theme", name="Uusi")["id"]
    assert play.memory.themes[again].position == 2
    assert {play.memory.themes[each].position for each in (made[0], made[2])} == {1, 3}


def test_an_idea_on_paper_of_a_pick_is_one_of_its_source() -> None:
    play = Play()
    play.walk_to("pick")
    made = play.do("add", text="Paperilta")["id"]
    idea = play.memory.ideas[made]
    assert isinstance(idea, Idea)
    assert (idea.step, idea.raised, idea.paper) == ("ideas", True, True)


def test_the_parts_of_an_outcome_stay_when_a_record_is_added() -> None:
    play = Play()
    play.walk_to("actions")
    outcome = play.workshop.execute(play.here, "action", {"what": "Soitamme"})
    added = replace(next(each for each in outcome.put if isinstance(each, Action)), id="other")
    more = outcome.with_record(added)
    assert more.put == (*outcome.put, added)
    assert (more.reply, more.undo, more.remove, more.forget) == (
        outcome.reply,
        outcome.undo,
        outcome.remove,
        outcome.forget,
    )
    assert more.reply["id"]


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (
            "choice",
            {"options": [{"id": "a", "label": words("A")}, {"id": "b", "label": words("B")}]},
            {"options": ["a"]},
        ),
        ("grid", {"rows": [{"id": "r", "label": words("R")}]}, {"row": "r", "value": 2}),
    ],
)
def test_an_answer_of_one_s_own_is_taken_back_by_its_id(
    kind: str, fields: dict[str, object], message: dict[str, Any]
) -> None:
    play = play_of(step("asked", kind, answer=fields))
    seat, other = play.join(), play.join()
    play.walk_to("asked")
    saved = play.answer(seat, **message)
    with pytest.raises(RuleBroken) as refused:
        play.withdraw(other, saved.id)
    assert refused.value.status in (403, 404)
    assert len(play.memory.answers) == 1
    play.withdraw(seat, saved.id)
    assert not play.memory.answers
    with pytest.raises(RuleBroken):
        play.withdraw(seat, saved.id)
