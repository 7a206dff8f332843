"""Section: all texts that may be shown, by step and theme."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import Block, Bullets, Heading, Line, Paragraph, called, joined, own, picked, plain, told
from facilitator.export.report import Report, Said, Section
from facilitator.i18n.messages import say


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of the section. It starts a new page, so that the pages before it can be forwarded alone."""
    if report.sections:
        yield Heading(2, told("export.texts", language), fresh_page=True)
    for section in report.sections:
        yield Heading(3, picked(section.title, language))
        if question := picked(section.question, language):
            yield Paragraph(question)
        yield from _section(section, language)
    yield Paragraph(told("export.anonymous", language))


def _section(section: Section, language: str) -> Iterator[Block]:
    for part in section.parts:
        if part.name:
            yield Heading(4, (*called(part.name, part.lang, part.also, language), *_votes(part.votes, language)))
        elif len(section.parts) > 1:
            yield Heading(4, told("export.loose", language))
        yield Bullets(tuple(_said(text, language) for text in part.texts))
    if section.hidden:
        yield Paragraph(told("export.hidden", language, n=section.hidden))


def _said(said: Said, language: str) -> Line:
    marks = [name for name, holds in (("raised", said.raised), ("paper", said.paper)) if holds]
    beside = joined([picked(said.tag, language), *(plain(say(f"export.{name}", language)) for name in marks)])
    known = (*plain(" ("), *beside, *plain(")")) if beside else ()
    return (*own(said.text, said.lang, language), *known, *_votes(said.votes, language))


def _votes(votes: int | None, language: str) -> Line:
    return () if votes is None else plain(f" – {say('export.votes', language, n=votes)}")
