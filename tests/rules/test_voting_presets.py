"""One mechanism, five ways to vote: what each lets a person give, and how it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from test_vote import body, voting
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rules.core.context import Outcome
from facilitator.rules.voting.budget import MOST_ITEMS, VoteLimits, VoteSettings, vote_limits
from store.records import replace


def opened(preset: str, themes: int = 6, people: int = 5, **settings: Any) -> tuple[Play, list[str], list[str]]:
    """An open vote in this preset: the play, the seats and the items."""
    play, seats = voting(themes, people)
    play.do("undo")  # the opening, so that it is opened with other settings
    step = play.memory.steps["vote"]
    wanted = {**step.settings, "preset": preset, "max_per_item": 0, **settings}
    play.memory.steps["vote"] = replace(step, settings=wanted, frame={}, state="ready")
    play.do("open")
    return play, seats, sorted(item.id for item in body(play).items)


@pytest.mark.parametrize(
    ("preset", "settings", "items", "expected"),
    [
        ("dots", {}, 3, VoteLimits(1, 0, 1)),
        ("dots", {}, 9, VoteLimits(3, 0, 1)),
        ("dots", {"votes_per_person": 2}, 9, VoteLimits(2, 0, 1)),
        ("dots", {"votes_per_person": 5, "max_per_item": 5}, 9, VoteLimits(5, 0, 5)),
        ("dots", {"votes_per_person": 9}, 5, VoteLimits(5, 0, 1)),
        ("one", {"votes_per_person": 4, "max_per_item": 3}, 9, VoteLimits(1, 0, 1)),
        ("budget", {}, 9, VoteLimits(10, 0, 10)),
        ("budget", {"votes_per_person": 20, "max_per_item": 5}, 9, VoteLimits(20, 0, 5)),
        ("budget", {"votes_per_person": 20, "max_per_item": 5}, 3, VoteLimits(15, 0, 5)),
        ("plus_minus", {}, 9, VoteLimits(3, -1, 1)),
        ("plus_minus", {"votes_per_person": 6, "max_per_item": 2}, 9, VoteLimits(6, -2, 2)),
        ("stars", {}, 7, VoteLimits(35, 0, 5)),
        ("stars", {"max_per_item": 3}, 7, VoteLimits(21, 0, 3)),
    ],
)
def test_each_preset_says_what_a_person_may_give(
    preset: Any, settings: Mapping[str, Any], items: int, expected: VoteLimits
) -> None:
    assert vote_limits(VoteSettings(preset=preset, **settings), items) == expected


def test_with_one_each_choosing_another_moves_the_vote_and_it_can_be_taken_away() -> None:
    play, seats, (first, second, *_) = opened("one")
    play.answer(seats[0], item=first, votes=1)
    play.answer(seats[0], item=second, votes=1)
    assert play.mine(seats[0]).votes == {second: 1}
    play.answer(seats[0], item=second, votes=0)
    assert play.mine(seats[0]).votes == {}
    assert body(play).voters == 0


def test_points_are_divided_within_the_budget_and_the_most_for_one() -> None:
    play, seats, (first, second, *_) = opened("budget", votes_per_person=10, max_per_item=6)
    play.answer(seats[0], item=first, votes=6)
    with pytest.raises(RuleBroken, match="votes_per_item"):
        play.answer(seats[0], item=first, votes=7)
    with pytest.raises(RuleBroken, match="no_points_left"):
        play.answer(seats[0], item=second, votes=5)
    play.answer(seats[0], item=second, votes=4)
    assert (play.mine(seats[0]).votes_left, play.mine(seats[0]).votes) == (0, {first: 6, second: 4})


def test_votes_against_use_the_budget_and_are_counted_apart() -> None:
    play, seats, (liked, split, disliked, fourth, *_) = opened("plus_minus")
    for seat in seats[:3]:
        play.answer(seat, item=liked, votes=1)
        play.answer(seat, item=disliked, votes=-1)
    play.answer(seats[0], item=split, votes=-1)
    with pytest.raises(RuleBroken, match="no_votes_left"):
        play.answer(seats[0], item=fourth, votes=-1)
    play.answer(seats[1], item=split, votes=1)
    play.do("close")
    play.do("reveal")
    found = {item.id: (item.votes, item.plus, item.minus, item.voters) for item in body(play).items}
    assert found[liked] == (3, 3, 0, 3)
    assert found[split] == (0, 1, 1, 2)
    assert found[disliked] == (-3, 0, 3, 3)
    assert [body(play).items[0].id, body(play).items[-1].id] == [liked, disliked]
    assert (body(play).total, body(play).voters, body(play).cut) == (8, 3, 1)


def test_a_vote_against_is_refused_where_there_is_none() -> None:
    play, seats, (item, *_) = opened("dots")
    with pytest.raises(RuleBroken, match="votes_per_item"):
        play.answer(seats[0], item=item, votes=-1)


def test_stars_never_run_out_and_are_added_up() -> None:
    play, seats, items = opened("stars")
    for item in items:
        play.answer(seats[0], item=item, votes=5)
    play.answer(seats[1], item=items[2], votes=4)
    with pytest.raises(RuleBroken, match="votes_per_item"):
        play.answer(seats[1], item=items[2], votes=6)
    play.do("close")
    play.do("reveal")
    best = body(play).items[0]
    assert (best.id, best.votes, best.voters) == (items[2], 9, 2)


@pytest.mark.parametrize("preset", ["dots", "one", "budget", "plus_minus", "stars"])
def test_simulated_people_vote_in_every_preset_and_use_no_more_than_they_have(preset: str) -> None:
    play, seats, _ = opened(preset, people=8)
    for number, seat in enumerate(seats):
        for saying in SimulatedPerson(number).answers(play.public, play.mine(seat)):
            play.answer(seat, **saying.fields)
    assert body(play).voters == len(seats)
    play.do("close")
    play.do("reveal")
    assert any(item.votes for item in body(play).items)


@pytest.mark.parametrize("wrong", [{"votes_per_person": 0}, {"max_per_item": -1}, {"top_k": 0}, {"preset": "darts"}])
def test_settings_that_make_no_vote_are_refused_before_anybody_votes(wrong: Mapping[str, Any]) -> None:
    play, _ = voting()
    play.do("undo")
    step = play.memory.steps["vote"]
    play.memory.steps["vote"] = replace(step, settings={**step.settings, **wrong}, frame={}, state="ready")
    with pytest.raises(RuleBroken, match="bad_settings"):
        play.do("open")


# --- before it opens, and while it is open ------------------------------------------------------------


@pytest.mark.parametrize(("themes", "warning"), [(2, "hands"), (3, "hands"), (4, ""), (12, "")])
def test_a_small_vote_says_that_a_show_of_hands_does(themes: int, warning: str) -> None:
    play, _ = voting(themes)
    play.do("undo")
    assert play.public.next.warning == warning


def test_many_items_are_said_to_need_grouping_first() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    seat = play.join()
    play.memory.steps["ideas"] = replace(play.step, settings={**play.step.settings, "max_per_person": 0})
    for n in range(22):
        play.answer(seat, text=f"Idea numero {n}")
    play.walk_to("vote", "ready")
    assert play.public.next.warning == "many_items"
    assert play.do("open")["warning"] == "many_items"
    assert body(play).budget == 6


def too_much() -> Play:
    """At a vote on more than anybody reads."""
    play = Play(minutes=90)
    play.walk_to("ideas")
    play.answer(play.join(), text="Ensimmäinen idea")
    (first,) = play.memory.ideas.values()
    play._commit(Outcome(put=tuple(replace(first, id=f"more{n:03}") for n in range(MOST_ITEMS))))
    play.walk_to("vote", "ready")
    return play


def test_a_vote_on_more_than_anybody_reads_does_not_open_and_whoever_presses_on_is_told_first() -> None:
    play = too_much()
    assert (play.public.next.act, play.public.next.warning) == ("step", "too_much_to_vote")
    for language in LANGUAGES:
        assert str(MOST_ITEMS) in say("warning.too_much_to_vote", language)
    with pytest.raises(RuleBroken) as refused:
        play.do("open")
    assert (refused.value.code, refused.value.fields) == ("too_much_to_vote", {"n": MOST_ITEMS + 1, "most": MOST_ITEMS})
    play.do("next")
    assert play.step.id != "vote"


def test_a_vote_opens_on_what_can_just_be_read_and_on_themes_of_any_number_of_ideas() -> None:
    play = too_much()
    play.do("hide", idea="more000")
    play.do("open")
    assert len(body(play).items) == MOST_ITEMS
    play.do("undo")
    play.do("show", idea="more000")
    play.do("goto", step="group")
    for name, ideas in (("Soitan", sorted(play.memory.ideas)[:5]), ("Kirjoitan", sorted(play.memory.ideas)[5:9])):
        theme = play.do("theme", name=name)["id"]
        for idea in ideas:
            play.do("move", idea=idea, theme=theme)
    play.walk_to("vote", "open")
    assert len(body(play).items) == 2


def test_more_votes_can_be_given_during_the_vote_and_never_fewer() -> None:
    play, seats, items = opened("dots", themes=8)
    for item in items[:3]:
        play.answer(seats[0], item=item, votes=1)
    play.do("votes", each=4)
    play.answer(seats[0], item=items[3], votes=1)
    assert body(play).budget == 4
    with pytest.raises(RuleBroken, match="votes_lowered"):
        play.do("votes", each=3)
    with pytest.raises(RuleBroken, match="votes_too_many"):
        play.do("votes", each=9)
    assert sum(play.mine(seats[0]).votes.values()) == 4


def test_more_votes_are_not_undone_once_somebody_has_voted() -> None:
    play, seats, items = opened("dots", themes=8)
    before = body(play).budget
    play.do("votes", each=5)
    play.do("undo")
    assert body(play).budget == before
    play.do("redo")
    play.answer(seats[0], item=items[0], votes=1)
    assert play.do("undo") == {"what": "votes", "note": "stays"}
    assert body(play).budget == 5


@pytest.mark.parametrize("preset", ["one", "stars"])
def test_a_number_that_belongs_to_the_way_of_voting_stays(preset: str) -> None:
    play, _, _ = opened(preset)
    with pytest.raises(RuleBroken, match="votes_fixed"):
        play.do("votes", each=40)


def test_there_is_no_vote_to_give_more_votes_to_before_it_opens_and_after_it_closes() -> None:
    play, _, _ = opened("dots")
    play.do("close")
    with pytest.raises(RuleBroken, match="no_vote_open"):
        play.do("votes", each=4)


# --- rounds -------------------------------------------------------------------------------------------


def tied_vote() -> tuple[Play, list[str], list[str]]:
    """Eight themes, three wanted: one is ahead, six tie behind it."""
    play, seats, items = opened("dots", themes=8, people=9)
    for seat in seats:
        play.answer(seat, item=items[0], votes=1)
    for seat, item in zip(seats, items[1:7], strict=False):
        play.answer(seat, item=item, votes=1)
    play.do("close")
    play.do("reveal")
    return play, seats, items


def test_a_tie_that_is_too_wide_is_said_and_nobody_of_it_goes_on_by_chance() -> None:
    play, _, items = tied_vote()
    assert (body(play).cut, body(play).tied) == (1, 6)
    assert {(item.rank, item.rank_to) for item in body(play).items[1:7]} == {(2, 7)}
    assert body(play).items[7].id == items[7]


def test_the_runoff_fills_only_the_places_that_are_left_and_tells_who_is_through() -> None:
    play, seats, items = tied_vote()
    play.do("round")
    assert (body(play).budget, body(play).top, body(play).earlier) == (1, 2, ())
    assert [item.id for item in body(play).through] == [items[0]]
    for n, seat in enumerate(seats):
        play.answer(seat, item=items[1 + n % 2], votes=1)
    play.do("close")
    assert body(play).earlier == ()
    play.do("reveal")
    assert {item.id for item in body(play).items[: body(play).cut]} == {items[1], items[2]}
    (first,) = body(play).earlier
    assert (first.number, first.voters, first.items[0].id, first.items[0].votes) == (1, 9, items[0], 9)


def test_what_was_voted_first_comes_first_in_the_rating_runoff_or_not() -> None:
    play, seats, items = tied_vote()
    play.do("round")
    for seat in seats:
        play.answer(seat, item=items[4], votes=1)
    play.walk_to("size")
    rated = [item["id"] if isinstance(item, dict) else item for item in play.step.frame["items"]]
    assert rated[:2] == [items[0], items[4]]
    assert len(rated) == 5


def test_nobody_without_votes_goes_on_or_into_a_runoff() -> None:
    play, seats, items = opened("dots", themes=4)
    play.answer(seats[0], item=items[0], votes=1)
    play.do("close")
    play.do("reveal")
    assert body(play).cut == 1
    with pytest.raises(RuleBroken, match="no_tie"):
        play.do("round")
