"""What one phone's own seat has answered: ``mine`` in ``GET /{code}/state``. Goes to that phone and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.view import Frozen, Text


class MyIdea(Text, frozen=True, kw_only=True):
    """One of the seat's own ideas."""

    raised: bool = False
    hidden: bool = False


class MyPromise(Frozen, frozen=True, kw_only=True):
    """The seat's own promise."""

    id: str
    text: str
    when: str
    size: str
    share: bool
    lang: str


class Mine(Frozen, frozen=True, kw_only=True):
    """What this seat has answered: ``mine`` in ``GET /{code}/state``."""

    language: str
    ideas: tuple[MyIdea, ...] = ()
    """Own ideas of the current step; in a ``pick`` step those it picks from."""
    votes: Mapping[str, int] = {}
    """Item -> own votes, while the vote is open."""
    votes_left: int = 0
    voted: bool = False
    """True when this seat's votes of an earlier opening of this round are counted already."""
    order: tuple[str, ...] = ()
    """Ids of the items to vote on in this seat's own random, stable order."""
    value: int | None = None
    """Own point of a scale."""
    note: str = ""
    """Own line beside the number."""
    ratings: Mapping[str, Mapping[str, int]] = {}
    """Item -> {"gain": 1..3, "effort": 1..3}."""
    promise: MyPromise | None = None
