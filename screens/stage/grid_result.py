"""Draws the result of a grid: gaps between importance and realisation, then the table of counts and means. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.i18n import messages
from facilitator.view import ITEMS_PER_PAGE, GridBody, GridRow
from screens.canvas import Region
from screens.stage.chart import ChartHeader, ChartLine, Mark, draw_chart
from screens.stage.context import StageContext

WISHED, REALISED = "●", "○"


def gap_rows(grid: GridBody) -> list[GridRow]:
    """Return the rows that have a gap, in the order of the view, which has the widest first."""
    return [row for row in grid.rows if row.gap is not None]


def draw_grid_result(region: Region, grid: GridBody, scene: StageContext) -> Region:
    """Draw the current page of the result; pages of gaps come before those of the table. Returns the rows below."""
    gaps = gap_rows(grid)
    before = -(-len(gaps) // ITEMS_PER_PAGE)
    if grid.page < before:
        return _draw_gaps(region, gaps[grid.page * ITEMS_PER_PAGE :][:ITEMS_PER_PAGE], grid, scene)
    return _draw_table(region, grid.rows[(grid.page - before) * ITEMS_PER_PAGE :][:ITEMS_PER_PAGE], grid, scene)


def _draw_gaps(region: Region, rows: Sequence[GridRow], grid: GridBody, scene: StageContext) -> Region:
    wish = rows[0].importance
    of = f" /{wish.answers}" if wish and wish.chosen is not None else ""
    wished, realised = scene.say("stage.grid.wished"), scene.say("stage.grid.realised")
    heads = ChartHeader(left=scene.say("stage.grid.gap"), large=(f"{WISHED} {wished}{of}", f"{REALISED} {realised}"))
    return _draw_chart(region, heads, rows, [_gap_line(row, grid, scene) for row in rows], scene)


def _gap_line(row: GridRow, grid: GridBody, scene: StageContext) -> ChartLine:
    wish, mean = row.importance, row.mean
    if wish is None or mean is None:
        return ChartLine(scene.pick(row.label))
    there = grid.position(mean)
    said = messages.format_decimal(wish.mean, scene.first) if wish.mean is not None else str(wish.chosen)
    return ChartLine(
        label=scene.pick(row.label),
        second_label=_second_label(row, scene),
        large=(said, messages.format_decimal(mean, scene.first)),
        span=(min(wish.place, there), max(wish.place, there)),
        style="bar" if wish.place > there else "rest",
        marks=(Mark(wish.place, WISHED), Mark(there, REALISED, "strong")),
    )


def _draw_table(region: Region, rows: Sequence[GridRow], grid: GridBody, scene: StageContext) -> Region:
    points = tuple(str(point) for point, _ in enumerate(grid.labels, 1))
    heads = ChartHeader(left="", small=(*points, "n"), large=(scene.say("stage.grid.mean"),))
    rest = _draw_chart(
        region.first_rows(region.height - 2), heads, rows, [_counts_line(row, grid, scene) for row in rows], scene
    )
    ends = f"{points[0]} = {scene.pick(grid.labels[0])}, {points[-1]} = {scene.pick(grid.labels[-1])}"
    region.last_rows(rest.height + 2).put(0, 1, f"{ends} · {scene.say('stage.grid.n')}")
    return region.last_rows(rest.height)


def _counts_line(row: GridRow, grid: GridBody, scene: StageContext) -> ChartLine:
    if row.counts is None or row.mean is None:
        few = scene.say("stage.grid.row_too_few", n=grid.fewest)
        return ChartLine(scene.pick(row.label), note=few, second_label=_second_label(row, scene))
    return ChartLine(
        label=scene.pick(row.label),
        second_label=_second_label(row, scene),
        small=(*(str(count) for count in row.counts), str(row.answers)),
        large=(messages.format_decimal(row.mean, scene.first),),
        span=(0.0, grid.position(row.mean)),
    )


def _second_label(row: GridRow, scene: StageContext) -> str:
    """Return the label in the second language; empty if it equals that in the first."""
    other = scene.pick_second(row.label)
    return other if other != scene.pick(row.label) else ""


def _draw_chart(
    region: Region, heads: ChartHeader, rows: Sequence[GridRow], lines: Sequence[ChartLine], scene: StageContext
) -> Region:
    hidden = len(rows) - max(0, region.height - 2)
    return draw_chart(region, heads, lines, scene.say("stage.more", n=hidden))
