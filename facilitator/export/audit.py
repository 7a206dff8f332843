"""Audits a session that is not running: counts its records, and recounts every closed vote.

The recount adds up the ballots independently, round by round. It is compared with the result that the room was shown,
and with the one in the exported files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from facilitator.export.vote_results import Round, build_polls, rounds_with_result
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.disclosure import was_shown
from facilitator.rules.policy.item_names import name_of
from facilitator.rules.steps import kind_named
from facilitator.rules.voting.budget import votes_used
from facilitator.rules.voting.ranking import voter_count
from facilitator.rules.voting.rounds import ShownRound
from facilitator.rules.voting.slips import count_slips
from store.records import TABLES, Ballot, Step, Translations

COUNTED_TABLES = tuple(table for table in TABLES if table not in ("session", "receipts", "history"))
"""Tables whose records are counted."""


Agreement: TypeAlias = Literal["yes", "more", "no"]
"""Whether a recount agrees with the shown result, see ``Recount``."""


class RecountItem(Struct, frozen=True):
    """One item of a vote, recounted. ``votes`` = ``plus`` (votes for) - ``minus`` (votes against)."""

    id: str
    name: str
    votes: int
    plus: int = 0
    minus: int = 0
    shown: int | None = None
    """The number of votes that the room was shown; None if the result was not shown."""


class Recount(Struct, frozen=True):
    """The recount of one closed round of a vote.

    ``agrees``: ``yes``, it equals the shown result; ``more``, it contains further ballots from after a reopening, or
    corrected paper votes; ``no``, it differs; None, no result was shown.
    """

    step: str
    title: Translations
    round: int
    ballots: int
    votes: int
    items: tuple[RecountItem, ...]
    preset: str = "dots"
    agrees: Agreement | None = None
    by_hand: int = 0
    """Number of voters counted by hand (paper slips, raised hands); one ballot may stand for many of them."""


class Problem(Struct, frozen=True):
    """An inconsistency: its sentence is ``audit.<code>``, ``id`` names the record or ``step/round`` concerned."""

    code: str
    id: str


class Audit(Struct, frozen=True):
    """The result of ``facilitator check``: records by table, recounts, and inconsistencies."""

    counts: Mapping[str, int]
    recounts: tuple[Recount, ...]
    problems: tuple[Problem, ...]


def audit(tables: Tables) -> Audit:
    """Audit a session: count its records, recount its votes, and look for inconsistencies."""
    recounts = tuple(_recounts(tables))
    return Audit(
        counts={table: len(getattr(tables, table)) for table in COUNTED_TABLES},
        recounts=recounts,
        problems=(*_problems(tables), *_differences(tables, recounts)),
    )


def _recounts(tables: Tables) -> Iterator[Recount]:
    for step in _vote_steps(tables):
        for closed in rounds_with_result(step):
            ballots = _ballots_of_round(tables, step.id, closed.number)
            plus, minus = Counter[str](), Counter[str]()
            for ballot in ballots:
                for item, n in ballot.votes.items():
                    (plus if n > 0 else minus)[item] += abs(n)
            shown = _shown_result(closed)
            items = [
                RecountItem(
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
                agrees=_agreement(items, len(ballots), shown, paper),
                by_hand=voter_count(ballot for ballot in ballots if ballot.paper),
            )


def _vote_steps(tables: Tables) -> list[Step]:
    found = (step for step in tables.steps.values() if kind_named(step.kind).has_ballots)
    return sorted(found, key=lambda step: step.position)


def _shown_result(closed: Round) -> ShownRound | None:
    """The result of a round as the room was shown it; None if it was not shown, or cannot be read."""
    if not was_shown(closed.seen):
        return None
    try:
        return msgspec.convert(closed.seen, ShownRound)
    except msgspec.ValidationError:
        return None


def _agreement(items: list[RecountItem], ballots: int, shown: ShownRound | None, paper: bool) -> Agreement | None:
    if shown is None:
        return None
    if ballots == shown.ballots and all(item.votes == item.shown for item in items):
        return "yes"
    # Votes counted by hand are entered as one ballot, which may be corrected after the result was shown.
    return "more" if ballots > shown.ballots or paper else "no"


def _differences(tables: Tables, recounts: tuple[Recount, ...]) -> Iterator[Problem]:
    """Recounts that differ from the shown result, or from the one in the exported files."""
    told = {
        (poll.step, poll.round): {candidate.id: candidate.votes for candidate in poll.candidates}
        for poll in build_polls(tables, _vote_steps(tables))
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
    for step in _vote_steps(tables):
        for closed in rounds_with_result(step):
            ballots = _ballots_of_round(tables, step.id, closed.number)
            for ballot in ballots:
                yield from _ballot_problems(ballot, closed)
            if closed.slips and sum(not ballot.paper for ballot in ballots) > count_slips(tables.slips).used:
                yield Problem("more_than_slips", f"{step.id}/{closed.number}")


def _ballot_problems(ballot: Ballot, closed: Round) -> Iterator[Problem]:
    if ballot.seat:
        yield Problem("ballot_with_seat", ballot.id)
    if not set(ballot.votes) <= set(closed.items):
        yield Problem("vote_for_nothing", ballot.id)
    if ballot.paper:
        # One paper ballot stands for many people: its budget is that of all of them, if their number was entered.
        if ballot.voters and votes_used(ballot.votes) > ballot.voters * closed.budget:
            yield Problem("votes_over_budget", ballot.id)
        return
    if votes_used(ballot.votes) > closed.budget:
        yield Problem("votes_over_budget", ballot.id)
    if not all(closed.least <= votes <= closed.max for votes in ballot.votes.values()):
        yield Problem("votes_over_item", ballot.id)


def _ballots_of_round(tables: Tables, step: str, number: int) -> list[Ballot]:
    return [ballot for ballot in tables.ballots.values() if (ballot.step, ballot.round) == (step, number)]
