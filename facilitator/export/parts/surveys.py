"""Section: choices and grids, with counts, means, and the gap between importance and state."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    SpanLine,
    column_headings,
    human_text,
    join_lines,
    localized_line,
    make_table,
    message_line,
    program_text,
)
from facilitator.export.report import WorkshopReport
from facilitator.i18n.messages import format_decimal, pick, say
from facilitator.rules.core.results import ChoiceResult, GridResult, StepResult
from facilitator.view import GridRow


def write(report: WorkshopReport, language: str) -> Iterator[Block]:
    """The blocks of the section; none when there are no choices or grids."""
    if report.surveys:
        yield Heading(2, message_line("export.surveys", language))
    for survey in report.surveys:
        yield Heading(3, localized_line(survey.title, language))
        if question := localized_line(survey.question, language):
            yield Paragraph(question)
        match survey:
            case ChoiceResult():
                yield from _choice(survey, language)
            case GridResult():
                yield from _grid(survey, language)
            case StepResult():
                yield from _step_result(survey, language)


def _choice(result: ChoiceResult, language: str) -> Iterator[Block]:
    if result.counts is None:
        yield Paragraph(message_line("export.pulse_too_few", language, n=result.answers, fewest=result.fewest))
        return
    other = program_text(say("stage.choice.other", language))
    rows = [
        (localized_line(label, language), count) for label, count in zip(result.options, result.counts, strict=True)
    ]
    rows += [(other, result.others)] if result.others else []
    cells = [[label, program_text(count_with_percent(count, result.answers, language))] for label, count in rows]
    lengths = [count / result.answers if result.answers else 0.0 for _, count in rows]
    heads = column_headings("export", ("option", "how_many"), language)
    yield make_table(pick(result.title, language), heads, cells, lengths, bar=1)
    yield Paragraph(message_line("export.answered", language, n=result.answers))
    if result.other_texts:
        yield Paragraph((*other, *program_text(":")))
        yield Bullets(tuple(human_text(text) for text in result.other_texts))


def count_with_percent(count: int, total: int, language: str) -> str:
    """A count with its percentage of all answers."""
    return say("phone.choice.count", language, n=count, percent=round(100 * count / total) if total else 0)


def _grid(result: GridResult, language: str) -> Iterator[Block]:
    if not any(row.counts is not None for row in result.rows):
        yield Paragraph(message_line("console.grid.too_few", language, n=result.fewest))
        return
    wished = any(row.importance is not None for row in result.rows)
    points = [str(point) for point, _ in enumerate(result.labels, 1)]
    heads = [
        program_text(say("export.row", language)),
        *map(program_text, points),
        *column_headings("export", ("mean", "how_many"), language),
    ]
    heads += column_headings("export", ("wished",), language) if wished else []
    yield make_table(pick(result.title, language), heads, [_row(row, result, wished, language) for row in result.rows])
    ends = [
        (*program_text(f"{point} = "), *localized_line(label, language))
        for point, label in zip(points, result.labels, strict=True)
    ]
    yield Paragraph((*join_lines(ends), *program_text(".")))
    if wished:
        yield Paragraph(message_line("export.gap", language))
    if result.answers is not None:
        yield Paragraph(message_line("export.answered", language, n=result.answers))


def _step_result(found: StepResult, language: str) -> Iterator[Block]:
    shown = [row for row in found.rows if row.count is not None]
    most = max((row.count or 0 for row in shown), default=0)
    if shown:
        cells = [[localized_line(row.label, language), program_text(str(row.count))] for row in shown]
        lengths = [(row.count or 0) / most if most else 0.0 for row in shown]
        heads = column_headings("export", ("answer", "how_many"), language)
        yield make_table(pick(found.title, language), heads, cells, lengths, bar=1)
    yield Paragraph(message_line("export.answered", language, n=found.answers))
    if found.texts:
        yield Bullets(tuple(human_text(note.text, note.lang, language) for note in found.texts))


def _row(row: GridRow, result: GridResult, with_importance: bool, language: str) -> list[SpanLine]:
    label = localized_line(row.label, language)
    if row.counts is None or row.mean is None:
        few = program_text(say("stage.grid.row_too_few", language, n=result.fewest))
        return [label, *[()] * (len(result.labels) + 1), few, *([()] if with_importance else [])]
    cells = [
        label,
        *(program_text(str(count)) for count in row.counts),
        program_text(format_decimal(row.mean, language)),
        program_text(str(row.answers)),
    ]
    return [*cells, program_text(importance_text(row, language))] if with_importance else cells


def importance_text(row: GridRow, language: str) -> str:
    """How important a row was rated: a mean, or chosen/answers; empty when importance was not asked."""
    if row.importance is None:
        return ""
    found = row.importance
    return format_decimal(found.mean, language) if found.mean is not None else f"{found.chosen}/{found.answers}"
