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
    """The most votes that any item got."""
    return max((abs(item.votes or 0) for item in vote.items), default=0)


def _note(vote: Vote, item: VoteItem, scene: Scene, full: bool) -> str:
    """What else there is to say of an item: for and against in words, the mean of the stars, or how many of those who
    voted gave it something (``full``: said whole, once on a page)."""
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
    """A mean with one decimal, as the language writes it."""
    return f"{mean:.1f}" if language == "en" else f"{mean:.1f}".replace(".", ",")


def _rank(item: VoteItem) -> str:
    if item.rank is None:
        return ""
    return f"{item.rank}." if item.rank_to in (None, item.rank) else f"{item.rank}.–{item.rank_to}."
