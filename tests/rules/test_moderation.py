"""Texts that wait for the facilitator, texts that are hidden, and what their writers are told."""

from __future__ import annotations

from datetime import date

import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.export.build_report import build_report
from facilitator.view import CommitBody, TextBody
from store.records import replace


def writing(approve: bool = True) -> tuple[Play, str]:
    """An open step of ideas, and a phone."""
    play = Play(minutes=90)
    seat = play.join()
    play.walk_to("ideas")
    if approve:
        play.do("moderate", on=True)
    return play, seat


def on_stage(play: Play) -> list[str]:
    """The texts that the stage shows once revealed."""
    body = play.public.body
    assert isinstance(body, TextBody)
    return [text.text for text in body.texts]


def revealed(play: Play) -> list[str]:
    play.do("close")
    play.do("reveal")
    return on_stage(play)


def test_with_approval_no_text_comes_on_the_stage_before_the_facilitator_lets_it() -> None:
    play, seat = writing()
    play.answer(seat, text="Hyväksytty ajatus")
    play.answer(seat, text="Odottava ajatus")
    first = next(text for text in play.console.waiting if text.text == "Hyväksytty ajatus")
    play.do("approve", idea=first.id)
    assert revealed(play) == ["Hyväksytty ajatus"]
    assert [text.text for text in play.console.waiting] == ["Odottava ajatus"]


def test_writers_are_told_that_their_text_waits_and_then_that_it_does_not() -> None:
    play, seat = writing()
    saved = play.answer(seat, text="Odottava ajatus")
    assert play.mine(seat).ideas[0].waits
    play.do("approve", idea=saved.id)
    mine = play.mine(seat).ideas[0]
    assert not mine.waits
    assert not mine.hidden


def test_all_that_wait_are_approved_at_once_and_undo_has_them_wait_again() -> None:
    play, seat = writing()
    for n in range(3):
        play.answer(seat, text=f"Ajatus {n}")
    assert play.do("approve")["approved"] == 3
    assert not play.console.waiting
    assert play.do("undo")["what"] == "approve"
    assert len(play.console.waiting) == 3
    with pytest.raises(RuleBroken, match="none_waits"):
        writing()[0].do("approve")


def test_an_approved_text_that_its_writer_changes_waits_again() -> None:
    play, seat = writing()
    saved = play.answer(seat, text="Kiltti ajatus")
    play.do("approve")
    play.answer(seat, text="Kiltti ajatus", replaces=saved.id)
    assert not play.console.waiting
    play.answer(seat, text="Aivan toinen ajatus", replaces=saved.id)
    assert [text.text for text in play.console.waiting] == ["Aivan toinen ajatus"]


def test_a_hidden_text_that_its_writer_changes_waits_for_the_facilitator_and_is_never_lost() -> None:
    play, seat = writing(approve=False)
    saved = play.answer(seat, text="Loukkaava ajatus")
    play.do("hide", idea=saved.id)
    assert (play.mine(seat).ideas[0].hidden, play.mine(seat).ideas[0].waits) == (True, False)
    play.answer(seat, text="Sovitteleva ajatus", replaces=saved.id)
    assert play.mine(seat).ideas[0].waits
    assert revealed(play) == []
    play.do("show", idea=saved.id)
    assert on_stage(play) == ["Sovitteleva ajatus"]


def test_a_text_that_is_hidden_instead_of_approved_waits_no_more() -> None:
    play, seat = writing()
    saved = play.answer(seat, text="Ei tätä")
    play.do("hide", idea=saved.id)
    assert not play.console.waiting
    assert (play.mine(seat).ideas[0].hidden, play.mine(seat).ideas[0].waits) == (True, False)


def test_what_waits_is_not_in_the_files() -> None:
    play, seat = writing()
    play.answer(seat, text="Odottava ajatus")
    play.do("close")
    report = build_report(play.memory, date(2026, 11, 22))
    assert [text for section in report.sections for text in section.texts] == []
    assert report.sections[0].hidden == 1


def test_what_waits_cannot_be_grouped_or_voted_on() -> None:
    play, seat = writing()
    play.answer(seat, text="Odottava ajatus")
    play.walk_to("pick")
    play.answer(seat, answer=play.mine(seat).ideas[0].id)
    play.walk_to("group")
    assert "Odottava ajatus" not in str(play.public)


def test_a_shared_promise_waits_too_and_a_private_one_is_not_the_facilitators_to_see() -> None:
    play, seat = writing()
    play.do("goto", step="commit")
    play.do("open")
    play.answer(seat, text="Soitan ensin", share=False)
    assert not play.console.waiting
    play.answer(seat, text="Soitan ensin", share=True)
    body = play.public.body
    assert isinstance(body, CommitBody)
    assert not body.shared
    assert [text.text for text in play.console.waiting] == ["Soitan ensin"]
    play.do("approve")
    body = play.public.body
    assert isinstance(body, CommitBody)
    assert [text.text for text in body.shared] == ["Soitan ensin"]


def test_one_step_alone_can_ask_for_approval() -> None:
    play, seat = writing(approve=False)
    step = play.memory.steps["ideas"]
    play.memory.steps["ideas"] = replace(step, settings={**step.settings, "approve": True})
    play.answer(seat, text="Odottava ajatus")
    assert play.public.session.approve
    assert len(play.console.waiting) == 1


def test_switching_approval_off_lets_nothing_through_by_itself() -> None:
    play, seat = writing()
    play.answer(seat, text="Odottava ajatus")
    play.do("moderate", on=False)
    play.answer(seat, text="Vapaa ajatus")
    assert revealed(play) == ["Vapaa ajatus"]


def test_an_idea_from_paper_is_stored_in_its_words_cleaned_and_within_the_limit() -> None:
    play = Play()
    play.walk_to("ideas")
    idea = play.memory.ideas[play.do("add", text="  Lapulta   luettu ", lang="sv")["id"]]
    assert (idea.text, idea.lang, idea.paper, idea.raised) == ("Lapulta luettu", "sv", True, False)
    limit = int(play.step.settings["max_chars"])
    with pytest.raises(RuleBroken, match="too_long"):
        play.do("add", text="x" * (limit + 1))
