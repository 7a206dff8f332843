"""Section: choices and grids, with counts, means, and the gap between importance and state."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Line,
    Paragraph,
    joined,
    names,
    own,
    picked,
    plain,
    table,
    told,
)
from facilitator.export.report import Report
from facilitator.export.surveys import Chosen, Rated
from facilitator.i18n.messages import decimal, pick, say
from facilitator.view import GridRow


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of the section; none when there are no choices or grids."""
    if report.surveys:
        yield Heading(2, told("export.surveys", language))
    for survey in report.surveys:
        yield Heading(3, picked(survey.title, language))
        if question := picked(survey.question, language):
            yield Paragraph(question)
        yield from _chosen(survey, language) if isinstance(survey, Chosen) else _rated(survey, language)


def _chosen(found: Chosen, language: str) -> Iterator[Block]:
    if found.counts is None:
        yield Paragraph(told("export.pulse_too_few", language, n=found.answers, fewest=found.fewest))
        return
    other = plain(say("stage.choice.other", language))
    rows = [(picked(label, language), count) for label, count in zip(found.options, found.counts, strict=True)]
    rows += [(other, found.others)] if found.others else []
    cells = [[label, plain(share(count, found.answers, language))] for label, count in rows]
    lengths = [count / found.answers if found.answers else 0.0 for _, count in rows]
    heads = names("export", ("option", "how_many"), language)
    yield table(pick(found.title, language), heads, cells, lengths, bar=1)
    yield Paragraph(told("export.answered", language, n=found.answers))
    if found.named:
        yield Paragraph((*other, *plain(":")))
        yield Bullets(tuple(own(text) for text in found.named))


def share(count: int, of: int, language: str) -> str:
    """A count with its percentage of all answers."""
    return say("phone.choice.count", language, n=count, percent=round(100 * count / of) if of else 0)


def _rated(found: Rated, language: str) -> Iterator[Block]:
    if not any(row.counts is not None for row in found.rows):
        yield Paragraph(told("console.grid.too_few", language, n=found.fewest))
        return
    wished = any(row.importance is not None for row in found.rows)
    points = [str(point) for point, _ in enumerate(found.labels, 1)]
    heads = [plain(say("export.row", language)), *map(plain, points), *names("export", ("mean", "how_many"), language)]
    heads += names("export", ("wished",), language) if wished else []
    yield table(pick(found.title, language), heads, [_row(row, found, wished, language) for row in found.rows])
    ends = [
        (*plain(f"{point} = "), *picked(label, language)) for point, label in zip(points, found.labels, strict=True)
    ]
    yield Paragraph((*joined(ends), *plain(".")))
    if wished:
        yield Paragraph(told("export.gap", language))
    if found.answers is not None:
        yield Paragraph(told("export.answered", language, n=found.answers))


def _row(row: GridRow, found: Rated, wished: bool, language: str) -> list[Line]:
    label = picked(row.label, language)
    if row.counts is None or row.mean is None:
        few = plain(say("stage.grid.row_too_few", language, n=found.fewest))
        return [label, *[()] * (len(found.labels) + 1), few, *([()] if wished else [])]
    cells = [
        label,
        *(plain(str(count)) for count in row.counts),
        plain(decimal(row.mean, language)),
        plain(str(row.answers)),
    ]
    return [*cells, plain(wish(row, language))] if wished else cells


def wish(row: GridRow, language: str) -> str:
    """How important a row was rated: a mean, or chosen/answers; empty when importance was not asked."""
    if row.importance is None:
        return ""
    found = row.importance
    return decimal(found.mean, language) if found.mean is not None else f"{found.chosen}/{found.answers}"
