"""The grace period after a step closes: answers begun before are accepted for 20 seconds."""

from __future__ import annotations

import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.rules.timing.grace import GRACE_SECONDS


def closed(step: str = "ideas", minutes: int = 60) -> tuple[Play, str]:
    """A step that was open and has just been closed, and somebody in the room."""
    play = Play(minutes=minutes)
    seat = play.join()
    play.walk_to("ideas")
    play.answer(seat, text="Ehti ajoissa")
    play.do("add", text="Paperilta")
    if step != "ideas":
        play.walk_to(step)
        play.now += 60
    play.do("close")
    return play, seat


def test_a_text_in_hand_as_the_step_closes_is_taken_for_twenty_seconds() -> None:
    play, seat = closed()
    assert play.public.grace is not None
    assert (play.public.grace.step, play.public.grace.until) == ("ideas", play.now + GRACE_SECONDS)
    play.now += GRACE_SECONDS - 0.1
    play.answer(seat, text="Kesken jäänyt")
    assert [idea.text for idea in play.mine(seat).ideas] == ["Ehti ajoissa", "Kesken jäänyt"]
    assert play.public.answered == 1
    play.now += 0.1
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, text="Myöhässä")
    assert len(play.mine(seat).ideas) == 2


def test_an_answer_that_came_in_time_is_confirmed_again_after_the_grace() -> None:
    play, seat = closed()
    first = play.answer(seat, key="the-same-key-0001", text="Kesken jäänyt")
    play.now += 3600
    again = play.answer(seat, key="the-same-key-0001", text="Kesken jäänyt")
    assert (again.repeated, again.id, again.version) == (True, first.id, first.version)
    assert len(play.mine(seat).ideas) == 2


def test_revealing_ends_the_grace_and_hiding_the_result_does_not_bring_it_back() -> None:
    play, seat = closed()
    for verb in ("reveal", "hide_results"):
        play.do(verb)
        assert play.public.grace is None
        with pytest.raises(RuleBroken, match="step_closed"):
            play.answer(seat, text="Nähtyäni muiden tekstit")


def test_reopening_takes_answers_again_and_closing_once_more_begins_a_new_grace() -> None:
    play, seat = closed()
    play.now += 5
    play.do("reopen")
    assert play.public.grace is None
    play.now += GRACE_SECONDS
    play.answer(seat, text="Auki taas")
    play.do("close")
    play.now += GRACE_SECONDS - 1
    play.answer(seat, text="Toisella kerralla")
    assert len(play.mine(seat).ideas) == 3


def test_a_vote_has_no_grace_because_its_ballots_are_cut_loose() -> None:
    play, seat = closed("vote")
    assert play.public.grace is not None
    assert play.public.grace.until < play.now
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, item=play.mine(seat).order[0], votes=1)


def test_the_grace_goes_on_when_the_room_goes_on_without_showing_a_result() -> None:
    play, seat = closed("commit")
    play.now += 3
    play.do("next")
    assert play.step.id == "actions"
    assert play.public.grace is not None
    assert play.public.grace.step == "commit"
    play.answer(seat, step="commit", text="Soitan ennen kirjettä")
    promise = play.mine(seat).promise
    assert promise is not None
    assert promise.text == "Soitan ennen kirjettä"
    play.now += GRACE_SECONDS
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, step="commit", text="Muutan mieleni")


def test_jumping_away_from_an_open_step_begins_its_grace() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    play.do("goto", step="commit")
    play.answer(seat, step="ideas", text="Lause oli kesken")
    play.now += GRACE_SECONDS
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, step="ideas", text="Myöhässä")


def test_a_result_that_is_counted_as_the_step_is_left_takes_nothing_more() -> None:
    play = Play()
    seats = [play.join() for _ in range(6)]
    play.walk_to("pulse_in")
    for seat in seats:
        play.answer(seat, value=3)
    play.do("goto", step="commit")
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seats[0], step="pulse_in", value=5)


def test_locking_ends_what_the_grace_takes_until_it_is_unlocked() -> None:
    play, seat = closed()
    play.do("lock")
    assert play.public.grace is None
    with pytest.raises(RuleBroken, match="locked"):
        play.answer(seat, text="Lukon aikana")
    play.do("unlock")
    play.answer(seat, text="Lukon jälkeen")


def test_a_clock_that_is_set_back_gives_no_endless_grace() -> None:
    play, seat = closed()
    play.now -= 2 * 86_400
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, text="Eilen")


def test_one_can_still_take_back_what_one_sent_in_the_grace() -> None:
    play, seat = closed()
    saved = play.answer(seat, text="Erehdys")
    play.withdraw(seat, saved.id)
    assert [idea.text for idea in play.mine(seat).ideas] == ["Ehti ajoissa"]


def test_nothing_is_taken_once_the_session_is_closed() -> None:
    play, seat = closed("commit")
    play.do("goto", step="close")
    play.do("close")
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, step="commit", text="Myöhässä")
