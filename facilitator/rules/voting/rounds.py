"""The rounds of one vote: what was fixed as each opened, and what they say together. A round is never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import Struct, field

from facilitator.rules.voting.budget import Preset, Settings
from facilitator.rules.voting.ranking import Place, cut_line, ranking, tied
from store.records import Ballot, Receipt, Step

CLOSED = ("closed", "revealed", "done")
"""States of a step whose answers are complete."""


BALLOTS = ("vote", "crowd")
"""Kinds of step whose answers are ballots: counted blind, cut loose from their seats at close, recounted by anybody."""


class Round(Struct, frozen=True):
    """One round as it was opened."""

    items: tuple[str, ...] = ()
    budget: int = 0
    max: int = 1
    least: int = 0
    preset: Preset = "dots"
    top: int = 0
    """How many are wanted from this round; 0 = as the settings say (the first round)."""
    through: tuple[str, ...] = ()
    """What went on in an earlier round already."""
    number: int = field(name="round", default=1)
    seen: Mapping[str, Any] = {}
    """``Step.seen`` of an earlier round."""
    slips: bool = False
    """True when every ballot of a phone came with a join slip."""


class Frame(Round, frozen=True):
    """The round that a step is at; ``earlier`` holds the rounds before it."""

    earlier: tuple[Round, ...] = ()
    revealed: bool = False


class Shown(Struct, frozen=True):
    """What the room saw of a round, as ``Step.seen`` holds it."""

    ballots: int
    votes: Mapping[str, int]


def rounds(step: Step, fixed: Frame) -> list[Round]:
    """The rounds of a vote that are over; an open one is nobody's to know."""
    found = list(fixed.earlier)
    if step.state in CLOSED and fixed.items:
        found.append(this_round(step, fixed))
    return found


def this_round(step: Step, fixed: Frame) -> Round:
    """The round that the step is at, as an earlier one will be kept."""
    plain = msgspec.structs.asdict(fixed)
    return Round(**{name: plain[name] for name in Round.__struct_fields__} | {"number": step.round, "seen": step.seen})


def top_of(fixed: Round, wanted: Settings) -> int:
    """How many items are wanted from this round."""
    return fixed.top or wanted.top_k


def of_round(ballots: Iterable[Ballot], number: int) -> list[Ballot]:
    """The ballots of one round."""
    return [ballot for ballot in ballots if ballot.round == number]


def runoff(step: Step, fixed: Frame, wanted: Settings, places: Sequence[Place]) -> Frame | None:
    """The round that decides between those who tie over the line of this one; None when nobody does."""
    top, between = top_of(fixed, wanted), tied(places, top_of(fixed, wanted))
    if not between:
        return None
    above = tuple(place.item for place in places if place.rank < between[0].rank)
    return Frame(
        items=tuple(place.item for place in between),
        budget=min(wanted.runoff.votes_per_person, len(between) - 1),
        top=top - len(above),
        through=(*fixed.through, *above),
        earlier=(*fixed.earlier, this_round(step, fixed)),
    )


def standing(over: Sequence[Round], ballots: Sequence[Ballot]) -> list[str]:
    """All items of the first round, best first: a later round settles the order of those who tied."""
    order: list[str] = []
    for each in over:
        best = [place.item for place in ranking(each.items, of_round(ballots, each.number))]
        if not order:
            order = best
            continue
        # Who met in a runoff stood beside each other.
        at = min((order.index(item) for item in best if item in order), default=len(order))
        order = [item for item in order if item not in best]
        order[at:at] = best
    return order


def going_on(last: Round, wanted: Settings, places: Sequence[Place]) -> int:
    """How many of the standing's first go on after this round."""
    return len(last.through) + cut_line(places, top_of(last, wanted))


def nothing_said(receipt: Receipt, number: int) -> Receipt:
    """What is left of a receipt once its vote is counted: that a vote came in this round, so that a phone whose reply
    was lost is told so. With a hash of the vote beside it, whoever has the phone too could try which one it was."""
    return replace(receipt, content="", reply=str(number))


def as_seen(places: Sequence[Place], ballots: int) -> dict[str, Any]:
    """``Step.seen`` of a round that is shown."""
    return {"ballots": ballots, "votes": {place.item: place.votes for place in places}}
