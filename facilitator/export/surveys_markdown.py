"""The section of ``summary.md`` about choices and grids: counts beside the means, and where the gaps are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from facilitator.export.neutral import markdown
from facilitator.export.surveys import Chosen, Rated, Survey
from facilitator.view import GridRow
from facilitator.words import decimal, pick, say


def write(found: Sequence[Survey], language: str) -> Iterator[str]:
    """The blocks of the section; none where nothing was chosen or rated."""
    if found:
        yield f"## {say('export.surveys', language)}"
    for survey in found:
        yield f"### {markdown(pick(survey.title, language))}"
        yield markdown(pick(survey.question, language))
        yield from _chosen(survey, language) if isinstance(survey, Chosen) else _rated(survey, language)


def _chosen(found: Chosen, language: str) -> Iterator[str]:
    if found.counts is None:
        yield say("export.pulse_too_few", language, n=found.answers, fewest=found.fewest)
        return
    heads = [say("export.option", language), say("export.how_many", language)]
    rows = [(pick(label, language), count) for label, count in zip(found.options, found.counts, strict=True)]
    rows += [(say("stage.choice.other", language), found.others)] if found.others else []
    yield _table(heads, [[markdown(label), _share(count, found.answers, language)] for label, count in rows])
    yield say("export.answered", language, n=found.answers)
    if found.named:
        yield f"{say('stage.choice.other', language)}:"
        yield "\n".join(f"- {markdown(text)}" for text in found.named)


def _share(count: int, of: int, language: str) -> str:
    return say("phone.choice.count", language, n=count, percent=round(100 * count / of) if of else 0)


def _rated(found: Rated, language: str) -> Iterator[str]:
    if not any(row.counts is not None for row in found.rows):
        yield say("console.grid.too_few", language, n=found.fewest)
        return
    wished = any(row.importance is not None for row in found.rows)
    points = [str(point) for point, _ in enumerate(found.labels, 1)]
    heads = [say("export.row", language), *points, say("export.mean", language), say("export.how_many", language)]
    heads += [say("export.wished", language)] if wished else []
    yield _table(heads, [_row(row, found, wished, language) for row in found.rows])
    ends = zip(points, found.labels, strict=True)
    yield ", ".join(f"{point} = {markdown(pick(label, language))}" for point, label in ends) + "."
    if wished:
        yield say("export.gap", language)
    if found.answers is not None:
        yield say("export.answered", language, n=found.answers)


def _row(row: GridRow, found: Rated, wished: bool, language: str) -> list[str]:
    label, wish = markdown(pick(row.label, language)), row.importance
    if row.counts is None or row.mean is None:
        few = say("stage.grid.row_too_few", language, n=found.fewest)
        return [label, *[""] * (len(found.labels) + 1), few, *([""] if wished else [])]
    how = ""
    if wish is not None:
        how = decimal(wish.mean, language) if wish.mean is not None else f"{wish.chosen}/{wish.answers}"
    cells = [label, *map(str, row.counts), decimal(row.mean, language), str(row.answers)]
    return [*cells, how] if wished else cells


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
