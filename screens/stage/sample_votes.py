"""Sample votes for previews and tests: every preset, a tie and its runoff, counted by the production code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from facilitator.rules.voting.ranking import cut_line, ranking, undecided_count, voter_count
from facilitator.view import IDEAS_PER_PAGE, VoteBody, VoteItem
from screens.stage.sample_words import NAMES
from store.records import Ballot

Preset = Literal["dots", "one", "budget", "plus_minus", "stars"]

_PLUS_MINUS = ((12, 1), (9, 2), (7, 0), (6, 9), (2, 2), (0, 4))
"""Number of votes for and against each item."""

_STARS = ((33, 4), (30, 4), (31, 3), (28, 3), (29, 2), (25, 1))
"""Number of people who gave stars to each item, and how many stars each of them gave."""

_POINTS = ((22, 4), (19, 4), (21, 3), (12, 3), (9, 2), (4, 1))
"""Number of people who gave points to each item, and how many points each of them gave."""

_TIED = (21, 15, 15, 15, 15, 15)
_RUNOFF = (14, 9, 6, 4, 3)
_PEOPLE = 36
_STRIDE = 7


def unrevealed_vote(preset: Preset, budget: int, most: int = 1) -> VoteBody:
    """Return an open vote on six themes in which 31 people have voted."""
    items = tuple(
        VoteItem(id=f"v{n}", label={"fi": name}, lang="fi") for n, (name, _) in enumerate(NAMES[:IDEAS_PER_PAGE])
    )
    least = -most if preset == "plus_minus" else 0
    return VoteBody(
        items=items, budget=budget, max_per_item=most, voters=31, preset=preset, least_per_item=least, top=3
    )


def plus_minus_vote() -> VoteBody:
    """Return a result with votes for and against."""
    return revealed_vote(
        "plus_minus", _deal_ballots([[1] * plus + [-1] * minus for plus, minus in _PLUS_MINUS]), budget=3
    )


def star_vote() -> VoteBody:
    """Return a result with one to five stars for each item."""
    return revealed_vote("stars", _deal_ballots([[each] * many for many, each in _STARS]), budget=30, most=5)


def point_vote() -> VoteBody:
    """Return a result in which everybody divided ten points."""
    return revealed_vote("budget", _deal_ballots([[each] * many for many, each in _POINTS]), budget=10, most=10)


def tied_vote() -> VoteBody:
    """Return a result in which five items tie for two places."""
    return revealed_vote("dots", _deal_ballots([[1] * many for many in _TIED]), budget=3)


def runoff_vote() -> VoteBody:
    """Return the runoff of ``tied_vote`` for the two places; one item has already advanced."""
    ballots = [{f"v{n}": 1} for n, many in enumerate(_RUNOFF, start=1) for _ in range(many)]
    first = VoteItem(id="v0", label={"fi": NAMES[0][0]}, lang="fi")
    return revealed_vote("dots", ballots, budget=1, items=range(1, 6), top=2, through=(first,))


def revealed_vote(
    preset: Preset,
    ballots: Sequence[dict[str, int]],
    *,
    budget: int,
    most: int = 1,
    items: Sequence[int] = range(IDEAS_PER_PAGE),
    top: int = 3,
    through: tuple[VoteItem, ...] = (),
) -> VoteBody:
    """Return a revealed vote with the counted result of these ballots."""
    given = [Ballot(id=str(n), votes=votes) for n, votes in enumerate(ballots)]
    places = ranking([f"v{n}" for n in items], given)
    faces = tuple(
        VoteItem(
            id=place.item,
            label={"fi": NAMES[int(place.item[1:])][0]},
            ideas=4,
            lang="fi",
            votes=place.votes,
            rank=place.rank,
            rank_to=place.rank_to,
            plus=place.plus,
            minus=place.minus,
            voters=place.voters,
        )
        for place in places
    )
    return VoteBody(
        items=faces,
        budget=budget,
        max_per_item=most,
        voters=voter_count(given),
        total=sum(place.plus + place.minus for place in places),
        cut=cut_line(places, top),
        preset=preset,
        least_per_item=-most if preset == "plus_minus" else 0,
        top=top,
        tied=undecided_count(places, top),
        through=through,
    )


def _deal_ballots(given: Sequence[Sequence[int]]) -> list[dict[str, int]]:
    """Distribute the votes of each item over the ballots of ``_PEOPLE`` people.

    The first voter of each item is ``_STRIDE`` people after that of the item before, so that no ballot has all items.
    """
    ballots: list[dict[str, int]] = [{} for _ in range(_PEOPLE)]
    for item, votes in enumerate(given):
        for person, vote in enumerate(votes, start=item * _STRIDE):
            ballots[person % _PEOPLE][f"v{item}"] = vote
    return ballots
