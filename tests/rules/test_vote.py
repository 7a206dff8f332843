"""Secret votes: no count before the reveal, no link to a seat after the close, and correct totals."""

from __future__ import annotations

import random

import pytest
from assertions import every
from single_step_workshop import step, words
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Outcome
from facilitator.rules.voting.budget import budget_for
from facilitator.rules.voting.ranking import cut_line, ranking
from facilitator.templates.user_templates import build_template
from facilitator.view import VoteBody
from store.records import Ballot, replace


@pytest.mark.parametrize(
    ("items", "votes"),
    [(2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (13, 3), (14, 4), (17, 4), (18, 5), (21, 5), (22, 6), (90, 6)],
)
def test_votes_per_person_follow_the_table(items: int, votes: int) -> None:
    assert budget_for(items) == votes


def voting(themes: int = 6, people: int = 5) -> tuple[Play, list[str]]:
    """A play at an open vote on ``themes`` themes with ``people`` seats."""
    play = Play(minutes=90)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(people)]
    for n in range(themes):
        play.answer(seats[n % people], text=f"Idea numero {n}")
    play.walk_to("group")
    for n, idea in enumerate(sorted(play.memory.ideas)):
        play.do("theme", name=f"Teko {n}", idea=idea)
    play.walk_to("vote")
    return play, seats


def body(play: Play) -> VoteBody:
    found = play.public.body
    assert isinstance(found, VoteBody)
    return found


def test_counts_are_hidden_from_stage_and_console_until_the_reveal() -> None:
    play, seats = voting()
    item = body(play).items[0].id
    play.answer(seats[0], item=item, votes=1)
    for state in ("open", "closed"):
        assert play.state() == state
        assert every(i.votes is None and i.rank is None for i in body(play).items)
        assert body(play).total is None
        assert body(play).voters == 1
        play.do("next")
    assert play.state() == "revealed"
    assert body(play).items[0].id == item
    assert body(play).items[0].votes == 1


def test_a_vote_over_the_budget_is_refused_and_changes_nothing() -> None:
    play, seats = voting(themes=6)
    items = [item.id for item in body(play).items]
    for item in items[:3]:
        play.answer(seats[0], item=item, votes=1)
    with pytest.raises(RuleBroken, match="no_votes_left") as refused:
        play.answer(seats[0], item=items[3], votes=1)
    assert refused.value.status == 409
    assert sum(play.mine(seats[0]).votes.values()) == 3
    assert play.mine(seats[0]).votes_left == 0


def test_a_vote_can_be_moved_until_the_close() -> None:
    play, seats = voting()
    a, b = (item.id for item in body(play).items[:2])
    play.answer(seats[0], item=a, votes=1)
    play.answer(seats[0], item=a, votes=0)
    assert body(play).voters == 0
    play.answer(seats[0], item=b, votes=1)
    assert play.mine(seats[0]).votes == {b: 1}


def test_two_votes_on_one_item_and_votes_on_nothing_are_refused() -> None:
    play, seats = voting()
    item = body(play).items[0].id
    for wanted, votes in ((item, 2), (item, -1), ("nothing", 1)):
        with pytest.raises(RuleBroken):
            play.answer(seats[0], item=wanted, votes=votes)
    for wrong in ("1", 1.5, True, None):
        with pytest.raises(RuleBroken, match="bad_answer"):
            play.answer(seats[0], item=item, votes=wrong)


def test_the_order_is_each_seats_own_and_stays() -> None:
    play, seats = voting(themes=8, people=6)
    orders = {play.mine(seat).order for seat in seats}
    assert len(orders) > 1
    assert play.mine(seats[0]).order == play.mine(seats[0]).order
    assert {frozenset(order) for order in orders} == {frozenset(item.id for item in body(play).items)}


def test_after_the_close_no_ballot_knows_its_seat_no_receipt_its_vote_and_the_room_can_recount() -> None:
    play, seats = voting()
    items = [item.id for item in body(play).items]
    open_ids = set()
    for n, seat in enumerate(seats):
        play.answer(seat, item=items[n % 2], votes=1)
        play.answer(seat, item=items[2], votes=1)
    open_ids = set(play.memory.ballots)
    play.do("close")
    assert len(play.memory.ballots) == len(seats)
    assert not open_ids & set(play.memory.ballots)
    assert all(not ballot.seat for ballot in play.memory.ballots.values())
    assert {receipt.content for receipt in play.memory.receipts.values() if receipt.step == "vote"} == {""}
    assert not {receipt.reply for receipt in play.memory.receipts.values()} & (open_ids | set(play.memory.ballots))
    assert sum(sum(ballot.votes.values()) for ballot in play.memory.ballots.values()) == 2 * len(seats)


def test_a_reopened_vote_keeps_what_was_counted_and_nobody_votes_twice() -> None:
    play, seats = voting()
    item = body(play).items[0].id
    play.answer(seats[0], item=item, votes=1)
    play.do("close")
    play.do("reopen")
    assert play.mine(seats[0]).voted
    with pytest.raises(RuleBroken, match="already_counted"):
        play.answer(seats[0], item=item, votes=1)
    play.answer(seats[1], item=item, votes=1)
    play.do("close")
    play.do("reveal")
    assert body(play).items[0].votes == 2
    assert body(play).voters == 2


def test_equal_votes_share_their_places() -> None:
    ballots = [Ballot(id=str(n), votes=votes) for n, votes in enumerate(({"a": 1, "b": 1}, {"b": 1, "c": 1}, {"b": 1}))]
    places = ranking(["c", "a", "b", "d"], ballots)
    assert [(p.item, p.votes, p.rank, p.rank_to) for p in places] == [
        ("b", 3, 1, 1),
        ("c", 1, 2, 3),
        ("a", 1, 2, 3),
        ("d", 0, 4, 4),
    ]


def test_the_cut_line_takes_all_that_tie_when_they_are_few_and_none_when_they_are_many() -> None:
    few = [Ballot(id="1", votes={"a": 5, "b": 4, "c": 2, "d": 2, "e": 2})]
    assert cut_line(ranking("abcdef", few), 3) == 5
    many = [Ballot(id="1", votes={"a": 5, "b": 4, "c": 2, "d": 2, "e": 2, "f": 2})]
    assert cut_line(ranking("abcdef", many), 3) == 2


def test_a_new_round_is_between_those_who_tie_at_the_line_and_the_first_round_is_kept() -> None:
    play, seats = voting(themes=8)
    items = [item.id for item in body(play).items]
    for seat, item in zip(seats, items, strict=False):
        play.answer(seat, item=item, votes=1)
    play.do("close")
    first = dict(play.memory.ballots)
    play.do("round")
    assert play.state() == "open"
    assert play.step.round == 2
    assert {item.id for item in body(play).items} == set(items[:5])
    assert body(play).budget == 1
    play.answer(seats[0], item=items[1], votes=1)
    play.do("close")
    play.do("reveal")
    assert body(play).items[0].id == items[1]
    assert first.items() <= play.memory.ballots.items()


@pytest.mark.parametrize(
    ("runoff", "minutes"), [({}, 1), ({"minutes": 3}, 3), ({"minutes": 60}, 60), ({"minutes": 0}, 0)]
)
def test_a_new_round_lasts_as_long_as_the_template_says(runoff: dict[str, int], minutes: int) -> None:
    answer = {
        "target": "ideas",
        "top_k": 1,
        "votes_per_person": 1,
        "runoff": {"votes_per_person": 1, "minutes": 1, **runoff},
    }
    raw = {
        "title": words("Oma"),
        "steps": [step("ideas", "text"), step("vote", "vote", answer=answer), step("close", "close")],
    }
    play = Play(build_template(raw, "oma.toml", "oma"), None)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(4)]
    for seat in seats:
        play.answer(seat, text=f"Idea {seat}")
    play.walk_to("vote")
    assert play.public.timer.ends == play.now + 5 * 60
    for seat, item in zip(seats, [item.id for item in body(play).items], strict=True):
        play.answer(seat, item=item, votes=1)
    play.do("close")
    play.do("round")
    assert play.step.round == 2
    assert play.public.timer.state == ("running" if minutes else "off")
    if minutes:
        assert play.public.timer.ends == play.now + minutes * 60


def test_without_a_tie_there_is_no_new_round() -> None:
    play, seats = voting()
    for item in [item.id for item in body(play).items[:3]]:
        play.answer(seats[0], item=item, votes=1)
    play.do("close")
    with pytest.raises(RuleBroken, match="no_tie"):
        play.do("round")


def test_a_vote_on_fewer_than_two_items_does_not_open() -> None:
    play = Play(minutes=90)
    play.walk_to("ideas")
    play.answer(play.join(), text="Ainoa idea")
    play.do("goto", step="vote")
    with pytest.raises(RuleBroken, match="nothing_to_vote"):
        play.do("open")
    assert play.state() == "ready"


def test_themes_stand_still_while_people_vote_and_voted_ones_stay_after() -> None:
    play, _ = voting()
    theme, other = sorted(play.memory.themes)[:2]
    idea = min(play.memory.ideas)
    for verb, arguments in (
        ("theme", {"name": "Uusi"}),
        ("rename", {"theme": theme, "name": "Toinen"}),
        ("move", {"idea": idea, "theme": None}),
        ("merge", {"from": theme, "into": other}),
    ):
        with pytest.raises(RuleBroken, match="themes_frozen"):
            play.do(verb, **arguments)
    assert play.do("undo")["what"] == "open"
    play.do("open")
    play.do("close")
    with pytest.raises(RuleBroken, match="theme_has_votes"):
        play.do("remove_theme", theme=theme)


def test_thousands_of_racing_votes_never_go_over_the_budget() -> None:
    play, seats = voting(themes=9, people=10)
    chance = random.Random(3)
    items = [item.id for item in body(play).items]
    expected: dict[str, dict[str, int]] = {seat: {} for seat in seats}
    for _ in range(3000):
        seat, item, votes = chance.choice(seats), chance.choice(items), chance.choice((0, 1, 1, 1))
        left = 3 - sum(expected[seat].values()) + expected[seat].get(item, 0)
        if votes > left:
            with pytest.raises(RuleBroken, match="no_votes_left"):
                play.answer(seat, item=item, votes=votes)
        else:
            play.answer(seat, item=item, votes=votes)
            expected[seat][item] = votes
        assert sum(play.mine(seat).votes.values()) <= 3
    totals = {item: sum(votes.get(item, 0) for votes in expected.values()) for item in items}
    play.do("close")
    play.do("reveal")
    assert {item.id: item.votes for item in body(play).items} == totals


def test_what_has_been_voted_on_keeps_its_wording_and_its_place() -> None:
    """Not in the grace after the close while others vote on it, nor in a step that is reopened after the vote."""
    play = Play(minutes=60)
    play.walk_to("ideas")
    seats = [play.join() for _ in range(6)]
    made = [play.answer(seat, text=f"Soitan numero {n}").id for n, seat in enumerate(seats)]
    play.do("close")
    play.do("goto", step="vote")
    play.do("open")
    assert made[0] in {item.id for item in body(play).items}

    def refused() -> None:
        with pytest.raises(RuleBroken, match="idea_voted_on"):
            play.answer(seats[0], step="ideas", text="Äänestäkää minua", replaces=made[0])
        with pytest.raises(RuleBroken, match="idea_voted_on"):
            play.withdraw(seats[0], made[0])
        assert play.memory.ideas[made[0]].text == "Soitan numero 0"

    with pytest.raises(RuleBroken, match="idea_voted_on"):
        play.answer(seats[0], step="ideas", text="Äänestäkää minua", replaces=made[0])
    play.do("close")
    play.do("goto", step="ideas")
    if play.state() != "open":
        play.do("reopen")
    refused()


def test_a_result_that_nobody_saw_is_not_said_to_have_been_shown() -> None:
    play, seats = voting()
    play.answer(seats[0], item=body(play).items[0].id, votes=1)
    play.do("close")
    play.do("goto", step="discuss")
    play.do("goto", step="vote")
    play.do("reopen")
    assert play.public.step is not None
    assert not play.public.step.seen
    play.do("close")
    play.do("reveal")
    play.do("reopen")
    assert play.public.step.seen


def test_a_vote_whose_reply_was_lost_is_confirmed_after_the_close_in_the_same_words() -> None:
    play, seats = voting()
    item = body(play).items[0].id
    first = play.answer(seats[0], key="0123456789abcdef", item=item, votes=1)
    for verb in ("close", "reveal", "next"):
        play.do(verb)
        again = play.answer(seats[0], key="0123456789abcdef", step="vote", item=item, votes=1)
        assert (again.repeated, again.id, again.version) == (True, first.id, first.version)
    assert sum(sum(ballot.votes.values()) for ballot in play.memory.ballots.values()) == 1


def test_a_further_vote_after_the_close_is_refused_and_who_has_voted_is_told_that_it_counted() -> None:
    play, seats = voting()
    item = body(play).items[0].id
    play.answer(seats[0], item=item, votes=1)
    play.do("close")
    with pytest.raises(RuleBroken, match="step_closed") as again:
        play.answer(seats[0], step="vote", item=item, votes=1)
    assert again.value.fields == {"saying": "vote_counted"}
    with pytest.raises(RuleBroken, match="step_closed") as never:
        play.answer(seats[1], step="vote", item=item, votes=1)
    assert never.value.fields == {}


@pytest.mark.parametrize("seed", range(20))
def test_ranks_are_those_of_counting_who_stands_above_and_who_beside(seed: int) -> None:
    chance = random.Random(seed)
    items = [f"item{n}" for n in range(chance.randint(0, 30))]
    ballots = [
        Ballot(id=f"b{n}", step="vote", votes={item: chance.choice((-1, 1, 2)) for item in chance.sample(items, k)})
        for n in range(12)
        if (k := min(len(items), chance.randint(0, 4)))
    ]
    places = ranking(items, ballots)
    assert sorted(place.item for place in places) == sorted(items)
    for place in places:
        above = [other for other in places if other.votes > place.votes]
        beside = [other for other in places if other.votes == place.votes]
        assert (place.rank, place.rank_to) == (len(above) + 1, len(above) + len(beside))
        assert [other.item for other in beside] == [item for item in items if item in {each.item for each in beside}]


def test_what_changes_about_an_item_while_the_vote_is_open_is_seen_at_once() -> None:
    play, seats = voting()
    item = body(play).items[0].id
    before = body(play).items
    play.answer(seats[0], item=item, votes=1)
    assert body(play).items == before
    theme = play.memory.themes[item]
    change = Outcome(put=(replace(theme, also={"sv": "Annat"}),))
    play.memory.apply(change)
    play.book.apply(change.change())
    assert body(play).items[0].label["sv"] == "Annat"
