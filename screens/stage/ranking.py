"""The result of a vote as bars: rank, name, votes. Pure."""

from __future__ import annotations

from facilitator.view import PAGE, Vote, VoteItem
from screens.stage.bars import Bar
from screens.stage.scene import Scene


def page_of(vote: Vote) -> slice:
    """The items that are on the stage now."""
    if vote.pages <= 1:
        return slice(0, PAGE + 1)
    return slice(vote.page * PAGE, (vote.page + 1) * PAGE)


def ranked(vote: Vote, scene: Scene, part: slice) -> list[Bar]:
    """That part of a revealed result as bars; those that go on are strong."""
    return [
        Bar(_rank(item), scene.pick(item.label), item.votes or 0, strong=number < vote.cut)
        for number, item in list(enumerate(vote.items))[part]
    ]


def most(vote: Vote) -> int:
    """The most votes that any item got."""
    return max((item.votes or 0 for item in vote.items), default=0)


def _rank(item: VoteItem) -> str:
    if item.rank is None:
        return ""
    return f"{item.rank}." if item.rank_to in (None, item.rank) else f"{item.rank}.–{item.rank_to}."
