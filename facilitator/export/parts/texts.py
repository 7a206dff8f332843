"""Section: all texts that may be shown, by step and theme."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    SpanLine,
    human_text,
    join_lines,
    localized_line,
    localized_name,
    message_line,
    program_text,
)
from facilitator.export.report import ReportedText, TextSection, WorkshopReport
from facilitator.i18n.messages import say


def write(report: WorkshopReport, language: str) -> Iterator[Block]:
    """The blocks of the section. It starts a new page, so that the pages before it can be forwarded alone."""
    if report.sections:
        yield Heading(2, message_line("export.texts", language), fresh_page=True)
    for section in report.sections:
        yield Heading(3, localized_line(section.title, language))
        if question := localized_line(section.question, language):
            yield Paragraph(question)
        yield from _section(section, language)
    yield Paragraph(message_line("export.anonymous", language))


def _section(section: TextSection, language: str) -> Iterator[Block]:
    for part in section.parts:
        if part.name:
            yield Heading(
                4,
                (
                    *localized_name(part.name, part.lang, part.translations, language),
                    *_votes_text(part.votes, language),
                ),
            )
        elif len(section.parts) > 1:
            yield Heading(4, message_line("export.loose", language))
        yield Bullets(tuple(_text_line(text, language) for text in part.texts))
    if section.hidden:
        yield Paragraph(message_line("export.hidden", language, n=section.hidden))


def _text_line(said: ReportedText, language: str) -> SpanLine:
    marks = [name for name, holds in (("raised", said.raised), ("paper", said.paper)) if holds]
    beside = join_lines(
        [localized_line(said.tag, language), *(program_text(say(f"export.{name}", language)) for name in marks)]
    )
    known = (*program_text(" ("), *beside, *program_text(")")) if beside else ()
    return (*human_text(said.text, said.lang, language), *known, *_votes_text(said.votes, language))


def _votes_text(votes: int | None, language: str) -> SpanLine:
    return () if votes is None else program_text(f" – {say('export.votes', language, n=votes)}")
