"""Draws the result of a grid: gaps between importance and realisation, then the table of counts and means. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.i18n import messages
from facilitator.view import ITEMS, Grid, GridRow
from screens.canvas import Region
from screens.stage.chart import Heads, Line, Mark, chart
from screens.stage.scene import Scene

WISHED, REALISED = "●", "○"


def gap_rows(grid: Grid) -> list[GridRow]:
    """Return the rows that have a gap, in the order of the view, which has the widest first."""
    return [row for row in grid.rows if row.gap is not None]


def result(region: Region, grid: Grid, scene: Scene) -> Region:
    """Draw the current page of the result; pages of gaps come before those of the table. Returns the rows below."""
    gaps = gap_rows(grid)
    before = -(-len(gaps) // ITEMS)
    if grid.page < before:
        return _gaps(region, gaps[grid.page * ITEMS :][:ITEMS], grid, scene)
    return _table(region, grid.rows[(grid.page - before) * ITEMS :][:ITEMS], grid, scene)


def _gaps(region: Region, rows: Sequence[GridRow], grid: Grid, scene: Scene) -> Region:
    wish = rows[0].importance
    of = f" /{wish.answers}" if wish and wish.chosen is not None else ""
    wished, realised = scene.say("stage.grid.wished"), scene.say("stage.grid.realised")
    heads = Heads(left=scene.say("stage.grid.gap"), large=(f"{WISHED} {wished}{of}", f"{REALISED} {realised}"))
    return _chart(region, heads, rows, [_gap(row, grid, scene) for row in rows], scene)


def _gap(row: GridRow, grid: Grid, scene: Scene) -> Line:
    wish, mean = row.importance, row.mean
    if wish is None or mean is None:
        return Line(scene.pick(row.label))
    there = place(mean, grid)
    said = messages.decimal(wish.mean, scene.first) if wish.mean is not None else str(wish.chosen)
    return Line(
        label=scene.pick(row.label),
        also=_also(row, scene),
        large=(said, messages.decimal(mean, scene.first)),
        span=(min(wish.place, there), max(wish.place, there)),
        style="bar" if wish.place > there else "rest",
        marks=(Mark(wish.place, WISHED), Mark(there, REALISED, "strong")),
    )


def _table(region: Region, rows: Sequence[GridRow], grid: Grid, scene: Scene) -> Region:
    points = tuple(str(point) for point, _ in enumerate(grid.labels, 1))
    heads = Heads(left="", small=(*points, "n"), large=(scene.say("stage.grid.mean"),))
    rest = _chart(region.above(region.height - 2), heads, rows, [_counted(row, grid, scene) for row in rows], scene)
    ends = f"{points[0]} = {scene.pick(grid.labels[0])}, {points[-1]} = {scene.pick(grid.labels[-1])}"
    region.bottom(rest.height + 2).put(0, 1, f"{ends} · {scene.say('stage.grid.n')}")
    return region.bottom(rest.height)


def _counted(row: GridRow, grid: Grid, scene: Scene) -> Line:
    if row.counts is None or row.mean is None:
        few = scene.say("stage.grid.row_too_few", n=grid.fewest)
        return Line(scene.pick(row.label), note=few, also=_also(row, scene))
    return Line(
        label=scene.pick(row.label),
        also=_also(row, scene),
        small=(*(str(count) for count in row.counts), str(row.answers)),
        large=(messages.decimal(row.mean, scene.first),),
        span=(0.0, place(row.mean, grid)),
    )


def _also(row: GridRow, scene: Scene) -> str:
    """Return the label in the second language; empty if it equals that in the first."""
    other = scene.other(row.label)
    return other if other != scene.pick(row.label) else ""


def _chart(region: Region, heads: Heads, rows: Sequence[GridRow], lines: Sequence[Line], scene: Scene) -> Region:
    hidden = len(rows) - max(0, region.height - 2)
    return chart(region, heads, lines, scene.say("stage.more", n=hidden))


def place(mean: float, grid: Grid) -> float:
    """Return the position of a mean on the grid's scale, from 0 to 1."""
    return (mean - 1) / (len(grid.labels) - 1) if len(grid.labels) > 1 else 0.0
