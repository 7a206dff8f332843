"""Undo and redo of every act of the facilitator, across steps. What participants said is never undone with them."""

from __future__ import annotations

from typing import Any

import pytest
from assertions import nonempty
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import has_message
from facilitator.rules.undo.history import DEPTH
from facilitator.rules.verb_table import UNDOABLE_VERBS
from facilitator.view import VoteBody

CALLED = {"next": "step", "page": "look", "back": "look", "cut": "cut_rate"}
"""Verbs that undo has another word for."""


def voting(people: int = 5) -> tuple[Play, list[str]]:
    """An open vote on themes that the facilitator has made."""
    play = Play(minutes=90)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(people)]
    for n, seat in enumerate(seats):
        play.answer(seat, text=f"Idea numero {n}")
    play.walk_to("group")
    for n, idea in enumerate(sorted(play.memory.ideas)):
        play.do("theme", name=f"Teko {n}", idea=idea)
    play.walk_to("vote")
    return play, seats


@pytest.mark.parametrize("verb", sorted({verb.name for verb in UNDOABLE_VERBS} - {"focus"}))
def test_undo_has_words_for_every_act(verb: str) -> None:
    assert has_message(f"undo.{CALLED.get(verb, verb)}")


def test_sixty_acts_across_steps_are_taken_back_and_done_again() -> None:
    play = Play(minutes=60)
    seat = play.join()
    start = (play.memory.session, dict(play.memory.steps))
    for _ in range(100):
        step = play.memory.steps.get(play.memory.session.step)
        if step is not None and step.id == "ideas" and step.state == "open" and not play.mine(seat).ideas:
            play.answer(seat, text="Soitan ensin")
        play.do("lock" if not play.memory.session.locked else "unlock")
        if play.memory.session.step == "pick":
            break
        play.do("next")
    while len(play.memory.history) < 60:
        play.do("extend", minutes=1)
    end = (play.memory.session, dict(play.memory.steps), set(play.memory.ideas))
    acts = len(play.memory.history)
    assert acts >= 60
    for _ in range(acts):
        play.do("undo")
    assert play.memory.session == start[0]
    # What was answered stays, so its step is not unasked again.
    others = {step.id: step.state for step in play.memory.steps.values() if step.id != "ideas"}
    assert others == {step.id: step.state for step in start[1].values() if step.id != "ideas"}
    assert play.memory.steps["ideas"].state == "done"
    assert len(play.memory.ideas) == 1
    for _ in range(acts):
        play.do("redo")
    assert (play.memory.session, dict(play.memory.steps), set(play.memory.ideas)) == end
    with pytest.raises(RuleBroken, match="nothing_to_redo"):
        play.do("redo")


def test_undoing_a_reveal_hides_the_result_and_says_that_it_has_been_seen() -> None:
    play = Play()
    play.walk_to("pulse_in")
    play.do("close")
    play.do("reveal")
    assert play.do("undo") == {"what": "reveal", "note": "seen"}
    assert play.state() == "closed"
    play.do("redo")
    assert play.state() == "revealed"


def test_undoing_the_close_of_a_vote_reopens_it_and_what_was_counted_stays_counted() -> None:
    play, seats = voting()
    item = play.mine(seats[0]).order[0]
    play.answer(seats[0], item=item, votes=1)
    play.do("close")
    assert play.do("undo") == {"what": "close", "note": "votes"}
    assert play.state() == "open"
    assert play.mine(seats[0]).voted
    with pytest.raises(RuleBroken, match="already_counted"):
        play.answer(seats[0], item=item, votes=0)
    play.answer(seats[1], item=item, votes=1)
    play.do("redo")
    assert play.state() == "closed"
    assert [ballot.seat for ballot in play.memory.ballots.values()] == ["", ""]
    assert {receipt.content for receipt in play.memory.receipts.values() if receipt.step == "vote"} == {""}


def test_undoing_a_reopening_closes_the_vote_like_any_other() -> None:
    play, seats = voting()
    play.do("close")
    play.do("reopen")
    play.answer(seats[0], item=play.mine(seats[0]).order[0], votes=1)
    play.do("undo")
    assert play.state() == "closed"
    assert [ballot.seat for ballot in play.memory.ballots.values()] == [""]


def test_a_step_that_has_been_answered_is_closed_and_not_unasked() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    play.answer(seat, text="Soitan ensin")
    assert play.do("undo") == {"what": "open", "note": "answered"}
    assert play.state() == "closed"
    assert len(play.memory.ideas) == 1
    play.do("redo")
    assert play.state() == "open"
    assert len(play.mine(seat).ideas) == 1


def test_a_step_that_nobody_has_answered_is_ready_again() -> None:
    play = Play()
    play.walk_to("ideas")
    assert play.do("undo") == {"what": "open"}
    assert (play.state(), play.memory.session.timer) == ("ready", "off")


def test_undoing_the_step_to_the_next_one_takes_the_one_before_up_where_it_stood() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("pulse_in", "revealed")
    play.walk_to("lens")
    assert play.do("undo")["what"] == "step"
    assert (play.step.id, play.state()) == ("pulse_in", "revealed")
    assert play.memory.steps["lens"].state == "ready"
    play.do("redo")
    assert (play.step.id, play.state()) == ("lens", "open")
    assert play.mine(seat).language == "fi"


def test_a_theme_that_has_been_voted_on_stays_whatever_is_undone() -> None:
    play, seats = voting()
    play.answer(seats[0], item=play.mine(seats[0]).order[0], votes=1)
    themes, notes = dict(play.memory.themes), set()
    while play.console.undo:
        notes.add(play.do("undo").get("note"))
    assert dict(play.memory.themes) == themes
    assert {"answered", "stays"} <= notes
    assert len(play.memory.ballots) == 1


def test_more_votes_per_person_stay_once_somebody_has_voted() -> None:
    play, seats = voting()
    play.do("votes", each=4)
    assert play.do("undo")["what"] == "votes"
    before = play.step.frame["budget"]
    play.do("votes", each=4)
    for item in play.mine(seats[0]).order[:4]:
        play.answer(seats[0], item=item, votes=1)
    assert play.do("undo")["note"] == "stays"
    assert play.step.frame["budget"] == 4 > before


def test_an_owner_who_took_an_action_on_by_phone_is_not_taken_off_again() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("actions")
    action = play.do("action", what="Kerromme käsittelyajan heti")["id"]
    play.do("edit_action", action=action, owner="Anna")
    play.do("edit_action", action=action, owner="")
    play.answer(seat, action=action, owner="Mikael")
    assert play.do("undo") == {"what": "edit_action", "note": "stays"}
    assert play.memory.actions[action].owner == "Mikael"
    play.do("undo")
    assert play.do("undo") == {"what": "action", "note": "stays"}
    assert play.memory.actions[action].owner == "Mikael"


def test_a_paper_idea_a_hidden_text_and_flags_of_the_stage_are_undone_too() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    written = play.answer(seat, text="Soitan ensin").id
    acts: list[tuple[str, dict[str, Any]]] = [("hide", {"idea": written}), ("add", {"text": "Lapulta luettu"})]
    acts += [("extend", {"minutes": 2})]
    acts += [("pause", {}), ("lock", {}), ("black", {"on": True}), ("overlay", {})]
    acts += [("stage_language", {"language": "sv"})]
    before = [(play.memory.session, dict(play.memory.ideas))]
    for verb, arguments in acts:
        play.do(verb, **arguments)
        before.append((play.memory.session, dict(play.memory.ideas)))
    for (verb, _), (session, ideas) in nonempty(zip(reversed(acts), reversed(before[:-1]), strict=True)):
        assert play.do("undo")["what"] == verb
        assert (play.memory.session, dict(play.memory.ideas)) == (session, ideas)
    for (verb, _), (session, ideas) in nonempty(zip(acts, before[1:], strict=True)):
        assert play.do("redo")["what"] == verb
        assert (play.memory.session, dict(play.memory.ideas)) == (session, ideas)


def test_undoing_a_pause_lets_the_clock_go_on_from_where_it_stood() -> None:
    play = Play()
    play.walk_to("ideas")
    left = play.public.timer.left_at(play.now)
    play.do("pause")
    play.now += 300
    play.do("undo")
    assert play.public.timer.left_at(play.now) == left


def test_looking_around_is_one_act_and_does_not_cost_what_can_be_done_again() -> None:
    play = Play()
    play.walk_to("ideas")
    play.do("lock")
    for _ in range(3):
        play.do("back")
    play.do("next")
    assert play.do("undo")["what"] == "look"
    assert play.memory.session.looking == ""
    assert play.do("undo")["what"] == "lock"
    play.do("back")
    assert play.console.redo == "lock"
    play.do("lock")
    assert play.console.redo == ""


def test_something_that_changed_nothing_is_nothing_to_undo() -> None:
    play = Play()
    play.walk_to("ideas")
    play.do("unlock")
    assert play.console.undo == "open"


def test_there_is_an_end_to_what_is_remembered() -> None:
    play = Play()
    play.walk_to("ideas")
    for _ in range(DEPTH + 30):
        play.do("extend", minutes=1)
    assert len(play.memory.history) == DEPTH >= 50
    for _ in range(DEPTH):
        play.do("undo")
    with pytest.raises(RuleBroken, match="nothing_to_undo"):
        play.do("undo")


def test_an_idea_that_its_writer_took_back_does_not_come_again_with_undo() -> None:
    play = Play()
    play.walk_to("ideas")
    seat = play.join()
    idea = play.answer(seat, text="Otan takaisin").id
    play.do("hide", idea=idea)
    play.withdraw(seat, idea)
    play.do("undo")
    assert not play.memory.ideas


def test_a_new_round_without_votes_is_taken_back_and_one_with_votes_stays() -> None:
    play, seats = voting()
    for seat, item in zip(seats, play.mine(seats[0]).order, strict=True):
        play.answer(seat, item=item, votes=1)
    play.do("close")
    play.do("reveal")
    shown = play.step.seen
    play.do("round")
    assert play.do("undo")["what"] == "round"
    assert (play.step.round, play.state(), play.step.seen) == (1, "revealed", shown)
    play.do("redo")
    assert (play.step.round, play.state()) == (2, "open")
    play.answer(seats[0], item=play.mine(seats[0]).order[0], votes=1)
    assert play.do("undo") == {"what": "round", "note": "answered"}
    assert (play.step.round, play.state()) == (2, "closed")
    body = play.public.body
    assert isinstance(body, VoteBody)
    assert body.voters == 1


def test_undoing_the_reopening_of_a_closed_session_closes_it_again() -> None:
    play = Play()
    play.do("next")
    play.do("goto", step="close")
    play.do("close")
    play.do("reopen")
    play.do("undo")
    assert play.session_state() == "closed"
    assert not play.memory.history


def test_an_action_is_undone_while_people_vote_for_it_is_not_what_they_vote_on() -> None:
    play, _ = voting()
    play.do("goto", step="actions")
    action = play.do("action", what="Kerromme heti")["id"]
    play.do("goto", step="vote")
    play.do("reopen")
    play.do("remove_action", action=action)
    assert play.do("undo")["what"] == "remove_action"
    assert action in play.memory.actions
