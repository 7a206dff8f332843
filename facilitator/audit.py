"""Looks through a session that is not running: how much there is of what, and every closed vote counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from facilitator.book import Tables
from facilitator.export.polls import Round, rounds
from facilitator.steps.vote import name_of
from store.records import TABLES, Ballot, Words

COUNTED = tuple(table for table in TABLES if table not in ("session", "receipts"))


class Item(Struct, frozen=True):
    """One item of a vote, recounted."""

    id: str
    name: str
    votes: int


class Recount(Struct, frozen=True):
    """One closed round of a vote."""

    step: str
    title: Words
    round: int
    ballots: int
    votes: int
    items: tuple[Item, ...]


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
    return Audit(
        counts={table: len(getattr(tables, table)) for table in COUNTED},
        recounts=tuple(_recounts(tables)),
        problems=tuple(_problems(tables)),
    )


def _recounts(tables: Tables) -> Iterator[Recount]:
    for step in sorted(tables.steps.values(), key=lambda step: step.position):
        if step.kind != "vote":
            continue
        for closed in rounds(step):
            ballots = _ballots(tables, step.id, closed.number)
            votes = Counter[str]()
            for ballot in ballots:
                votes.update(ballot.votes)
            items = [Item(item, name_of(tables, item)[0], votes[item]) for item in closed.items]
            items.sort(key=lambda item: -item.votes)
            yield Recount(step.id, step.title, closed.number, len(ballots), votes.total(), tuple(items))


def _problems(tables: Tables) -> Iterator[Problem]:
    for idea in tables.ideas.values():
        if idea.step not in tables.steps:
            yield Problem("no_step", idea.id)
        if idea.theme is not None and idea.theme not in tables.themes:
            yield Problem("no_theme", idea.id)
    if tables.session.step and tables.session.step not in tables.steps:
        yield Problem("no_step", tables.session.id)
    for step in tables.steps.values():
        for closed in rounds(step) if step.kind == "vote" else ():
            for ballot in _ballots(tables, step.id, closed.number):
                yield from _ballot_problems(ballot, closed)


def _ballot_problems(ballot: Ballot, closed: Round) -> Iterator[Problem]:
    if ballot.seat:
        yield Problem("ballot_with_seat", ballot.id)
    if not set(ballot.votes) <= set(closed.items):
        yield Problem("vote_for_nothing", ballot.id)
    # What was voted on paper is entered as one ballot for many hands.
    if sum(ballot.votes.values()) > closed.budget and not ballot.paper:
        yield Problem("votes_over_budget", ballot.id)


def _ballots(tables: Tables, step: str, number: int) -> list[Ballot]:
    return [ballot for ballot in tables.ballots.values() if (ballot.step, ballot.round) == (step, number)]
