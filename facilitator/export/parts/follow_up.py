"""Section: the follow-up of an earlier workshop, its actions by state."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    SpanLine,
    Table,
    column_headings,
    human_text,
    join_lines,
    localized_line,
    make_table,
    message_line,
    program_text,
)
from facilitator.export.follow_up import ActionComparison, FollowUpComparison
from facilitator.export.report import WorkshopReport
from facilitator.i18n.messages import format_date, say

STATUS_ORDER = ("done", "in_progress", "passed_on", "dropped", "not_started")

_NOTE_KEYS = {"dropped": "export.followed.reason", "passed_on": "export.followed.whom"}


def write(report: WorkshopReport, language: str) -> Iterator[Block]:
    """The blocks of the section; none for a workshop that is not a follow-up."""
    found = report.follow_up
    if found is None:
        return
    yield Heading(2, message_line("export.followed", language))
    yield Paragraph(_introduction(found, language))
    if found.actions:
        yield _table(found, language)
    for status in STATUS_ORDER:
        turns = [turn for turn in found.actions if turn.status == status]
        if turns:
            yield Heading(3, program_text(f"{say(f'export.status.{status}', language)} ({len(turns)})"))
            yield Bullets(tuple(_line(found, turn, language) for turn in turns))
    removed = [(*program_text(f"{turn.label} "), *human_text(turn.what)) for turn in found.actions if not turn.status]
    if removed:
        began = say("export.followed.removed", language).capitalize()
        yield Paragraph((*program_text(f"{began}: "), *join_lines(removed), *program_text(".")))
    if found.undecided_count:
        yield Paragraph(message_line("export.followed.waiting", language, n=found.undecided_count))
    if found.promises:
        yield Paragraph(message_line("export.followed.promises", language, n=found.promises))


def _introduction(comparison: FollowUpComparison, language: str) -> SpanLine:
    """Which workshop this follows, how many days ago it was, and which of the follow-ups this is."""
    held, first, title = (
        comparison.held or comparison.first,
        comparison.first or comparison.held,
        localized_line(comparison.title, language),
    )
    if held is None or first is None:
        return title
    words = message_line(
        "export.followed.since",
        language,
        title=title,
        day=format_date(held, language),
        first=format_date(first, language),
        n=comparison.days,
    )
    if not comparison.follow_up_day:
        return words
    return (*words, *program_text(" "), *message_line("export.followed.mark", language, days=comparison.follow_up_day))


def _table(comparison: FollowUpComparison, language: str) -> Table:
    rows = [
        [
            program_text(say(f"export.status.{status}", language)),
            program_text(str(comparison.counts_now[status])),
            program_text(str(comparison.counts_before[status])),
        ]
        for status in STATUS_ORDER
        if comparison.counts_now[status] or comparison.counts_before[status]
    ]
    heads = column_headings("export.followed", ("state", "count", "before"), language)
    return make_table(say("export.followed", language), heads, rows)


def _line(comparison: FollowUpComparison, action: ActionComparison, language: str) -> SpanLine:
    details = join_lines(_details(comparison, action, language), "; ")
    what = (*program_text(f"{action.label} "), *human_text(action.what))
    return (*what, *program_text(" – "), *details) if details else what


def _details(comparison: FollowUpComparison, action: ActionComparison, language: str) -> Iterator[SpanLine]:
    under_way = action.status in ("not_started", "in_progress")
    if action.note:
        yield message_line(
            _NOTE_KEYS.get(action.status, "export.followed.note"), language, note=human_text(action.note)
        )
    if action.owner:
        yield message_line("export.followed.owner", language, owner=human_text(action.owner))
    if under_way:
        yield program_text(_due_text(comparison, action, language))
    if under_way and action.first_step:
        yield message_line("export.followed.step", language, what=human_text(action.first_step))
    if action.notices:
        yield message_line("export.followed.notices", language, what=human_text(action.notices))
    yield program_text(_change_text(action, language))
    if action.phone_reports:
        said = ", ".join(f"{say(f'status.{state}', language)} {n}" for state, n in action.phone_reports.items() if n)
        yield message_line("export.followed.said", language, n=sum(action.phone_reports.values()), said=said)


def _due_text(comparison: FollowUpComparison, action: ActionComparison, language: str) -> str:
    if action.due is None:
        return ""
    words = say("export.followed.due", language, day=format_date(action.due, language))
    if action.due_before and action.due_before != action.due:
        before = format_date(action.due_before, language)
        words = say("export.followed.due_moved", language, day=format_date(action.due, language), before=before)
    return f"{words}, {say('export.followed.late', language)}" if comparison.is_late(action) else words


def _change_text(action: ActionComparison, language: str) -> str:
    if action.closed_before:
        return say("export.followed.closed_before", language)
    if not action.status_before:
        return say("export.followed.new", language)
    if action.status_before == action.status:
        return ""
    return say("export.followed.was", language, state=say(f"status.{action.status_before}", language))
