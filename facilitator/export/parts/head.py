"""Section: title, aim and basic facts of the workshop."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import Block, Bullets, Heading, Line, Paragraph, joined, picked, plain, told
from facilitator.export.report import Report
from facilitator.i18n.messages import day, say


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of the section."""
    yield Heading(1, title(report, language))
    if aim := picked(report.purpose, language):
        yield Paragraph(aim)
    yield Bullets(tuple(_facts(report, language)))


def title(report: Report, language: str) -> Line:
    """The title, or "untitled" in this language."""
    return picked(report.title, language) or plain(say("export.untitled", language))


def _facts(report: Report, language: str) -> Iterator[Line]:
    yield told("export.held", language, day=day(report.held, language))
    yield told("export.participants", language, n=report.participants)
    yield told("export.next", language, day=day(report.next, language))
    if report.tables:
        yield told("export.tables", language)
    if report.skipped:
        titles = joined(picked(skipped, language) for skipped in report.skipped)
        yield told("export.skipped", language, titles=titles)
