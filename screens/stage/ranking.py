"""Converts the result of a vote into bars with rank, name and votes. Pure."""

from __future__ import annotations

from facilitator.view import PAGE, Vote, VoteItem
from screens.stage.bars import Bar
from screens.stage.scene import Scene


def page_of(vote: Vote) -> slice:
    """Return the slice of the items on the current page."""
    if vote.pages <= 1:
        return slice(0, PAGE + 1)  # one page holds one item more than each of several
    return slice(vote.page * PAGE, (vote.page + 1) * PAGE)


def ranked(vote: Vote, scene: Scene, part: slice) -> list[Bar]:
    """Return a part of a revealed result as bars; items above the cut line have the accent colour."""
    signed = vote.preset == "plus_minus"
    return [
        Bar(
            _rank(item),
            scene.pick(item.label),
            item.votes or 0,
            strong=number < vote.cut,
            note=_note(vote, item, scene, full=number == (part.start or 0)),
            signed=signed,
            also=other if (other := scene.other(item.label)) != scene.pick(item.label) else "",
        )
        for number, item in list(enumerate(vote.items))[part]
    ]


def most(vote: Vote) -> int:
    """Return the largest number of votes of an item, without its sign."""
    return max((abs(item.votes or 0) for item in vote.items), default=0)


def _note(vote: Vote, item: VoteItem, scene: Scene, full: bool) -> str:
    """Return the explanation of an item's votes.

    This is the votes for and against, the mean of the stars, or the percentage of voters who gave it any vote;
    ``full`` writes the percentage out as a phrase, which is done once on a page.
    """
    if item.voters is None or not vote.voters:
        return ""
    if vote.preset == "plus_minus":
        return scene.say("stage.vote.for_against", plus=item.plus or 0, minus=item.minus or 0)
    if vote.preset == "stars":
        mean = decimal((item.votes or 0) / item.voters, scene.first) if item.voters else "–"
        return scene.say("stage.vote.stars", n=item.voters, mean=mean)
    percent = round(100 * item.voters / vote.voters)
    return scene.say("stage.vote.percent_of_voters" if full else "stage.vote.percent", n=percent)


def decimal(mean: float, language: str) -> str:
    """Format a mean with one decimal and the decimal sign of the language."""
    return f"{mean:.1f}" if language == "en" else f"{mean:.1f}".replace(".", ",")


def _rank(item: VoteItem) -> str:
    if item.rank is None:
        return ""
    return f"{item.rank}." if item.rank_to in (None, item.rank) else f"{item.rank}.–{item.rank_to}."
