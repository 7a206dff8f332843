"""Moving through the run of show."""

from __future__ import annotations

import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, explain
from facilitator.view import InfoBody, LobbyBody, TalkBody, TextBody
from store.records import replace


def test_a_new_workshop_starts_in_the_lobby_and_next_starts_it() -> None:
    play = Play()
    assert isinstance(play.public.body, LobbyBody)
    assert play.public.next.act == "start"
    play.do("next")
    assert play.session_state() == "running"
    assert play.step.id == "join"
    assert play.state() == "open"
    assert isinstance(play.public.body, InfoBody)
    assert play.public.body.join


@pytest.mark.parametrize(("minutes", "steps"), [(60, 12), (90, 14), (120, 15)])
def test_next_alone_walks_through_every_length_of_the_flagship_when_people_answer(minutes: int, steps: int) -> None:
    play = Play(minutes=minutes)
    seat = play.join()
    visited = []
    for _ in range(200):
        play.do("next")
        if play.step.id not in visited:
            visited.append(play.step.id)
        if play.step.id == "ideas" and play.state() == "open" and not play.mine(seat).ideas:
            play.answer(seat, text="Soitan ennen ikävää kirjettä")
            play.answer(seat, text="Kerron heti käsittelyajan")
        if play.step.id == "pick" and play.state() == "open":
            for idea in play.mine(seat).ideas[: 2 if minutes == 60 else 1]:
                play.answer(seat, answer=idea.id)
        if play.step.id == "group" and not play.memory.themes:
            for written in list(play.memory.ideas):
                play.do("theme", name=f"Teemme {written}", idea=written)
            play.do("add", text="Paperilta tullut ehdotus")
            play.do("theme", name="Toinen teko", idea=max(play.memory.ideas))
        if play.public.next.act == "last":
            break
    assert len(visited) == steps
    assert play.step.kind == "close"
    assert play.session_state() == "closing"


def test_a_step_that_asks_goes_through_ready_open_closed_revealed() -> None:
    play = Play()
    play.walk_to("pulse_in", "ready")
    states = [play.state()]
    while play.step.id == "pulse_in":
        play.do("next")
        states.append(play.state())
    assert states[:4] == ["ready", "open", "closed", "revealed"]


def test_close_and_reveal_are_two_acts() -> None:
    play = Play()
    play.walk_to("pulse_in")
    with pytest.raises(RuleBroken, match="close_first"):
        play.do("reveal")
    play.do("close")
    assert play.state() == "closed"
    play.do("reveal")
    assert play.state() == "revealed"
    play.do("hide_results")
    assert play.state() == "closed"


def test_texts_that_the_template_keeps_off_the_stage_are_passed_by_next_and_shown_by_reveal() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    play.answer(seat, text="Vastaan puhelimeen")
    play.do("next")
    assert play.public.next.act == "step"
    play.do("reveal")
    body = play.public.body
    assert isinstance(body, TextBody)
    assert [text.text for text in body.texts] == ["Vastaan puhelimeen"]


def test_many_texts_are_revealed_page_by_page_and_next_turns_the_page() -> None:
    play = Play()
    play.walk_to("ideas")
    for n in range(8):
        play.answer(play.join(), text=f"Idea numero {n}")
    play.do("close")
    play.do("reveal")
    first = play.public.body
    assert isinstance(first, TextBody)
    assert (len(first.texts), first.page, first.pages) == (6, 0, 2)
    assert play.public.next.act == "page"
    play.do("next")
    second = play.public.body
    assert isinstance(second, TextBody)
    assert (len(second.texts), second.page) == (2, 1)
    assert not {text.id for text in first.texts} & {text.id for text in second.texts}
    play.do("back")
    assert play.memory.session.page == 0


def test_back_moves_only_the_stage_and_next_comes_forward_again() -> None:
    play = Play()
    play.walk_to("ideas")
    play.do("back")
    view = play.public
    assert view.looking_back
    assert view.step is not None
    assert view.step.id == "lens"
    assert view.current == "ideas"
    play.answer(play.join(), text="Kirjoitan tätä samaan aikaan")
    assert play.public.next.act == "forward"
    play.do("next")
    assert not play.public.looking_back
    assert play.step.id == "ideas"
    assert play.state() == "open"


def test_reopening_a_text_step_keeps_what_was_answered() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    play.answer(seat, text="Ensimmäinen")
    play.do("close")
    play.now += 60
    with pytest.raises(RuleBroken, match="step_closed"):
        play.answer(seat, text="Myöhässä")
    play.do("reopen")
    play.answer(seat, text="Toinen")
    assert len(play.mine(seat).ideas) == 2


def test_goto_closes_the_step_that_is_left_and_keeps_its_answers() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    play.answer(seat, text="Jää talteen")
    play.do("goto", step="commit")
    assert play.memory.steps["ideas"].state == "done"
    assert play.step.id == "commit"
    assert len(play.memory.ideas) == 1
    with pytest.raises(RuleBroken, match="no_step"):
        play.do("goto", step="nowhere")


def test_a_skipped_step_stays_in_the_list_and_can_be_opened_later() -> None:
    play = Play()
    play.walk_to("pulse_in", "ready")
    play.do("skip")
    assert play.memory.steps["pulse_in"].state == "skipped"
    assert play.step.id == "lens"
    play.do("goto", step="pulse_in")
    assert play.state() == "ready"
    play.do("open")
    assert play.state() == "open"


def test_closing_the_last_step_closes_the_session_and_reopen_opens_it_again() -> None:
    play = Play()
    play.join()
    play.do("next")
    play.do("goto", step="close")
    assert play.session_state() == "closing"
    with pytest.raises(RuleBroken, match="last_step"):
        play.do("next")
    play.do("close")
    assert play.session_state() == "closed"
    with pytest.raises(RuleBroken, match="session_closed"):
        play.join()
    play.do("reopen")
    assert play.session_state() == "closing"
    play.join()


def test_the_timer_starts_with_the_step_and_one_minute_more_after_zero_is_one_minute_from_now() -> None:
    play = Play()
    play.walk_to("ideas")
    assert play.public.timer.left_at(play.now) == 8 * 60
    play.do("extend", minutes=1)
    assert play.public.timer.left_at(play.now) == 9 * 60
    play.do("extend", minutes=-1)
    play.now += 10 * 60
    assert play.public.timer.left_at(play.now) < 0
    play.do("extend", minutes=1)
    assert play.public.timer.left_at(play.now) == 60


def test_a_paused_timer_stands_still_and_answers_are_still_taken() -> None:
    play = Play()
    play.walk_to("ideas")
    play.now += 60
    play.do("pause")
    play.now += 600
    assert play.public.timer.left_at(play.now) == 7 * 60
    play.answer(play.join(), text="Kello seisoo, minä en")
    play.do("pause")
    assert play.public.timer.left_at(play.now) == 7 * 60


def test_the_lock_stops_answers_and_not_the_clock() -> None:
    play = Play()
    seat = play.join()
    play.walk_to("ideas")
    play.do("lock")
    with pytest.raises(RuleBroken, match="locked"):
        play.answer(seat, text="Ei mene")
    assert play.public.timer.state == "running"
    play.do("unlock")
    play.answer(seat, text="Nyt menee")


def test_a_talk_after_a_revealed_vote_shows_its_result() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(5)]
    for seat in seats:
        play.answer(seat, text=f"Idea {seat}")
    play.walk_to("group")
    ideas = sorted(play.memory.ideas)
    for n, idea in enumerate(ideas):
        play.do("theme", name=f"Teko {n}", idea=idea)
    play.walk_to("vote")
    items = play.mine(seats[0]).order
    for seat in seats:
        play.answer(seat, item=items[0], votes=1)
    play.walk_to("discuss")
    body = play.public.body
    assert isinstance(body, TalkBody)
    assert body.results is not None
    assert body.results.items[0].votes == 5


def test_the_plan_says_how_far_behind_the_room_is() -> None:
    play = Play()
    play.do("next")
    play.now += 3 * 60
    play.do("next")
    assert play.console.behind == 0
    play.now += 10 * 60
    assert play.console.behind == 8


def test_an_unknown_verb_or_a_wrong_argument_is_refused_and_changes_nothing() -> None:
    play = Play()
    before = play.memory.session
    for verb, arguments in (("fly", {}), ("goto", {}), ("extend", {"minutes": "kaksi"}), ("next", {"x": 1})):
        with pytest.raises(RuleBroken):
            play.do(verb, **arguments)
    assert play.memory.session == before


def test_a_step_that_cannot_be_shown_is_not_come_to_and_the_room_stays_where_it_was() -> None:
    play = Play(minutes=90)
    vote = play.memory.steps["vote"]
    play.memory.steps["vote"] = replace(vote, settings={**vote.settings, "top_k": 0})
    play.walk_to("ideas")
    before = dict(play.memory.steps), play.memory.session
    with pytest.raises(RuleBroken, match="bad_settings") as refused:
        play.do("goto", step="vote")
    assert (dict(play.memory.steps), play.memory.session) == before
    for language in LANGUAGES:
        said = explain(refused.value.code, language, **refused.value.fields)
        assert vote.title[language] in said
        assert "Expected" not in said
    play.do("skip", step="vote")
    play.do("goto", step="close")
    assert play.step.id == "close"
