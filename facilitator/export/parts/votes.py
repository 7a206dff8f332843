"""Section: results of the votes by round, with rank, candidate, votes, voters and rating."""

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
"""Rows of a result in the summary, plus ties with the last one. The section of texts has the votes of all."""


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of the section, all rounds in order."""
    for number, poll in enumerate(report.polls):
        yield from _poll(poll, language)
        if number == 0 and leaders(poll):
            yield Figure(alt(poll, language))


def alt(poll: Poll, language: str) -> str:
    """Text alternative for the picture of a round."""
    rows = "; ".join(f"{rank(row)} {row.called(language)} {given(row, poll, language)}" for row in leaders(poll))
    return say("export.picture.alt", language, rows=rows)


def leaders(poll: Poll) -> list[Candidate]:
    """The top candidates that got votes: at least all that go on, and all that tie with the last."""
    most = max(SHOWN, poll.cut)
    return [row for row in poll.candidates if row.plus + row.minus and row.rank <= most]


def heading(poll: Poll, language: str) -> str:
    """The heading of a round."""
    return say("export.most_votes" if poll.round == 1 else "export.runoff", language, n=poll.round)


def turnout(poll: Poll, language: str) -> str:
    """Number of voters, votes that each had, and total votes, as text."""
    each = poll.most if poll.preset in ("stars", "crowd") else poll.budget
    had = say(f"stage.vote.each.{poll.preset}", language, n=each)
    return say("export.turnout", language, n=poll.voters, each=had, total=poll.total)


def rank(row: Candidate) -> str:
    """The rank as ``2.``, or ``2.–3.`` for a shared one."""
    return f"{row.rank}." if row.rank == row.rank_to else f"{row.rank}.–{row.rank_to}."


def given(row: Candidate, poll: Poll, language: str) -> str:
    """The votes of a candidate as text, by voting method. Percentages are of voters, not of votes."""
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
    """Length of each leader's bar relative to the longest, 0 to 1; 0 for negative totals."""
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
