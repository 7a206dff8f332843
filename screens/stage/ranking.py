"""Converts the result of a vote into bars with rank, name and votes. Pure."""

from __future__ import annotations

from facilitator.i18n.messages import format_decimal
from facilitator.view import IDEAS_PER_PAGE, VoteBody, VoteItem
from screens.stage.bars import ResultBar
from screens.stage.context import StageContext


def page_slice(vote: VoteBody) -> slice:
    """Return the slice of the items on the current page."""
    if vote.pages <= 1:
        return slice(0, IDEAS_PER_PAGE + 1)  # one page holds one item more than each of several
    return slice(vote.page * IDEAS_PER_PAGE, (vote.page + 1) * IDEAS_PER_PAGE)


def ranked_bars(vote: VoteBody, scene: StageContext, part: slice) -> list[ResultBar]:
    """Return a part of a revealed result as bars; items above the cut line have the accent colour."""
    signed = vote.preset == "plus_minus"
    return [
        ResultBar(
            _rank_label(item),
            scene.pick(item.label),
            item.votes or 0,
            strong=number < vote.cut,
            note=_note(vote, item, scene, full=number == (part.start or 0)),
            signed=signed,
            second_label=other if (other := scene.pick_second(item.label)) != scene.pick(item.label) else "",
        )
        # Numbered before the slice: the cut line counts items of the whole result and not of the page.
        for number, item in list(enumerate(vote.items))[part]
    ]


def most_votes(vote: VoteBody) -> int:
    """Return the largest number of votes of an item, without its sign."""
    return max((abs(item.votes or 0) for item in vote.items), default=0)


def _note(vote: VoteBody, item: VoteItem, scene: StageContext, full: bool) -> str:
    """Return the explanation of an item's votes.

    This is the votes for and against, the mean of the stars, or the percentage of voters who gave it any vote;
    ``full`` writes the percentage out as a phrase, which is done once on a page.
    """
    if item.voters is None or not vote.voters:
        return ""
    if vote.preset == "plus_minus":
        return scene.say("stage.vote.for_against", plus=item.plus or 0, minus=item.minus or 0)
    if vote.preset == "stars":
        mean = format_decimal((item.votes or 0) / item.voters, scene.first) if item.voters else "–"
        return scene.say("stage.vote.stars", n=item.voters, mean=mean)
    # Of people and not of votes, since one person may give several votes.
    percent = round(100 * item.voters / vote.voters)
    return scene.say("stage.vote.percent_of_voters" if full else "stage.vote.percent", n=percent)


def _rank_label(item: VoteItem) -> str:
    if item.rank is None:
        return ""
    return f"{item.rank}." if item.rank_to in (None, item.rank) else f"{item.rank}.–{item.rank_to}."
