"""The result of one round: the ranking of the items, and the cut line between those that go on and the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.records import Ballot

TIE_MARGIN = 2
"""How many more items than wanted may go on when they tie at the cut line (docs/domain.md 3.3)."""


@dataclass(frozen=True)
class RankedItem:
    """One item of a result; items with equal votes share the ranks ``rank`` to ``rank_to``, from 1."""

    item: str
    votes: int
    """Votes for the item less votes against it."""
    rank: int
    rank_to: int
    plus: int = 0
    minus: int = 0
    voters: int = 0
    """How many people gave this item any vote."""


def ranking(items: Sequence[str], ballots: Iterable[Ballot]) -> list[RankedItem]:
    """The items by votes, most first; items that tie keep the order of ``items`` and share their ranks."""
    plus, minus, people = Counter[str](), Counter[str](), Counter[str]()
    for ballot in ballots:
        for item, n in ballot.votes.items():
            (plus if n > 0 else minus)[item] += abs(n)
            people[item] += _people_behind_votes(ballot, n) if ballot.paper else 1
    votes = {item: plus[item] - minus[item] for item in items}
    # The sort is stable, which keeps the order of items that tie.
    best = sorted(items, key=lambda item: -votes[item])
    sharing, above = Counter(votes.values()), 0
    places: list[RankedItem] = []
    for item in best:
        # Competition ranking: an item ranks after all items with more votes, so items that tie share one range of
        # ranks.
        if places and votes[item] < places[-1].votes:
            above = len(places)
        n = votes[item]
        places.append(RankedItem(item, n, above + 1, above + sharing[n], plus[item], minus[item], people[item]))
    return places


def voter_count(ballots: Iterable[Ballot]) -> int:
    """How many people have given at least one vote; for votes on paper, as many as the room counted."""
    given = [ballot for ballot in ballots if ballot.votes]
    # Votes on paper for and against are two ballots of the same people: the larger number counts, not the sum.
    counted = max((_people_behind_ballot(ballot) for ballot in given if ballot.paper), default=0)
    return sum(1 for ballot in given if not ballot.paper) + counted


def _people_behind_ballot(ballot: Ballot) -> int:
    """The people behind a ballot on paper; if their number was not entered, at least as many as any item has votes."""
    return ballot.voters or max(map(abs, ballot.votes.values()))


def _people_behind_votes(ballot: Ballot, votes: int) -> int:
    """The people behind the votes on paper for one item: at most one person per vote, and at most all voters."""
    return min(abs(votes), ballot.voters) if ballot.voters else abs(votes)


def cut_line(places: Sequence[RankedItem], top: int) -> int:
    """How many items go on: all that tie at the line if that is at most ``top`` + 2, else none of those that tie.

    This is the rule for ties in docs/domain.md 3.3. An item without votes, or with as many against as for, does not go
    on.
    """
    line = last_item_wanted(places, top)
    if line is None:
        return sum(place.votes > 0 for place in places)
    # A tie is never broken arbitrarily: either all items that tie go on, or none of them.
    return line.rank_to if line.rank_to <= top + TIE_MARGIN else line.rank - 1


def tied_items(places: Sequence[RankedItem], top: int) -> list[RankedItem]:
    """The items that tie across the cut line and need a runoff; empty when the line falls between different votes."""
    line = last_item_wanted(places, top)
    if line is None or line.rank_to <= top:
        return []
    return [place for place in places if place.rank == line.rank]


def undecided_count(places: Sequence[RankedItem], top: int) -> int:
    """How many items tie at the cut line when they are too many to all go on, so that a runoff decides; else 0."""
    line = last_item_wanted(places, top)
    return line.rank_to - line.rank + 1 if line is not None and line.rank_to > top + TIE_MARGIN else 0


def last_item_wanted(places: Sequence[RankedItem], top: int) -> RankedItem | None:
    """The last item that is wanted; None when fewer items than that got votes."""
    # An item without support never goes on, even if fewer items than wanted remain.
    going = [place for place in places if place.votes > 0]
    return going[top - 1] if 0 < top <= len(going) else None
