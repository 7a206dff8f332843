"""The budget of a vote: how many votes a person has and what one item may get. Five presets of one mechanism."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

Preset: TypeAlias = Literal["dots", "one", "budget", "plus_minus", "stars"]
"""Kind of vote.

- dots: a few votes each, by the number of items.
- one: a single choice; choosing another item moves it.
- budget: points to distribute.
- plus_minus: votes for and against.
- stars: every item gets 1 to n, without a common budget.
"""

DEFAULT_POINTS = 10
"""Points to distribute when the template does not say."""

DEFAULT_STARS = 5
"""Most stars of an item when the template does not say."""
MANY_ITEMS = 22
"""From this many items on, grouping them first is recommended (docs/domain.md 3.3)."""

MOST_ITEMS = 300
"""Most items of a vote: nobody reads a longer list on a phone. A vote on more does not open."""

SHOW_OF_HANDS_BELOW = 4
"""Below this many items a vote is a single choice, and a show of hands does as well (docs/domain.md 3.3)."""


class RunoffSettings(Struct, frozen=True):
    """The settings of the round between items that tie at the cut line."""

    votes_per_person: Annotated[int, Meta(ge=1, le=100)] = 1
    minutes: Annotated[int, Meta(ge=0, le=60)] = 1


class VoteSettings(Struct, frozen=True):
    """The settings of a vote.

    ``votes_per_person``: a number, or ``auto`` for the table in ``budget_for`` (``DEFAULT_POINTS`` with preset budget).

    ``max_per_item``: most votes, points or stars for one item; 0 means the preset's own limit.
    """

    target: Literal["themes", "ideas", "picked"] = "themes"
    preset: Preset = "dots"
    votes_per_person: Annotated[int, Meta(ge=1, le=100)] | Literal["auto"] = "auto"
    max_per_item: Annotated[int, Meta(ge=0, le=100)] = 0
    top_k: Annotated[int, Meta(ge=1, le=100)] = 3
    runoff: RunoffSettings = RunoffSettings()


@dataclass(frozen=True)
class VoteLimits:
    """``budget``: votes of one person, for and against counted alike. One item gets ``least`` to ``most`` votes."""

    budget: int
    least: int
    most: int


def budget_for(items: int) -> int:
    """Votes per person for a number of items (table in docs/domain.md 3.3)."""
    for most, votes in ((3, 1), (5, 2), (13, 3), (17, 4), (21, 5)):
        if items <= most:
            return votes
    return 6


def vote_limits(settings: VoteSettings, items: int) -> VoteLimits:
    """What one person may do in a vote on this many items; never more votes than the items can take."""
    asked = settings.votes_per_person
    votes = budget_for(items) if asked == "auto" else asked
    match settings.preset:
        case "one":
            return VoteLimits(1, 0, 1)
        case "budget":
            points = DEFAULT_POINTS if asked == "auto" else asked
            most = min(settings.max_per_item or points, points)
            return VoteLimits(min(points, items * most), 0, most)
        case "plus_minus":
            most = settings.max_per_item or 1
            return VoteLimits(min(votes, items * most), -most, most)
        case "stars":
            most = settings.max_per_item or DEFAULT_STARS
            return VoteLimits(items * most, 0, most)
    most = settings.max_per_item or 1
    # With as many dots as items everybody would tick everything, so below four items there is one vote.
    return VoteLimits(1 if items < SHOW_OF_HANDS_BELOW else min(votes, items * most), 0, most)


def votes_used(votes: Mapping[str, int]) -> int:
    """How much of the budget a ballot has used."""
    return sum(abs(n) for n in votes.values())
