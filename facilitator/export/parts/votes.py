"""What got the most votes, round by round: place, proposal, votes and voters, and what the room thought of it."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Figure,
    Heading,
    Line,
    Paragraph,
    called,
    joined,
    names,
    own,
    picked,
    plain,
    table,
    text_of,
    told,
)
from facilitator.export.report import Candidate, Poll, Report
from facilitator.i18n.messages import decimal, say
from facilitator.rules.voting.dealing import CARDS

SHOWN = 5
"""Rows of a result before the tie at the last one: more do not fit a summary, all are told with the texts."""


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of all rounds."""
    for number, poll in enumerate(report.polls):
        yield from _poll(poll, language)
        if number == 0 and leaders(poll):
            yield Figure(alt(poll, language))


def alt(poll: Poll, language: str) -> str:
    """What a picture of a round shows, in words."""
    rows = "; ".join(f"{rank(row)} {row.called(language)} {given(row, poll, language)}" for row in leaders(poll))
    return say("export.picture.alt", language, rows=rows)


def leaders(poll: Poll) -> list[Candidate]:
    """The first few that got votes, and all that tie with the last of them."""
    most = max(SHOWN, poll.cut)
    return [row for row in poll.candidates if row.plus + row.minus and row.rank <= most]


def heading(poll: Poll, language: str) -> str:
    """What a round is called."""
    return say("export.most_votes" if poll.round == 1 else "export.runoff", language, n=poll.round)


def turnout(poll: Poll, language: str) -> str:
    """How many voted, with how many votes each, and how many votes there are."""
    each = poll.most if poll.preset in ("stars", "crowd") else poll.budget
    had = say(f"stage.vote.each.{poll.preset}", language, n=each)
    return say("export.turnout", language, n=poll.voters, each=had, total=poll.total)


def rank(row: Candidate) -> str:
    """``2.``, or ``2.–3.`` for a shared place."""
    return f"{row.rank}." if row.rank == row.rank_to else f"{row.rank}.–{row.rank_to}."


def given(row: Candidate, poll: Poll, language: str) -> str:
    """The votes and what they mean by the way of voting; the percentages are of voters, not of votes."""
    if poll.preset == "plus_minus":
        words = say("stage.vote.for_against", language, plus=row.plus, minus=row.minus)
        return f"{row.votes:+} ({words})" if row.votes else f"0 ({words})"
    if poll.preset == "crowd":
        return f"{row.votes} ({say('stage.crowd.scores', language, n=row.voters, most=CARDS)})"
    if poll.preset == "stars":
        mean = decimal(row.votes / row.voters, language) if row.voters else "–"
        return f"{row.votes} ({say('stage.vote.stars', language, n=row.voters, mean=mean)})"
    percent = round(100 * row.voters / poll.voters)
    return f"{row.votes} ({poll.voters}), {say('stage.vote.percent', language, n=percent)}"


def shares(poll: Poll) -> list[float]:
    """How long the bars of the leaders are, beside the longest; none for votes below zero."""
    rows = leaders(poll)
    most = max((row.votes for row in rows), default=0)
    return [max(0, row.votes) / most if most > 0 else 0.0 for row in rows]


def _poll(poll: Poll, language: str) -> Iterator[Block]:
    yield Heading(2, plain(heading(poll, language)))
    if question := picked(poll.question, language):
        yield Paragraph(question)
    yield Paragraph(plain(turnout(poll, language)))
    if poll.slips is not None:
        made, used = poll.slips
        yield Paragraph(told("export.slips", language, n=made, used=used))
    if poll.by_hand:
        yield Paragraph(told("export.by_hand", language, n=poll.by_hand))
    if poll.through:
        through = joined(own(name) for name in poll.through)
        end = "" if text_of(through).endswith((".", "!", "?", "…")) else "."
        yield Paragraph((*told("stage.vote.through", language, names=through), *plain(end)))
    if poll.tied:
        yield Paragraph((*told("stage.vote.tied", language, n=poll.tied), *plain(".")))
    rows = leaders(poll)
    if not rows:
        return
    rated = any(row.verdict for row in rows)
    heads = names("export", ("rank", "candidate", "column.votes", *(("assessment",) if rated else ())), language)
    cells = [_cells(row, poll, rated, language) for row in rows]
    yield table(heading(poll, language), heads, cells, shares(poll), bar=2)
    yield Paragraph(told("export.votes_start_talk", language))


def _cells(row: Candidate, poll: Poll, rated: bool, language: str) -> list[Line]:
    cells = [plain(rank(row)), called(row.name, row.lang, row.also, language), plain(given(row, poll, language))]
    if rated:
        cells.append(plain(say(f"export.verdict.{row.verdict}", language) if row.verdict else ""))
    return cells
