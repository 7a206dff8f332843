"""The result of one round: items by votes, ties as ties, and the line between what goes on and what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.records import Ballot

ROOM = 2
"""How many more than wanted may go on when they tie at the line (domain reference 3.3)."""


@dataclass(frozen=True)
class Place:
    """One item of a result: equal votes share the places ``rank`` to ``rank_to``."""

    item: str
    votes: int
    """Those for less those against."""
    rank: int
    rank_to: int
    plus: int = 0
    minus: int = 0
    voters: int = 0
    """How many people gave this item anything."""


def ranking(items: Sequence[str], ballots: Iterable[Ballot]) -> list[Place]:
    """Items by votes, most first, ties in the order of ``items`` and sharing their ranks."""
    plus, minus, people = Counter[str](), Counter[str](), Counter[str]()
    for ballot in ballots:
        for item, n in ballot.votes.items():
            (plus if n > 0 else minus)[item] += abs(n)
            people[item] += _hands(ballot, n) if ballot.paper else 1
    votes = {item: plus[item] - minus[item] for item in items}
    best = sorted(items, key=lambda item: -votes[item])
    sharing, above = Counter(votes.values()), 0
    places: list[Place] = []
    for item in best:
        if places and votes[item] < places[-1].votes:
            above = len(places)
        n = votes[item]
        places.append(Place(item, n, above + 1, above + sharing[n], plus[item], minus[item], people[item]))
    return places


def voters(ballots: Iterable[Ballot]) -> int:
    """How many people have used at least one vote; of those counted by hand, as many as the room counted."""
    given = [ballot for ballot in ballots if ballot.votes]
    # Those against stand in a ballot of their own, from the same people.
    counted = max((_most(ballot) for ballot in given if ballot.paper), default=0)
    return sum(1 for ballot in given if not ballot.paper) + counted


def _most(ballot: Ballot) -> int:
    """The people behind a ballot on paper: where nobody said, at least as many as for any item."""
    return ballot.voters or max(map(abs, ballot.votes.values()))


def _hands(ballot: Ballot, votes: int) -> int:
    """The people behind so many votes on paper: every vote is somebody's, and nobody is more than one person."""
    return min(abs(votes), ballot.voters) if ballot.voters else abs(votes)


def cut_line(places: Sequence[Place], top: int) -> int:
    """How many items go on: all that tie with the last one if that gives at most ``top`` + 2, else none of the tie.

    What got no votes, or as many against as for, does not go on.
    """
    line = line_of(places, top)
    if line is None:
        return sum(place.votes > 0 for place in places)
    return line.rank_to if line.rank_to <= top + ROOM else line.rank - 1


def tied(places: Sequence[Place], top: int) -> list[Place]:
    """Those who tie over the line, so that a runoff between them decides; none when the line falls between votes."""
    line = line_of(places, top)
    if line is None or line.rank_to <= top:
        return []
    return [place for place in places if place.rank == line.rank]


def too_many(places: Sequence[Place], top: int) -> int:
    """How many tie at the line when they are too many to go on all: only a runoff settles it. 0 when it is settled."""
    line = line_of(places, top)
    return line.rank_to - line.rank + 1 if line is not None and line.rank_to > top + ROOM else 0


def line_of(places: Sequence[Place], top: int) -> Place | None:
    """The last place that is wanted; None when not so many items got votes."""
    going = [place for place in places if place.votes > 0]
    return going[top - 1] if 0 < top <= len(going) else None
