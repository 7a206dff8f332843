"""Votes that the facilitator has counted by hand, beside those of phones."""

from __future__ import annotations

from datetime import date

import pytest
from workshop_in_memory import Play

from facilitator.errors import RuleBroken
from facilitator.export.audit import audit
from facilitator.export.build_report import build_report
from facilitator.export.markdown import write
from facilitator.i18n.messages import LANGUAGES, say
from facilitator.view import VoteBody
from store.records import replace


def voting(**settings: object) -> Play:
    """A vote that is open on four themes, three votes each."""
    play = Play(minutes=90)
    play.walk_to("group")
    for name in "abcd":
        idea = play.do("add", text=f"Idea {name}")["id"]
        play.do("theme", name=f"Teema {name}", idea=idea)
    if settings:
        vote = play.memory.steps["vote"]
        play.memory.steps["vote"] = replace(vote, settings={**vote.settings, **settings})
    play.walk_to("vote")
    return play


def shown(play: Play) -> VoteBody:
    body = play.public.body
    assert isinstance(body, VoteBody)
    return body


def items(play: Play) -> list[str]:
    return [item.id for item in shown(play).items]


def test_hands_are_added_to_the_votes_of_phones_and_to_the_voters() -> None:
    play = voting()
    seat, first, second = play.join(), *items(play)[:2]
    play.answer(seat, item=first, votes=1)
    play.do("paper_votes", voters=6, counts={first: 5, second: 3})
    assert shown(play).voters == 7
    assert shown(play).total is None
    play.do("close")
    play.do("reveal")
    votes = {item.id: (item.votes, item.voters) for item in shown(play).items}
    assert votes[first] == (6, 6)
    assert votes[second] == (3, 3)
    assert shown(play).voters == 7


def test_the_recount_and_the_check_know_hands_from_phones() -> None:
    play = voting()
    play.answer(play.join(), item=items(play)[0], votes=1)
    play.do("paper_votes", voters=6, counts={items(play)[0]: 5})
    play.do("close")
    play.do("reveal")
    found = audit(play.memory)
    assert [(recount.agrees, recount.by_hand, recount.votes) for recount in found.recounts] == [("yes", 6, 6)]
    assert not found.problems


def test_more_hands_than_so_many_people_have_are_found_by_the_check() -> None:
    play = voting()
    play.do("paper_votes", voters=2, counts={items(play)[0]: 2})
    ((name, ballot),) = play.memory.ballots.items()
    play.memory.ballots[name] = replace(ballot, votes={items(play)[0]: 99})
    play.do("close")
    assert [problem.code for problem in audit(play.memory).problems] == ["votes_over_budget"]


def test_what_is_entered_again_replaces_what_was_entered_and_nobody_takes_it_back() -> None:
    play = voting()
    first, second = items(play)[:2]
    play.do("paper_votes", voters=6, counts={first: 5})
    play.do("paper_votes", voters=4, counts={second: 4})
    assert [dict(ballot.votes) for ballot in play.memory.ballots.values()] == [{second: 4}]
    assert (dict(play.console.paper), play.console.paper_voters) == ({second: 4}, 4)
    play.do("paper_votes", voters=0)
    assert not play.memory.ballots


def test_hands_are_entered_after_the_close_too_but_not_after_the_reveal() -> None:
    play = voting()
    play.do("close")
    play.do("paper_votes", voters=3, counts={items(play)[0]: 3})
    play.do("reveal")
    with pytest.raises(RuleBroken, match="no_vote_to_count"):
        play.do("paper_votes", voters=4, counts={items(play)[0]: 4})
    play.do("hide_results")
    play.do("paper_votes", voters=4, counts={items(play)[0]: 4})


@pytest.mark.parametrize(
    ("voters", "counts", "code"),
    [
        (2, {0: 3}, "paper_item"),
        (2, {0: -1}, "paper_item"),
        (2, {0: 2, 1: 2, 2: 2, 3: 2}, "paper_total"),
        (-1, {}, "paper_voters"),
        (10_001, {}, "paper_voters"),
    ],
)
def test_what_so_many_people_cannot_have_given_is_refused_and_changes_nothing(
    voters: int, counts: dict[int, int], code: str
) -> None:
    play = voting()
    named = {items(play)[number]: n for number, n in counts.items()}
    before = play.version
    with pytest.raises(RuleBroken, match=code):
        play.do("paper_votes", voters=voters, counts=named)
    assert play.version == before


def test_an_item_that_is_not_voted_on_is_refused() -> None:
    play = voting()
    with pytest.raises(RuleBroken, match="no_item"):
        play.do("paper_votes", voters=2, counts={"nowhere": 1})


def test_votes_against_are_entered_beside_those_for_and_their_voters_counted_once() -> None:
    play = voting(preset="plus_minus")
    first = items(play)[0]
    play.do("paper_votes", voters=6, counts={first: 2}, against={first: 3})
    play.do("close")
    play.do("reveal")
    item = next(item for item in shown(play).items if item.id == first)
    assert (item.votes, item.plus, item.minus, shown(play).voters) == (-1, 2, 3, 6)


def test_without_votes_against_there_are_none_on_paper_either() -> None:
    play = voting()
    with pytest.raises(RuleBroken, match="no_votes_against"):
        play.do("paper_votes", voters=2, against={items(play)[0]: 1})


def test_undo_takes_back_hands_and_redo_brings_them_again_while_phones_keep_theirs() -> None:
    play = voting()
    seat, first = play.join(), items(play)[0]
    play.answer(seat, item=first, votes=1)
    play.do("paper_votes", voters=6, counts={first: 5})
    play.do("paper_votes", voters=7, counts={first: 6})
    assert play.do("undo")["what"] == "paper_votes"
    assert play.console.paper_voters == 6
    play.do("undo")
    assert (play.console.paper_voters, shown(play).voters) == (0, 1)
    play.do("redo")
    assert (play.console.paper_voters, shown(play).voters) == (6, 7)


def test_each_round_has_hands_of_its_own() -> None:
    play = voting(top_k=1)
    first, second = items(play)[:2]
    play.do("paper_votes", voters=4, counts={first: 2, second: 2})
    play.do("close")
    play.do("round")
    assert play.console.paper_voters == 0
    play.do("paper_votes", voters=3, counts={first: 2, second: 1})
    play.do("close")
    play.do("reveal")
    assert [(item.id, item.votes) for item in shown(play).items] == [(first, 2), (second, 1)]
    assert [(round_.voters, round_.total) for round_ in shown(play).earlier] == [(4, 4)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_say_what_was_counted_by_hand_and_that_numbers_are_of_tables(language: str) -> None:
    play = voting()
    play.do("tables", on=True)
    play.do("paper_votes", voters=6, counts={items(play)[0]: 5})
    play.do("close")
    report = build_report(play.memory, date(2026, 11, 22))
    assert [poll.by_hand for poll in report.polls] == [6]
    summary = write(report, language).decode()
    assert say("export.by_hand", language, n=6) in summary
    assert say("export.tables", language) in summary
