"""Looks through a session that is not running: how much there is of what, and every closed vote counted again.

The recount adds up the ballots by itself, round by round, and is held against what the room was shown and against
what the files say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from facilitator.export.vote_results import Round, polls, rounds
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.disclosure import was_shown
from facilitator.rules.policy.item_names import name_of
from facilitator.rules.voting.budget import used
from facilitator.rules.voting.ranking import voters
from facilitator.rules.voting.rounds import BALLOTS, Shown
from facilitator.rules.voting.slips import counted
from store.records import TABLES, Ballot, Step, Words

COUNTED = tuple(table for table in TABLES if table not in ("session", "receipts", "history"))


Agrees: TypeAlias = Literal["yes", "more", "no"]


class Item(Struct, frozen=True):
    """One item of a vote, recounted. ``votes`` = those for less those against."""

    id: str
    name: str
    votes: int
    plus: int = 0
    minus: int = 0
    shown: int | None = None
    """What the room was shown; None when it was not."""


class Recount(Struct, frozen=True):
    """One closed round of a vote.

    ``agrees``: whether this is what was shown. ``more``: what was shown is in it, and ballots that came after a
    reopening. None: it was not shown.
    """

    step: str
    title: Words
    round: int
    ballots: int
    votes: int
    items: tuple[Item, ...]
    preset: str = "dots"
    agrees: Agrees | None = None
    by_hand: int = 0
    """How many of the voters were counted by hand; one ballot may stand for many of them."""


class Problem(Struct, frozen=True):
    """Something that does not fit together: catalogue key ``audit.<code>``, and the id of what it is about."""

    code: str
    id: str


class Audit(Struct, frozen=True):
    """What ``facilitator check`` says."""

    counts: Mapping[str, int]
    recounts: tuple[Recount, ...]
    problems: tuple[Problem, ...]


def audit(tables: Tables) -> Audit:
    """Count everything and look for what does not fit together."""
    recounts = tuple(_recounts(tables))
    return Audit(
        counts={table: len(getattr(tables, table)) for table in COUNTED},
        recounts=recounts,
        problems=(*_problems(tables), *_differences(tables, recounts)),
    )


def _recounts(tables: Tables) -> Iterator[Recount]:
    for step in _votes(tables):
        for closed in rounds(step):
            ballots = _ballots(tables, step.id, closed.number)
            plus, minus = Counter[str](), Counter[str]()
            for ballot in ballots:
                for item, n in ballot.votes.items():
                    (plus if n > 0 else minus)[item] += abs(n)
            shown = _shown(closed)
            items = [
                Item(
                    id=item,
                    name=name_of(tables, item)[0],
                    votes=plus[item] - minus[item],
                    plus=plus[item],
                    minus=minus[item],
                    shown=shown.votes.get(item, 0) if shown else None,
                )
                for item in closed.items
            ]
            items.sort(key=lambda item: -item.votes)
            paper = any(ballot.paper for ballot in ballots)
            yield Recount(
                step=step.id,
                title=step.title,
                round=closed.number,
                ballots=len(ballots),
                votes=plus.total() + minus.total(),
                items=tuple(items),
                preset=closed.preset,
                agrees=_agrees(items, len(ballots), shown, paper),
                by_hand=voters(ballot for ballot in ballots if ballot.paper),
            )


def _votes(tables: Tables) -> list[Step]:
    found = (step for step in tables.steps.values() if step.kind in BALLOTS)
    return sorted(found, key=lambda step: step.position)


def _shown(closed: Round) -> Shown | None:
    """What the room was shown of a round; None when nothing was, or it cannot be read."""
    if not was_shown(closed.seen):
        return None
    try:
        return msgspec.convert(closed.seen, Shown)
    except msgspec.ValidationError:
        return None


def _agrees(items: list[Item], ballots: int, shown: Shown | None, paper: bool) -> Agrees | None:
    if shown is None:
        return None
    if ballots == shown.ballots and all(item.votes == item.shown for item in items):
        return "yes"
    # Hands that were counted are entered in one ballot, and may be corrected in it.
    return "more" if ballots > shown.ballots or paper else "no"


def _differences(tables: Tables, recounts: tuple[Recount, ...]) -> Iterator[Problem]:
    """Where the recount is not what the room was shown, or not what the files say."""
    told = {
        (poll.step, poll.round): {candidate.id: candidate.votes for candidate in poll.candidates}
        for poll in polls(tables, _votes(tables))
    }
    for recount in recounts:
        counted = {item.id: item.votes for item in recount.items}
        if recount.agrees == "no" or told.get((recount.step, recount.round)) != counted:
            yield Problem("recount_differs", f"{recount.step}/{recount.round}")


def _problems(tables: Tables) -> Iterator[Problem]:
    for idea in tables.ideas.values():
        if idea.step not in tables.steps:
            yield Problem("no_step", idea.id)
        if idea.theme is not None and idea.theme not in tables.themes:
            yield Problem("no_theme", idea.id)
    if tables.session.step and tables.session.step not in tables.steps:
        yield Problem("no_step", tables.session.id)
    for step in _votes(tables):
        for closed in rounds(step):
            ballots = _ballots(tables, step.id, closed.number)
            for ballot in ballots:
                yield from _ballot_problems(ballot, closed)
            if closed.slips and sum(not ballot.paper for ballot in ballots) > counted(tables.slips).used:
                yield Problem("more_than_slips", f"{step.id}/{closed.number}")


def _ballot_problems(ballot: Ballot, closed: Round) -> Iterator[Problem]:
    if ballot.seat:
        yield Problem("ballot_with_seat", ballot.id)
    if not set(ballot.votes) <= set(closed.items):
        yield Problem("vote_for_nothing", ballot.id)
    if ballot.paper:
        # One ballot for many hands: what so many people had, if somebody said how many they were.
        if ballot.voters and used(ballot.votes) > ballot.voters * closed.budget:
            yield Problem("votes_over_budget", ballot.id)
        return
    if used(ballot.votes) > closed.budget:
        yield Problem("votes_over_budget", ballot.id)
    if not all(closed.least <= votes <= closed.max for votes in ballot.votes.values()):
        yield Problem("votes_over_item", ballot.id)


def _ballots(tables: Tables, step: str, number: int) -> list[Ballot]:
    return [ballot for ballot in tables.ballots.values() if (ballot.step, ballot.round) == (step, number)]
