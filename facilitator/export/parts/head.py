"""Section: title, aim and basic facts of the workshop."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    SpanLine,
    join_lines,
    localized_line,
    message_line,
    program_text,
)
from facilitator.export.report import WorkshopReport
from facilitator.i18n.messages import format_date, say


def write(report: WorkshopReport, language: str) -> Iterator[Block]:
    """The blocks of the section."""
    yield Heading(1, title(report, language))
    if aim := localized_line(report.purpose, language):
        yield Paragraph(aim)
    yield Bullets(tuple(_facts(report, language)))


def title(report: WorkshopReport, language: str) -> SpanLine:
    """The title, or "untitled" in this language."""
    return localized_line(report.title, language) or program_text(say("export.untitled", language))


def _facts(report: WorkshopReport, language: str) -> Iterator[SpanLine]:
    yield message_line("export.held", language, day=format_date(report.held, language))
    yield message_line("export.participants", language, n=report.participants)
    yield message_line("export.next", language, day=format_date(report.next_follow_up, language))
    if report.tables:
        yield message_line("export.tables", language)
    if report.skipped:
        titles = join_lines(localized_line(skipped, language) for skipped in report.skipped)
        yield message_line("export.skipped", language, titles=titles)
