"""25/10: everybody scores a few of the others' ideas, blind; and 1-2-4-All: one idea from each group of four."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from assertions import every
from single_step_workshop import Circle, circle

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import LANGUAGES, explain
from facilitator.rules.voting.dealing import CARDS, deal
from facilitator.view import CrowdBody, OneTwoFourBody


def refused(play: Circle, seat: str, **message: Any) -> str:
    """The code of what a phone is told; nothing has changed."""
    version = play.version
    with pytest.raises(RuleBroken) as found:
        play.answer(seat, **message)
    assert play.version == version
    assert all(explain(found.value.code, language, **found.value.fields) for language in LANGUAGES)
    return found.value.code


def crowd(people: int, ideas: int = 1) -> tuple[Circle, list[str]]:
    """A room where everybody has written, with the scoring open."""
    play = circle("crowd")
    seats = [play.join() for _ in range(people)]
    play.walk_to("ideas")
    for n, seat in enumerate(seats):
        for each in range(ideas):
            play.answer(seat, text=f"Idea {n}.{each}")
    play.walk_to("crowd")
    return play, seats


def body(play: Circle) -> CrowdBody:
    """What the room sees of the scoring."""
    found = play.public.body
    assert isinstance(found, CrowdBody)
    return found


@pytest.mark.parametrize(("people", "ideas"), [(6, 1), (7, 1), (12, 1), (40, 1), (12, 3), (3, 1), (2, 2), (6, 2)])
def test_nobody_is_dealt_their_own_and_no_idea_more_than_five_times(people: int, ideas: int) -> None:
    play, seats = crowd(people, ideas)
    hands = {seat: play.mine(seat).order for seat in seats}
    author = {idea.id: idea.seat for idea in play.memory.ideas.values()}
    given = Counter(card for hand in hands.values() for card in hand)
    assert every(len(set(hand)) == len(hand) <= CARDS for hand in hands.values())
    assert every(author[card] != seat for seat, hand in hands.items() for card in hand)
    assert max(given.values()) <= CARDS
    if people > CARDS and ideas == 1:
        assert set(given.values()) == {CARDS}
        assert every(len(hand) == CARDS for hand in hands.values())


def test_when_there_are_more_people_than_cards_everybody_gets_about_as_many() -> None:
    items, seats = [f"i{n}" for n in range(20)], [f"s{n}" for n in range(40)]
    hands = deal(items, [""] * 20, seats)
    assert {len(hand) for hand in hands.values()} == {2, 3}
    assert Counter(card for hand in hands.values() for card in hand) == Counter(dict.fromkeys(items, CARDS))


def test_a_hand_stays_the_same_while_others_score() -> None:
    play, seats = crowd(8)
    before = {seat: play.mine(seat).order for seat in seats}
    for seat in seats[1:]:
        for card in before[seat]:
            play.answer(seat, item=card, votes=3)
    assert play.mine(seats[0]).order == before[seats[0]]
    assert play.mine(seats[0]).votes_left == CARDS


def test_nobody_sees_a_score_before_the_reveal() -> None:
    play, seats = crowd(6)
    for card in play.mine(seats[0]).order:
        play.answer(seats[0], item=card, votes=5)
    for state in ("open", "closed"):
        play.walk_to("crowd", state)
        assert every((item.votes, item.rank, item.voters) == (None, None, None) for item in body(play).items)
        assert body(play).total is None
    assert body(play).voters == 1


def test_ones_own_and_what_was_not_dealt_cannot_be_scored() -> None:
    play, seats = crowd(8)
    own = next(idea.id for idea in play.memory.ideas.values() if idea.seat == seats[0])
    other = next(i for i in play.memory.ideas if i != own and i not in play.mine(seats[0]).order)
    assert refused(play, seats[0], item=own, votes=5) == "card_not_yours"
    assert refused(play, seats[0], item=other, votes=5) == "card_not_yours"
    assert refused(play, seats[0], item="nope", votes=5) == "no_item"
    card = play.mine(seats[0]).order[0]
    assert refused(play, seats[0], item=card, votes=6) == "votes_per_item"
    assert refused(play, seats[0], item=card, votes=-1) == "votes_per_item"


def test_the_result_is_the_sum_with_ties_as_ties_and_says_how_many_scored() -> None:
    play, seats = crowd(6)
    first, second = seats[:2]
    for seat in (first, second):
        for card in play.mine(seat).order:
            play.answer(seat, item=card, votes=4)
    play.answer(first, item=play.mine(first).order[0], votes=2)
    play.walk_to("crowd", "revealed")
    shown = body(play)
    expected: Counter[str] = Counter()
    scorers: Counter[str] = Counter()
    for ballot in play.memory.ballots.values():
        expected.update(ballot.votes)
        scorers.update(dict.fromkeys(ballot.votes, 1))
    assert {item.id: item.votes for item in shown.items} == {i: expected[i] for i in expected}
    assert {item.id: item.voters for item in shown.items} == scorers
    assert every(item.voters in (1, 2) for item in shown.items)
    tied = [item for item in shown.items if item.votes == 8]
    assert len(tied) == 3
    assert {(item.rank, item.rank_to) for item in tied} == {(1, 3)}


def test_at_close_the_ballots_lose_their_seats_and_hands_are_nowhere_on_disk() -> None:
    play, seats = crowd(6)
    play.answer(seats[0], item=play.mine(seats[0]).order[0], votes=5)
    play.walk_to("crowd", "closed")
    assert [ballot.seat for ballot in play.memory.ballots.values()] == [""]
    assert "hand" not in repr(play.memory.steps["crowd"].frame)
    play.do("reopen")
    assert play.mine(seats[0]).voted
    assert refused(play, seats[0], item=play.mine(seats[0]).order[0], votes=1) == "already_counted"


def test_one_who_comes_late_scores_what_has_room_left() -> None:
    play, seats = crowd(6)
    late = play.join()
    assert len(play.mine(late).order) == CARDS
    full = play.mine(late).order[0]
    scorers = [seat for seat in seats if full in play.mine(seat).order]
    assert len(scorers) == CARDS
    play.answer(late, item=full, votes=1)
    for seat in scorers[:4]:
        play.answer(seat, item=full, votes=5)
    assert full not in play.mine(scorers[4]).order
    assert refused(play, scorers[4], item=full, votes=5) == "card_not_yours"
    play.answer(late, item=full, votes=3)
    assert play.mine(late).votes == {full: 3}


def test_a_small_room_is_told_before_it_opens() -> None:
    play = circle("crowd")
    for _ in range(5):
        seat = play.join()
    play.walk_to("ideas")
    play.answer(seat, text="Yksi")
    play.answer(seat, text="Kaksi")
    play.walk_to("crowd", "ready")
    assert play.public.next.warning == "crowd_few"
    play.join()
    assert play.public.next.warning == ""


def test_what_scored_best_goes_on_to_the_rating() -> None:
    play, seats = crowd(6)
    for seat in seats:
        for card in play.mine(seat).order:
            play.answer(seat, item=card, votes=1 + (card == min(play.memory.ideas)))
    play.walk_to("rate")
    assert play.memory.steps["rate"].frame["items"][0] == min(play.memory.ideas)


# --- 1-2-4-All ------------------------------------------------------------------------------------------


def group(play: Circle) -> OneTwoFourBody:
    """What the room sees of it."""
    found = play.public.body
    assert isinstance(found, OneTwoFourBody)
    return found


def test_next_goes_from_one_to_two_to_four_and_each_has_its_own_clock() -> None:
    play = circle("onetwofour")
    play.join()
    play.walk_to("circle")
    phases, clocks = [], []
    while play.step.id == "circle":
        state = play.state()
        phases.append((group(play).phase, state))
        clocks.append(round(play.memory.session.timer_ends - play.now) // 60 if state != "closed" else 0)
        assert play.public.next.act == {"fours": "close" if state == "open" else "reveal", "all": "step"}.get(
            group(play).phase, "page"
        )
        play.now += 30
        play.do("next")
    assert phases == [
        ("alone", "open"), ("pairs", "open"), ("fours", "open"), ("fours", "closed"), ("all", "revealed"),
    ]  # fmt: skip
    assert clocks == [1, 2, 4, 0, 5]


def test_an_idea_is_sent_only_in_fours_and_sent_again_it_is_the_same_one() -> None:
    play = circle("onetwofour")
    seat = play.join()
    play.walk_to("circle")
    assert refused(play, seat, text="Liian varhain") == "not_four_yet"
    play.do("next")
    assert refused(play, seat, text="Liian varhain") == "not_four_yet"
    play.do("next")
    play.answer(seat, text="Ryhmän idea")
    play.answer(seat, text="Ryhmän parempi idea")
    assert [idea.text for idea in play.memory.ideas.values()] == ["Ryhmän parempi idea"]
    assert group(play).count == 1
    assert group(play).texts == ()
    play.do("next")
    play.do("next")
    assert [text.text for text in group(play).texts] == ["Ryhmän parempi idea"]


def test_back_goes_a_phase_back_and_looking_back_leaves_the_phones_where_they_are() -> None:
    play = circle("onetwofour")
    seat = play.join()
    play.walk_to("circle")
    play.do("next")
    play.do("back")
    assert group(play).phase == "alone"
    play.do("back")
    assert play.public.looking_back
    play.do("page", page=2)
    assert refused(play, seat, text="Liian varhain") == "not_four_yet"


def test_the_groups_ideas_can_be_voted_on() -> None:
    play = circle("onetwofour")
    seats = [play.join() for _ in range(3)]
    play.walk_to("circle")
    play.do("next")
    play.do("next")
    for n, seat in enumerate(seats):
        play.answer(seat, text=f"Ryhmä {n}")
    play.walk_to("vote")
    assert len(play.memory.steps["vote"].frame["items"]) == 3
