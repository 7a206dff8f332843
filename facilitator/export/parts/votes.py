"""Section: results of the votes by round, with rank, candidate, votes, voters and rating."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    FigureBlock,
    Heading,
    Paragraph,
    SpanLine,
    column_headings,
    human_text,
    join_lines,
    localized_line,
    localized_name,
    make_table,
    message_line,
    plain_text,
    program_text,
)
from facilitator.export.report import PollCandidate, VoteRoundResult, WorkshopReport
from facilitator.i18n.messages import format_decimal, say

LEADER_ROWS = 5
"""Rows of a result in the summary, plus ties with the last one. The section of texts has the votes of all."""


def write(report: WorkshopReport, language: str) -> Iterator[Block]:
    """The blocks of the section, all rounds in order."""
    for number, poll in enumerate(report.polls):
        yield from _poll(poll, language)
        if number == 0 and leaders(poll):
            yield FigureBlock(figure_alt(poll, language))


def figure_alt(poll: VoteRoundResult, language: str) -> str:
    """Text alternative for the picture of a round."""
    rows = "; ".join(
        f"{rank_text(row)} {row.name_in(language)} {votes_text(row, poll, language)}" for row in leaders(poll)
    )
    return say("export.picture.alt", language, rows=rows)


def leaders(poll: VoteRoundResult) -> list[PollCandidate]:
    """The top candidates that got votes: at least all that go on, and all that tie with the last."""
    most = max(LEADER_ROWS, poll.cut)
    return [row for row in poll.candidates if row.plus + row.minus and row.rank <= most]


def heading(poll: VoteRoundResult, language: str) -> str:
    """The heading of a round."""
    return say("export.most_votes" if poll.round == 1 else "export.runoff", language, n=poll.round)


def turnout_text(poll: VoteRoundResult, language: str) -> str:
    """Number of voters, votes that each had, and total votes, as text."""
    each = poll.max_per_item if poll.preset == "stars" or poll.scoring else poll.budget
    had = say(poll.scoring.each if poll.scoring else f"stage.vote.each.{poll.preset}", language, n=each)
    return say("export.turnout", language, n=poll.voters, each=had, total=poll.total)


def rank_text(row: PollCandidate) -> str:
    """The rank as ``2.``, or ``2.–3.`` for a shared one."""
    return f"{row.rank}." if row.rank == row.rank_to else f"{row.rank}.–{row.rank_to}."


def votes_text(row: PollCandidate, poll: VoteRoundResult, language: str) -> str:
    """The votes of a candidate as text, by voting method. Percentages are of voters, not of votes."""
    if poll.preset == "plus_minus":
        words = say("stage.vote.for_against", language, plus=row.plus, minus=row.minus)
        return f"{row.votes:+} ({words})" if row.votes else f"0 ({words})"
    if poll.scoring is not None:
        return f"{row.votes} ({say(poll.scoring.scores, language, n=row.voters, most=poll.scoring.most)})"
    if poll.preset == "stars":
        mean = format_decimal(row.votes / row.voters, language) if row.voters else "–"
        return f"{row.votes} ({say('stage.vote.stars', language, n=row.voters, mean=mean)})"
    percent = round(100 * row.voters / poll.voters)
    return f"{row.votes} ({poll.voters}), {say('stage.vote.percent', language, n=percent)}"


def bar_shares(poll: VoteRoundResult) -> list[float]:
    """Length of each leader's bar relative to the longest, 0 to 1; 0 for negative totals."""
    rows = leaders(poll)
    most = max((row.votes for row in rows), default=0)
    return [max(0, row.votes) / most if most > 0 else 0.0 for row in rows]


def _poll(poll: VoteRoundResult, language: str) -> Iterator[Block]:
    yield Heading(2, program_text(heading(poll, language)))
    if question := localized_line(poll.question, language):
        yield Paragraph(question)
    yield Paragraph(program_text(turnout_text(poll, language)))
    if poll.slips is not None:
        made, used = poll.slips
        yield Paragraph(message_line("export.slips", language, n=made, used=used))
    if poll.by_hand:
        yield Paragraph(message_line("export.by_hand", language, n=poll.by_hand))
    if poll.through:
        through = join_lines(human_text(name) for name in poll.through)
        end = "" if plain_text(through).endswith((".", "!", "?", "…")) else "."
        yield Paragraph((*message_line("stage.vote.through", language, names=through), *program_text(end)))
    if poll.tied:
        yield Paragraph((*message_line("stage.vote.tied", language, n=poll.tied), *program_text(".")))
    rows = leaders(poll)
    if not rows:
        return
    rated = any(row.verdict for row in rows)
    heads = column_headings(
        "export", ("rank", "candidate", "column.votes", *(("assessment",) if rated else ())), language
    )
    cells = [_cells(row, poll, rated, language) for row in rows]
    yield make_table(heading(poll, language), heads, cells, bar_shares(poll), bar=2)
    yield Paragraph(message_line("export.votes_start_talk", language))


def _cells(row: PollCandidate, poll: VoteRoundResult, rated: bool, language: str) -> list[SpanLine]:
    cells = [
        program_text(rank_text(row)),
        localized_name(row.name, row.lang, row.translations, language),
        program_text(votes_text(row, poll, language)),
    ]
    if rated:
        cells.append(program_text(say(f"export.verdict.{row.verdict}", language) if row.verdict else ""))
    return cells
