"""The rounds of one vote: what was fixed when each opened, and the overall ranking. A round is never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct, field

from facilitator.rules.voting.budget import Preset, VoteSettings
from facilitator.rules.voting.ranking import RankedItem, cut_line, ranking, tied_items
from store.records import Ballot, Receipt, Step, replace

CLOSED_STATES = ("closed", "revealed", "done")
"""States of a step whose answers are complete."""


class Round(Struct, frozen=True):
    """One round, as fixed when it opened."""

    items: tuple[str, ...] = ()
    budget: int = 0
    max: int = 1
    least: int = 0
    preset: Preset = "dots"
    top: int = 0
    """How many items are wanted from this round; 0 for the number in the settings (the first round)."""
    through: tuple[str, ...] = ()
    """Items that went on in an earlier round."""
    number: int = field(name="round", default=1)
    seen: Mapping[str, Any] = {}
    """``Step.seen`` of an earlier round."""
    slips: bool = False
    """True when every ballot of a phone came with a join slip."""


class VoteFrame(Round, frozen=True):
    """The current round of the step; ``earlier`` holds the rounds before it."""

    earlier: tuple[Round, ...] = ()
    revealed: bool = False


class ShownRound(Struct, frozen=True):
    """The result of a round that the room has seen, as stored in ``Step.seen``."""

    ballots: int
    votes: Mapping[str, int]


def closed_rounds(step: Step, frame: VoteFrame) -> list[Round]:
    """The closed rounds of a vote, oldest first; an open round is secret and left out."""
    found = list(frame.earlier)
    if step.state in CLOSED_STATES and frame.items:
        found.append(current_round(step, frame))
    return found


def current_round(step: Step, frame: VoteFrame) -> Round:
    """The current round of the step in the form in which it is stored among ``earlier``."""
    plain = msgspec.structs.asdict(frame)
    return Round(**{name: plain[name] for name in Round.__struct_fields__} | {"number": step.round, "seen": step.seen})


def places_to_fill(vote_round: Round, settings: VoteSettings) -> int:
    """How many items are wanted from this round."""
    return vote_round.top or settings.top_k


def ballots_in_round(ballots: Iterable[Ballot], number: int) -> list[Ballot]:
    """The ballots of one round."""
    return [ballot for ballot in ballots if ballot.round == number]


def runoff_round(
    step: Step, frame: VoteFrame, settings: VoteSettings, places: Sequence[RankedItem]
) -> VoteFrame | None:
    """The round that decides between the items that tie across the cut line; None without a tie."""
    top, between = places_to_fill(frame, settings), tied_items(places, places_to_fill(frame, settings))
    if not between:
        return None
    # Items above the tie go on without another vote; only the places that remain are decided.
    above = tuple(place.item for place in places if place.rank < between[0].rank)
    return VoteFrame(
        items=tuple(place.item for place in between),
        # At most one vote less than there are items, since a vote for every item would decide nothing.
        budget=min(settings.runoff.votes_per_person, len(between) - 1),
        top=top - len(above),
        through=(*frame.through, *above),
        earlier=(*frame.earlier, current_round(step, frame)),
    )


def overall_ranking(over: Sequence[Round], ballots: Sequence[Ballot]) -> list[str]:
    """All items of the first round, best first; a later round decides the order of the items that tied."""
    order: list[str] = []
    for each in over:
        best = [place.item for place in ranking(each.items, ballots_in_round(ballots, each.number))]
        if not order:
            order = best
            continue
        # Items that meet in a runoff had equal votes and are adjacent, so they are put back at the place of the first.
        at = min((order.index(item) for item in best if item in order), default=len(order))
        order = [item for item in order if item not in best]
        order[at:at] = best
    return order


def advancing_count(last: Round, settings: VoteSettings, places: Sequence[RankedItem]) -> int:
    """How many of the first items in the overall ranking go on after this round."""
    # Items that went on earlier are not in the last round, but they hold the first places of the overall ranking.
    return len(last.through) + cut_line(places, places_to_fill(last, settings))


def redacted_receipt(receipt: Receipt, number: int) -> Receipt:
    """A receipt after its vote is counted: it holds only that a vote came in this round, to answer a repeated message.

    The hash of the vote is removed: with it and the phone, somebody could try out which vote it was.
    """
    return replace(receipt, content="", reply=str(number))


def shown_result(places: Sequence[RankedItem], ballots: int) -> dict[str, Any]:
    """The value of ``Step.seen`` for a round whose result is shown."""
    return {"ballots": ballots, "votes": {place.item: place.votes for place in places}}
