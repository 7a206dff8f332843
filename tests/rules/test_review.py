"""A follow-up: what is taken over of the workshop before, and who may say what became of it."""

from __future__ import annotations

from datetime import date

import pytest
from assertions import nonempty
from workshop_in_memory import Memory, Play

from facilitator.errors import RuleBroken
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.lifecycle import open_lobby
from facilitator.templates.follow_up import follow_up_session
from facilitator.view import InfoBody, ReviewBody
from store.records import Action, Answer, replace

HELD = date(2027, 2, 14)
LATER = 1_800_000_000.0 + 31 * 86_400


def agreed() -> Play:
    """A workshop that agreed on three actions, one of them done already, with two promises, one of them shared."""
    play = Play(minutes=60)
    play.walk_to("commit")
    seats = [play.join(), play.join("sv")]
    play.answer(seats[0], text="Salaisuus", share=False)
    play.answer(seats[1], text="Jag ringer först", share=True)
    play.walk_to("actions")
    for number, what in enumerate(("Kerromme ajan", "Yksi ohje", "Soitamme"), 1):
        play.do("action", what=what, owner=f"Omistaja {number}", due=f"2027-03-0{number}", first_step="Askel")
    done = sorted(play.memory.actions.values(), key=lambda action: action.number)[2]
    play.do("edit_action", action=done.id, status="done")
    return play


def follow(play: Play) -> Play:
    """The follow-up of what has been played, a month later."""
    session, steps, actions = follow_up_session(play.memory)
    later = Play("follow-up", 30, now=LATER)
    later.memory = Memory(open_lobby(session), steps)
    later.memory.actions = {action.id: action for action in actions}
    later.book = RecordIndex(later.memory)
    return later


def at_review() -> tuple[Play, list[Action]]:
    """The follow-up at its open review, and its actions by number."""
    play = follow(agreed())
    play.walk_to("status")
    return play, sorted(play.memory.actions.values(), key=lambda action: action.number)


def review(play: Play) -> ReviewBody:
    body = play.public.body
    assert isinstance(body, ReviewBody)
    return body


def test_a_follow_up_takes_over_what_is_under_way_with_ids_owners_dates_and_states() -> None:
    before = agreed()
    play = follow(before)
    taken = {action.id: action for action in play.memory.actions.values()}
    assert {action.what for action in taken.values()} == {"Kerromme ajan", "Yksi ohje"}
    for action in nonempty(taken.values()):
        assert replace(before.memory.actions[action.id], step=action.step, theme="") == action
    kept = play.memory.session.earlier
    assert kept is not None
    assert (kept.session, kept.promises) == (before.memory.session.id, 2)
    assert [each.text for each in kept.shared] == ["Jag ringer först"]
    assert "Salaisuus" not in repr(play.memory.session)
    assert [past.status for past in kept.actions] == ["not_started", "not_started", "done"]


def test_the_earlier_workshop_stays_as_it_is() -> None:
    before = agreed()
    actions = dict(before.memory.actions)
    follow(before).walk_to("status")
    assert before.memory.actions == actions


def test_a_second_follow_up_still_knows_what_was_done_before_the_first() -> None:
    play, actions = at_review()
    play.do("edit_action", action=actions[0].id, status="dropped", note="Aika ei riittänyt")
    kept = follow(play).memory.session.earlier
    assert kept is not None
    assert [(past.number, past.status) for past in kept.actions] == [(1, "dropped"), (2, "not_started"), (3, "done")]
    assert kept.promises == 2
    assert kept.first == agreed_day(play)
    assert kept.held > kept.first


def agreed_day(play: Play) -> str:
    assert play.memory.session.earlier is not None
    return play.memory.session.earlier.held


def test_a_workshop_that_agreed_on_nothing_is_not_followed_up() -> None:
    with pytest.raises(RuleBroken, match="nothing_to_follow"):
        follow_up_session(Play(minutes=60).memory)
    with pytest.raises(RuleBroken, match="imports_nothing"):
        follow_up_session(agreed().memory, "workday-checkin")


def test_the_recap_shows_all_that_was_agreed_and_only_the_number_of_promises() -> None:
    play = follow(agreed())
    play.walk_to("recap")
    body = play.public.body
    assert isinstance(body, InfoBody)
    assert body.recap is not None
    assert [action.status for action in body.recap.actions] == ["not_started", "not_started", "done"]
    assert (body.recap.promises, [text.text for text in body.recap.shared]) == (2, ["Jag ringer först"])
    assert "Salaisuus" not in repr(play.public)


def test_the_facilitator_marks_the_state_and_the_room_sees_it_at_once() -> None:
    play, actions = at_review()
    play.do("edit_action", action=actions[0].id, status="in_progress", first_step="Seuraava")
    shown = review(play)
    assert (shown.items[0].action.status, shown.items[0].before) == ("in_progress", "not_started")
    assert shown.tally == {"not_started": 1, "in_progress": 1, "done": 0, "dropped": 0, "passed_on": 0}
    play.do("undo")
    assert review(play).items[0].action.status == "not_started"


@pytest.mark.parametrize(("status", "code"), [("dropped", "reason_missing"), ("passed_on", "whom_missing")])
def test_dropping_needs_a_reason_and_passing_on_a_name(status: str, code: str) -> None:
    play, actions = at_review()
    seat = play.join()
    with pytest.raises(RuleBroken, match=code):
        play.do("edit_action", action=actions[0].id, status=status)
    with pytest.raises(RuleBroken, match=code):
        play.answer(seat, action=actions[0].id, status=status)
    play.do("edit_action", action=actions[0].id, status=status, note="Johtoryhmä")
    with pytest.raises(RuleBroken, match=code):
        play.do("edit_action", action=actions[0].id, note="")
    assert play.memory.actions[actions[0].id].note == "Johtoryhmä"


def test_an_action_that_is_over_lacks_nothing() -> None:
    play, actions = at_review()
    play.do("edit_action", action=actions[0].id, owner="", due="")
    assert review(play).items[0].action.missing == ("owner", "due")
    play.do("edit_action", action=actions[0].id, status="done")
    assert review(play).items[0].action.missing == ()


def test_a_phone_reports_and_changes_nothing_but_its_own_report() -> None:
    play, actions = at_review()
    seat = play.join("sv")
    first = play.answer(seat, action=actions[0].id, status="in_progress")
    again = play.answer(seat, action=actions[0].id, status="done", note="Allt är klart")
    assert first.id == again.id
    assert play.memory.actions[actions[0].id].status == "not_started"
    (report,) = play.mine(seat).reports
    assert (report.action, report.status, report.text, report.lang) == (actions[0].id, "done", "Allt är klart", "sv")
    assert [line.text for line in play.console.reports] == ["Allt är klart"]
    assert (review(play).reporters, review(play).items[0].reports) == (1, 1)
    assert "Allt är klart" not in repr(play.public)
    with pytest.raises(RuleBroken, match="not_yours"):
        play.withdraw(play.join(), report.id)
    play.withdraw(seat, report.id)
    assert review(play).reporters == 0


def test_what_is_no_state_or_no_action_is_refused() -> None:
    play, actions = at_review()
    seat = play.join()
    for fields, code in (
        ({"action": actions[0].id, "status": "lost"}, "no_status"),
        ({"action": "nothing", "status": "done"}, "no_action"),
        ({"action": actions[0].id}, "bad_answer"),
        ({"action": actions[0].id, "status": "done", "note": "x" * 201}, "too_long"),
    ):
        with pytest.raises(RuleBroken, match=code):
            play.answer(seat, **fields)
    assert not play.memory.answers


@pytest.mark.parametrize("people", [4, 5])
def test_what_phones_said_is_told_from_five_reports_on_and_only_after_the_reveal(people: int) -> None:
    play, actions = at_review()
    for _ in range(people):
        play.answer(play.join(), action=actions[0].id, status="done")
    assert review(play).items[0].counts is None
    play.do("close")
    assert review(play).items[0].counts is None
    play.do("reveal")
    counts = review(play).items[0].counts
    assert (counts or {}).get("done") == (5 if people == 5 else None)
    assert review(play).items[1].counts is None


def test_one_more_report_after_a_reopening_does_not_tell_who_it_was() -> None:
    play, actions = at_review()
    for _ in range(5):
        play.answer(play.join(), action=actions[0].id, status="done")
    for verb in ("close", "reveal", "reopen"):
        play.do(verb)
    play.answer(play.join(), action=actions[0].id, status="not_started")
    play.do("close")
    play.do("reveal")
    counts = review(play).items[0].counts
    assert counts is not None
    assert (counts["done"], counts["not_started"]) == (5, 0)


def test_the_list_has_pages_that_next_turns_before_it_closes() -> None:
    play, _ = at_review()
    for number in range(4):
        play.do("action", what=f"Uusi {number}")
    assert (review(play).page, review(play).pages) == (0, 2)
    assert play.public.next.act == "page"
    play.do("next")
    assert (review(play).page, play.state()) == (1, "open")
    play.do("next")
    assert play.state() == "closed"
    play.do("next")
    assert (play.state(), review(play).shown, review(play).pages) == ("revealed", True, 1)


def test_an_action_added_in_the_follow_up_gets_a_number_nobody_had() -> None:
    play, _ = at_review()
    play.do("action", what="Uusi")
    assert sorted(item.action.number for item in review(play).items) == [1, 2, 4]
    assert review(play).items[-1].before == ""


def test_a_follow_up_of_nothing_opens_empty_and_takes_actions_by_hand() -> None:
    play = Play("follow-up", 30)
    play.walk_to("recap")
    assert isinstance(play.public.body, InfoBody)
    assert play.public.body.recap is None
    play.walk_to("status")
    assert review(play).items == ()
    play.do("action", what="Sovittiin kevällä", owner="Anna")
    assert [item.action.what for item in review(play).items] == ["Sovittiin kevällä"]


def test_a_report_that_is_none_of_ours_is_passed_over() -> None:
    play, actions = at_review()
    for number, options in enumerate(((), ("lost",))):
        odd = Answer(id=f"odd{number}", step="status", item=actions[0].id, options=options, text="x")
        play.memory.answers[odd.id] = odd
    play.book.rebuild()
    assert play.console.reports == ()
    assert review(play).items[0].action.id == actions[0].id
