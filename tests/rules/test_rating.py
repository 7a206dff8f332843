"""Small or large: what a rating says in few answers and in many, and what was raised before it."""

from __future__ import annotations

from datetime import date

import pytest
from assertions import none
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.export.build_report import build_report
from facilitator.view import RateBody


def rated(values: list[tuple[int, int]]) -> RateBody:
    """A revealed rating whose first item has these answers (gain, effort), one per person; the others have none."""
    play = Play(minutes=90)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(4)]
    for n, seat in enumerate(seats):
        play.answer(seat, text=f"Idea numero {n}")
    play.walk_to("group")
    for n, idea in enumerate(sorted(play.memory.ideas)):
        play.do("theme", name=f"Teko {n}", idea=idea)
    play.walk_to("size")
    item = play.public.body.items[0].id if isinstance(play.public.body, RateBody) else ""
    for gain, effort in values:
        seat = play.join()
        play.answer(seat, item=item, scale="gain", value=gain)
        play.answer(seat, item=item, scale="effort", value=effort)
    play.do("close")
    play.do("reveal")
    shown = play.public.body
    assert isinstance(shown, RateBody)
    return shown


def test_few_ratings_are_shown_with_their_number_and_none_is_no_verdict() -> None:
    shown = rated([(3, 1), (3, 1), (2, 1)])
    assert (shown.items[0].verdict, shown.items[0].raters, shown.items[0].even) == ("now", 3, False)
    assert [(item.verdict, item.raters) for item in shown.items[1:]] == [(None, 0)] * 3
    assert shown.pages == 2


def test_a_room_of_two_minds_is_said_to_be_on_the_line() -> None:
    assert (rated([(3, 1), (3, 2)]).items[0].verdict, rated([(3, 1), (3, 2)]).items[0].even) == ("together", True)
    assert (rated([(1, 1), (2, 1)]).items[0].verdict, rated([(1, 1), (2, 1)]).items[0].even) == ("now", True)
    assert (rated([(3, 2), (3, 3)]).items[0].verdict, rated([(3, 2), (3, 3)]).items[0].even) == ("decide", True)


def test_a_rating_of_nothing_has_no_map_to_turn_to() -> None:
    shown = rated([])
    assert (shown.pages, shown.raters) == (1, 0)


def test_an_idea_is_edited_as_it_is_raised_and_another_may_be_raised_until_the_close() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    seat = play.join()
    first = play.answer(seat, text="Soitan").id
    second = play.answer(seat, text="Kirjoitan").id
    play.walk_to("pick")
    play.answer(seat, answer=first, text="Soitan asiakkaalle ensin")
    play.answer(seat, answer=second)
    assert {idea.id: idea.raised for idea in play.memory.ideas.values()} == {first: False, second: True}
    assert play.memory.ideas[first].text == "Soitan asiakkaalle ensin"
    play.withdraw(seat, second)
    assert none(idea.raised for idea in play.memory.ideas.values())
    play.answer(seat, answer=first)
    play.do("close")
    with pytest.raises(RuleBroken):
        play.answer(seat, answer=second, key="a-key-that-comes-much-later", step="ideas")
    report = build_report(play.memory, date(2027, 3, 5))
    assert [(said.text, said.raised) for section in report.sections for said in section.texts if said.raised] == [
        ("Soitan asiakkaalle ensin", True)
    ]
