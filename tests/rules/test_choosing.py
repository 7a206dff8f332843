"""Choices and grids: what a phone may answer, what the room sees of it, and when."""

from __future__ import annotations

from typing import Any

import pytest
from assertions import every
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.view import BreakBody, ChoiceBody, GridBody, GroupBody, TalkBody, TextBody
from store.records import Step, replace


def choosing(template: str = "motivators-pulse", step: str = "important", people: int = 6) -> tuple[Play, list[str]]:
    play = Play(template, None)
    play.walk_to(step)
    return play, [play.join() for _ in range(people)]


def options(play: Play) -> ChoiceBody:
    body = play.public.body
    assert isinstance(body, ChoiceBody)
    return body


def grid(play: Play) -> GridBody:
    body = play.public.body
    assert isinstance(body, GridBody)
    return body


def counted(play: Play) -> dict[str, int | None]:
    return {option.id: option.count for option in options(play).options}


def end(play: Play) -> None:
    play.do("close")
    play.do("reveal")


def set_up(play: Play, step: str, **settings: Any) -> None:
    """Change the settings of a step, as a template of one's own would have them."""
    old: Step = play.memory.steps[step]
    play.memory.steps[step] = replace(old, settings={**old.settings, **settings})


# --- choice --------------------------------------------------------------------------------------------------


def test_a_choice_keeps_one_answer_per_seat_in_the_order_of_the_list() -> None:
    play, seats = choosing()
    first = play.answer(seats[0], options=["trust", "respect"])
    again = play.answer(seats[0], options=["pay", "trust", "respect"])
    assert first.id == again.id
    assert [answer.options for answer in play.memory.answers.values()] == [("respect", "trust", "pay")]
    assert play.mine(seats[0]).options == ("respect", "trust", "pay")


def test_an_empty_choice_takes_the_answer_back() -> None:
    play, seats = choosing()
    play.answer(seats[0], options=["trust"])
    play.answer(seats[0], options=[])
    assert not play.memory.answers
    assert play.public.answered == 0


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"options": ["trust", "pay", "goals", "role"]}, "options_over"),
        ({"options": ["trust", "pay", "goals"], "other": "Huumori"}, "options_over"),
        ({"options": ["nothing"]}, "no_item"),
        ({"options": "trust"}, "bad_answer"),
        ({"options": [1]}, "bad_answer"),
        ({"options": None}, "bad_answer"),
        ({}, "bad_answer"),
        ({"options": [], "other": "x" * 81}, "too_long"),
        ({"options": [], "other": 3}, "bad_answer"),
    ],
)
def test_a_bad_choice_is_refused_and_changes_nothing(message: dict[str, Any], code: str) -> None:
    play, seats = choosing()
    play.answer(seats[0], options=["meaning"])
    with pytest.raises(RuleBroken, match=code):
        play.answer(seats[0], **message)
    assert play.mine(seats[0]).options == ("meaning",)


def test_the_same_option_twice_counts_once() -> None:
    play, seats = choosing()
    play.answer(seats[0], options=["trust"] * 9)
    assert play.mine(seats[0]).options == ("trust",)


def test_fewer_than_the_least_are_refused() -> None:
    play, seats = choosing()
    set_up(play, "important", min=2)
    with pytest.raises(RuleBroken, match="options_under"):
        play.answer(seats[0], options=["trust"])


def test_something_else_is_taken_only_where_it_is_asked_for() -> None:
    play, seats = choosing()
    play.answer(seats[0], options=["trust"], other="  Oma   rauha ")
    assert play.mine(seats[0]).note == "Oma rauha"
    other, people = choosing("leadership-expectations", "values")
    other.answer(people[0], options=["fair"], other="Oma rauha")
    assert other.mine(people[0]).note == ""


def test_what_was_named_besides_stays_until_it_is_changed_or_emptied() -> None:
    play, seats = choosing()
    play.answer(seats[0], options=["trust"], other="Oma rauha")
    play.answer(seats[0], options=["pay"])
    assert (play.mine(seats[0]).options, play.mine(seats[0]).note) == (("pay",), "Oma rauha")
    play.answer(seats[0], options=["pay"], other="")
    assert play.mine(seats[0]).note == ""


def test_counts_are_shown_at_the_reveal_and_not_before() -> None:
    play, seats = choosing()
    for seat in seats:
        play.answer(seat, options=["trust"] if seat == seats[0] else ["pay"], other="Huumori")
    assert set(counted(play).values()) == {None}
    assert options(play).other_count is None
    play.do("close")
    assert set(counted(play).values()) == {None}
    play.do("reveal")
    assert (counted(play)["pay"], counted(play)["trust"], counted(play)["goals"]) == (5, 1, 0)
    assert (options(play).answers, options(play).other_count) == (6, 6)
    assert options(play).options[0].id == "pay"


def test_under_five_answers_about_people_no_count_is_shown() -> None:
    play, seats = choosing(people=4)
    for seat in seats:
        play.answer(seat, options=["pay"])
    end(play)
    assert options(play).too_few
    assert set(counted(play).values()) == {None}


def test_a_choice_that_is_not_about_people_is_shown_from_the_first_answer_on_in_its_own_order() -> None:
    play, seats = choosing("employee-path-obstacles", "stage", people=1)
    play.answer(seats[0], options=["learn", "tell"])
    end(play)
    assert counted(play) == {"contact": 0, "facts": 0, "solve": 0, "tell": 1, "learn": 1}


def test_each_phone_has_its_own_order_that_stays_and_only_where_it_is_wished() -> None:
    play, seats = choosing(people=8)
    orders = [play.mine(seat).order for seat in seats]
    assert len(set(orders)) > 1
    assert orders == [play.mine(seat).order for seat in seats]
    assert every(sorted(order) == sorted(option.id for option in options(play).options) for order in orders)
    fixed, people = choosing("employee-path-obstacles", "stage")
    assert {fixed.mine(seat).order for seat in people} == {("contact", "facts", "solve", "tell", "learn")}


def test_a_long_list_has_pages_only_once_it_is_shown() -> None:
    play, seats = choosing()
    for seat in seats:
        play.answer(seat, options=["pay"])
    assert options(play).pages == 1
    end(play)
    assert options(play).pages == 2
    play.do("next")
    assert options(play).page == 1


# --- grid ----------------------------------------------------------------------------------------------------


def rate(play: Play, seats: list[str], row: str, *values: int | None, scale: str = "level") -> None:
    for seat, value in zip(seats, values, strict=False):
        play.answer(seat, row=row, value=value, scale=scale)


def test_a_grid_keeps_one_answer_per_row_and_seat() -> None:
    play, seats = choosing("employee-lifecycle", "curve")
    first = play.answer(seats[0], row="apply", value=2)
    assert play.answer(seats[0], row="apply", value=4).id == first.id
    play.answer(seats[0], row="leave", value=None)
    assert play.mine(seats[0]).grid == {"apply": {"level": 4}, "leave": {"level": None}}
    assert len(play.memory.answers) == 2


def test_without_no_experience_a_null_takes_the_row_back() -> None:
    play, seats = choosing("leadership-expectations", "state")
    play.answer(seats[0], row="trust", value=3)
    play.answer(seats[0], row="trust", value=None)
    assert not play.memory.answers


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"row": "apply", "value": 0}, "off_scale"),
        ({"row": "apply", "value": 6}, "off_scale"),
        ({"row": "apply", "value": True}, "bad_answer"),
        ({"row": "apply", "value": "3"}, "bad_answer"),
        ({"row": "apply"}, "bad_answer"),
        ({"row": "nothing", "value": 3}, "no_item"),
        ({"row": "apply", "value": 3, "scale": "importance"}, "no_item"),
        ({"row": "apply", "value": 3, "scale": "gain"}, "bad_answer"),
    ],
)
def test_a_bad_row_is_refused_and_changes_nothing(message: dict[str, Any], code: str) -> None:
    play, seats = choosing("employee-lifecycle", "curve")
    with pytest.raises(RuleBroken, match=code):
        play.answer(seats[0], **message)
    assert not play.memory.answers


def test_a_grid_shows_counts_and_means_of_the_rows_that_five_have_rated() -> None:
    play, seats = choosing("employee-lifecycle", "curve", people=12)
    rate(play, seats, "apply", *[1, 2, 2, 4, 5, 5, 5, 5, 5, 5, 5, 5])
    rate(play, seats, "start", *[3, 3, 3, 3, *[None] * 8])
    assert {row.counts for row in grid(play).rows} == {None}
    end(play)
    shown = {row.id: row for row in grid(play).rows}
    assert [row.id for row in grid(play).rows][:2] == ["apply", "start"]
    assert (shown["apply"].counts, shown["apply"].answers, shown["apply"].mean) == ((1, 2, 0, 1, 8), 12, 4.08)
    assert shown["start"].too_few
    assert (shown["start"].counts, shown["start"].answers, shown["start"].mean) == (None, None, None)
    assert grid(play).answers == 12


def test_under_five_answers_a_grid_says_so_and_shows_nothing() -> None:
    play, seats = choosing("employee-lifecycle", "curve", people=4)
    rate(play, seats, "apply", 1, 2, 3, 4)
    end(play)
    assert grid(play).too_few
    assert {row.counts for row in grid(play).rows} == {None}


@pytest.mark.parametrize(("rated", "told"), [(12, 12), (11, None), (8, None), (7, 12)])
def test_a_total_that_differs_from_a_row_by_one_to_four_people_is_not_told(rated: int, told: int | None) -> None:
    play, seats = choosing("employee-lifecycle", "curve", people=12)
    rate(play, seats, "apply", *[4] * rated, *[None] * (12 - rated))
    assert grid(play).answers == 12
    end(play)
    assert grid(play).answers == told
    assert play.public.answered == (told or rated)


def test_importance_of_an_earlier_choice_makes_gaps_and_the_widest_comes_first() -> None:
    play, seats = choosing("leadership-expectations", "expect", people=10)
    for seat in seats:
        play.answer(seat, options=["care", "clarity"] if seat in seats[:8] else ["care", "trust"])
    end(play)
    play.walk_to("state")
    rate(play, seats, "trust", *[5] * 10)
    rate(play, seats, "care", *[2] * 10)
    rate(play, seats, "clarity", *[3] * 10)
    end(play)
    rows = grid(play).rows
    assert [(row.id, row.gap) for row in rows] == [("care", 0.75), ("clarity", 0.3), ("trust", -0.8), ("empathy", None)]
    wish = rows[1].importance
    assert wish is not None
    assert (wish.chosen, wish.answers, wish.place, wish.mean) == (8, 10, 0.8, None)


def test_a_choice_that_was_not_shown_gives_no_importance() -> None:
    play, seats = choosing("leadership-expectations", "expect", people=10)
    for seat in seats:
        play.answer(seat, options=["care"])
    play.do("close")
    play.do("goto", step="state")
    play.do("next")
    rate(play, seats, "care", *[2] * 10)
    end(play)
    assert [row.gap for row in grid(play).rows] == [None] * 4


def test_two_scales_per_row_make_gaps_too() -> None:
    play, seats = choosing("employee-lifecycle", "curve", people=6)
    labels = play.memory.steps["curve"].settings["labels"]
    set_up(play, "curve", importance=labels)
    rate(play, seats, "apply", *[2] * 6)
    rate(play, seats, "apply", *[4] * 6, scale="importance")
    rate(play, seats, "start", *[2] * 6)
    rate(play, seats, "start", *[5] * 4, scale="importance")
    assert play.mine(seats[0]).grid["apply"] == {"level": 2, "importance": 4}
    end(play)
    first, second = grid(play).rows[:2]
    assert (first.id, first.gap) == ("apply", 0.5)
    assert first.importance is not None
    assert (first.importance.mean, first.importance.answers) == (4.0, 6)
    # Four ratings of importance are too few to show, six of how it is are not.
    assert (second.id, second.gap, second.importance, second.mean) == ("start", None, None, 2.0)


def test_the_talk_after_a_grid_shows_it_again() -> None:
    play, seats = choosing("employee-lifecycle", "curve", people=5)
    rate(play, seats, "apply", *[3] * 5)
    end(play)
    shown = grid(play)
    play.walk_to("read")
    body = play.public.body
    assert isinstance(body, TalkBody)
    assert body.grid is not None
    assert body.grid.rows == shown.rows


def test_an_answer_between_two_reveals_cannot_be_read_from_the_difference() -> None:
    play, seats = choosing("employee-lifecycle", "curve", people=6)
    rate(play, seats[:5], "apply", *[3] * 5)
    end(play)
    play.do("reopen")
    rate(play, seats[5:], "apply", 1)
    end(play)
    assert grid(play).rows[0].counts == (0, 0, 5, 0, 0)


# --- tags ----------------------------------------------------------------------------------------------------


def test_the_tags_of_all_texts_are_known_while_they_are_grouped() -> None:
    play, seats = choosing("employee-path-obstacles", "needs", people=3)
    play.answer(seats[0], text="Tieto yhdestä paikasta", tag="facts")
    play.walk_to("obstacles")
    play.answer(seats[0], text="Ohjeet ovat hajallaan", tag="info")
    play.walk_to("group")
    body = play.public.body
    assert isinstance(body, GroupBody)
    assert {"facts", "info"} & {tag.id for tag in body.tags}
    assert {text.tag for text in body.loose} <= {tag.id for tag in body.tags}


def test_a_text_can_be_about_one_of_the_themes_that_got_most_votes() -> None:
    play, seats = choosing("employee-path-obstacles", "obstacles", people=5)
    ideas = [play.answer(seat, text=f"Este numero {n}", tag="time").id for n, seat in enumerate(seats)]
    play.walk_to("group")
    themes = [play.do("theme", name=name)["id"] for name in ("Rauhaa työlle", "Ohjeet kuntoon")]
    for n, idea in enumerate(ideas):
        play.do("move", idea=idea, theme=themes[n % 2])
    play.walk_to("vote")
    for seat in seats:
        play.answer(seat, item=themes[1], votes=1)
    play.walk_to("steps")
    body = play.public.body
    assert isinstance(body, TextBody)
    assert body.about
    assert next((tag.id, tag.label) for tag in body.tags) == (themes[1], {"fi": "Ohjeet kuntoon"})
    play.answer(seats[0], text="Kootaan ohjeet yhteen", tag=themes[1])
    with pytest.raises(RuleBroken, match="no_tag"):
        play.answer(seats[0], text="Kootaan ohjeet yhteen", tag="time")


def test_a_break_in_the_run_of_show_has_the_steps_own_clock_and_can_be_extended() -> None:
    play = Play("employee-lifecycle", None)
    old = play.memory.steps["read"]
    play.memory.steps["read"] = replace(old, kind="break", minutes=15, settings={})
    play.walk_to("read")
    assert (play.session_state(), play.state(), play.public.body) == ("break", "open", BreakBody(until=play.now + 900))
    play.do("extend", minutes=5)
    assert play.public.body == BreakBody(until=play.now + 1200)
    play.now += 3600
    assert play.state() == "open"
    play.do("next")
    assert (play.session_state(), play.memory.session.step) == ("running", "moment")
