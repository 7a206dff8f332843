"""The result of a vote as lines for the console: this round and the rounds before it. Pure; it holds nothing secret."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.i18n.messages import pick, say
from facilitator.view import VoteBody, VoteItem
from screens.console.list_line import ListLine


def vote_lines(body: VoteBody, language: str) -> list[ListLine]:
    """Return the lines of a vote.

    While it is open: how many have voted, never for what. After it: every item, the cut line, and earlier rounds.
    """
    if body.total is None:
        return _open_vote_lines(body, language)
    counts = say("console.vote_counts", language, votes=body.total, voters=body.voters)
    lines = [ListLine("counts", counts, look="head")]
    if body.tied:
        lines.append(ListLine("tied", say("stage.vote.tied", language, n=body.tied), look="alarm"))
    if body.through:
        names = ", ".join(pick(item.label, language) for item in body.through)
        lines.append(ListLine("through", say("stage.vote.through", language, names=names)))
    lines += _item_lines(body.items, body, language, "")
    if body.cut:
        line = ListLine("cut", say("console.cut", language, n=body.cut), look="head")
        # The items are the last lines so far; the cut line goes after the first ``cut`` of them.
        lines.insert(len(lines) - len(body.items) + body.cut, line)
    for over in reversed(body.earlier):
        before = say("console.vote_counts", language, votes=over.total, voters=over.voters)
        head = f"{say('stage.vote.round', language, n=over.number)} · {before}"
        lines.append(ListLine(f"round/{over.number}", head, look="head"))
        lines += _item_lines(over.items, body, language, f"{over.number}/")
    return lines


def _open_vote_lines(body: VoteBody, language: str) -> list[ListLine]:
    lines = [ListLine("voters", say("console.voters", language, n=body.voters))]
    if body.budget:
        each = body.max_per_item if body.preset == "stars" else body.budget
        lines.append(ListLine("budget", say(f"stage.vote.each.{body.preset}", language, n=each)))
    return [*lines, ListLine("later", say("console.votes_later", language))]


def _item_lines(items: Sequence[VoteItem], body: VoteBody, language: str, round_: str) -> list[ListLine]:
    return [
        ListLine(
            f"{round_}{item.id}",
            pick(item.label, language),
            mark=rank_words(item),
            tail=_votes_tail(item, body, language),
        )
        for item in items
    ]


def rank_words(item: VoteItem) -> str:
    """Return the rank of an item; a shared rank as a range such as ``2.–3.``"""
    shared = item.rank_to is not None and item.rank_to != item.rank
    return f"{item.rank}.–{item.rank_to}." if shared else f"{item.rank}."


def _votes_tail(item: VoteItem, body: VoteBody, language: str) -> str:
    votes = item.votes or 0
    if body.preset == "plus_minus":
        words = say("stage.vote.for_against", language, plus=item.plus or 0, minus=item.minus or 0)
        return f"{votes:+} · {words}" if votes else f"0 · {words}"
    unit = {"budget": "points", "stars": "stars"}.get(body.preset, "votes")
    said = say(f"stage.vote.total.{unit}", language, n=votes)
    if item.voters is None or not body.voters or body.preset == "stars":
        return said
    return f"{said} · {say('stage.vote.percent', language, n=round(100 * item.voters / body.voters))}"
