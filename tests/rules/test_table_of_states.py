"""Error-prone transitions of the state machine (docs/domain.md 4.1 and 4.2), one test each."""

from __future__ import annotations

import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.rules.lifecycle import open_lobby, shut_down


@pytest.mark.parametrize("step", ["join", "group", "actions"])
def test_a_step_that_asks_nothing_has_nothing_to_close_or_reveal(step: str) -> None:
    play = Play(minutes=90)
    play.do("goto", step=step)
    assert play.state() == "open"
    with pytest.raises(RuleBroken, match="nothing_to_close"):
        play.do("close")
    with pytest.raises(RuleBroken, match="nothing_to_reveal"):
        play.do("reveal")


def test_promises_have_no_result_to_reveal() -> None:
    play = Play()
    play.walk_to("commit")
    with pytest.raises(RuleBroken, match="close_first"):
        play.do("reveal")
    play.do("close")
    with pytest.raises(RuleBroken, match="nothing_to_reveal"):
        play.do("reveal")


def test_only_an_unopened_step_is_skipped_and_the_refusal_says_what_to_do() -> None:
    play = Play()
    play.walk_to("pulse_in")
    with pytest.raises(RuleBroken, match="skip_unopened"):
        play.do("skip")
    play.do("close")
    with pytest.raises(RuleBroken, match="skip_unopened"):
        play.do("skip")
    assert play.state() == "closed"


def test_a_coming_step_is_skipped_from_afar_and_next_passes_it_by() -> None:
    play = Play()
    play.walk_to("pulse_in")
    play.do("skip", step="lens")
    assert play.memory.steps["lens"].state == "skipped"
    assert (play.step.id, play.state()) == ("pulse_in", "open")
    play.walk_to("ideas", "ready")
    assert play.memory.steps["lens"].state == "skipped"
    with pytest.raises(RuleBroken, match="no_step"):
        play.do("skip", step="nowhere")
    with pytest.raises(RuleBroken, match="last_step"):
        play.do("skip", step="close")


def test_going_back_for_something_leaves_the_unopened_step_to_come() -> None:
    play = Play(minutes=90)
    play.do("goto", step="vote")
    play.do("goto", step="group")
    assert play.memory.steps["vote"].state == "ready"
    play.do("next")
    assert play.step.id == "vote"


def test_going_on_past_an_unopened_step_records_it_as_skipped() -> None:
    play = Play(minutes=90)
    play.do("goto", step="vote")
    play.do("goto", step="commit")
    assert play.memory.steps["vote"].state == "skipped"


@pytest.mark.parametrize("state", ["closed", "revealed"])
def test_a_step_come_back_to_is_taken_up_where_it_was_left(state: str) -> None:
    play = Play()
    play.walk_to("pulse_in", state)
    play.do("goto", step="ideas")
    assert play.memory.steps["pulse_in"].state == "done"
    play.do("goto", step="pulse_in")
    assert play.state() == state


def test_a_result_hidden_again_stays_hidden_when_the_step_is_left_and_come_back_to() -> None:
    play = Play()
    play.walk_to("pulse_in", "revealed")
    play.do("hide_results")
    play.do("goto", step="ideas")
    play.do("goto", step="pulse_in")
    assert play.state() == "closed"


def test_reopening_while_looking_back_brings_the_phones_to_that_step() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("pulse_in")
    play.answer(seat, value=3)
    play.walk_to("ideas")
    play.answer(seat, text="Soitan ensin")
    play.do("back")
    play.do("back")
    assert play.memory.session.looking == "pulse_in"
    play.do("reopen")
    assert (play.step.id, play.state(), play.public.looking_back) == ("pulse_in", "open", False)
    assert play.memory.steps["ideas"].state == "done"
    play.answer(seat, value=5)
    assert [answer.value for answer in play.memory.answers.values()] == [5]
    play.do("goto", step="ideas")
    play.do("reopen")
    assert len(play.mine(seat).ideas) == 1


def test_nothing_moves_in_a_draft_and_its_doors_open_to_the_lobby() -> None:
    play = Play()
    play.memory.apply(shut_down(play.here))
    assert play.session_state() == "draft"
    for verb, arguments in (("next", {}), ("goto", {"step": "ideas"})):
        with pytest.raises(RuleBroken, match="not_in_lobby"):
            play.do(verb, **arguments)
    play.memory.session = open_lobby(play.memory.session)
    assert play.session_state() == "lobby"
    play.do("next")
    assert not shut_down(play.here).change()
    assert open_lobby(play.memory.session) == play.memory.session


def test_a_closed_workshop_moves_nowhere_until_it_is_reopened() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    play.do("goto", step="close")
    play.do("close")
    for verb, arguments in (
        ("open", {}),
        ("close", {}),
        ("reveal", {}),
        ("hide_results", {}),
        ("round", {}),
        ("goto", {"step": "ideas"}),
        ("skip", {"step": "commit"}),
    ):
        with pytest.raises(RuleBroken, match="workshop_closed"):
            play.do(verb, **arguments)
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, step="ideas", text="Liian myöhään")
    play.do("back")
    assert play.public.looking_back
    play.do("reopen")
    assert (play.session_state(), play.state(), play.public.looking_back) == ("closing", "open", False)


def test_a_break_stops_the_steps_own_clock_and_phones_go_on_answering() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    play.now += 60
    left = play.public.timer.left_at(play.now)
    play.do("break", minutes=15)
    assert (play.session_state(), play.public.next.act) == ("break", "resume")
    assert play.public.timer.left_at(play.now) == 15 * 60
    play.answer(seat, text="Kirjoitan tauollakin")
    play.now += 12 * 60
    play.do("extend", minutes=5)
    assert play.public.timer.left_at(play.now) == 8 * 60
    play.do("next")
    assert (play.session_state(), play.state()) == ("running", "open")
    assert play.public.timer.left_at(play.now) == left


def test_on_a_break_only_going_on_moves_anything() -> None:
    play = Play()
    play.walk_to("ideas")
    play.do("break")
    for verb in ("open", "close", "reveal", "hide_results", "reopen", "round", "break"):
        with pytest.raises(RuleBroken, match=r"on_break|not_closed"):
            play.do(verb)
    play.do("goto", step="commit")
    assert (play.session_state(), play.memory.session.timer) == ("running", "off")


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_a_break_has_a_sensible_length(minutes: int) -> None:
    play = Play()
    play.walk_to("ideas")
    with pytest.raises(RuleBroken, match="break_minutes"):
        play.do("break", minutes=minutes)


def test_there_is_no_break_before_the_start_and_none_to_end_when_there_is_none() -> None:
    play = Play()
    with pytest.raises(RuleBroken, match="not_started"):
        play.do("break")
    play.do("goto", step="close")
    with pytest.raises(RuleBroken, match="no_break_now"):
        play.do("break")
    with pytest.raises(RuleBroken, match="not_on_break"):
        play.do("resume")


def test_a_paused_clock_is_paused_after_the_break_as_well() -> None:
    play = Play()
    play.walk_to("ideas")
    play.do("pause")
    play.do("break")
    assert play.memory.session.timer == "running"
    play.now += 600
    play.do("resume")
    assert (play.memory.session.timer, play.public.timer.left_at(play.now)) == ("paused", 8 * 60)
