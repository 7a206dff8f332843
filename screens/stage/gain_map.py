"""Draws the gain and effort matrix of the rated items, with a verdict for each part of it. Pure.

Gain grows upwards, effort to the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.view import RateBody, RateItem
from screens.canvas import Region, clip, width_of, wrap, wrap_evenly
from screens.stage.context import StageContext

POINTS = (1, 2, 3)
_COLUMNS = ("now", "together", "decide")
"""Verdicts of the columns, for items whose gain is not small."""


@dataclass(frozen=True)
class MatrixCell:
    """One cell of the matrix: its items, each with its number on the page of lists."""

    items: tuple[tuple[int, RateItem], ...]


def numbered_items(body: RateBody) -> list[tuple[int, RateItem]]:
    """Return the rated items, each with its number on the stage, in the order of the vote."""
    return [(number, item) for number, item in enumerate(body.items, start=1) if item.verdict]


def matrix_cell(body: RateBody, gain: int, effort: int) -> MatrixCell:
    """Return the items whose means round to these points; halves round up, as in the verdicts."""
    return MatrixCell(
        tuple(
            (number, item)
            for number, item in numbered_items(body)
            if (level(item.gain or 0), level(item.effort or 0)) == (gain, effort)
        )
    )


def level(mean: float) -> int:
    """Return the point of the scale (1 to 3) that a mean rounds to, halves up."""
    # Not ``round``, which rounds halves to even and so would take 2.5 down to 2.
    return 1 if mean < 1.5 else 2 if mean < 2.5 else 3


def draw_gain_map(region: Region, body: RateBody, scene: StageContext) -> None:
    """Draw the nine cells as large as the region allows; a cell that is too small lists its last items by number."""
    left = max(width_of(scene.say(f"stage.rate.gain.{point}")) for point in POINTS) + 1
    width = (region.width - left - 1) // len(POINTS)
    heads = [wrap_evenly(scene.say(f"stage.rate.{name}"), width - 3)[:2] for name in _COLUMNS]
    top = max(map(len, heads))
    # Five rows besides the cells: four horizontal lines, and the labels of effort.
    grid = MatrixLayout(left, width, max(1, (region.height - top - 5) // len(POINTS)))
    for column, lines in enumerate(heads):
        # Headings of fewer rows stand directly above their column, with the blank rows on top.
        for y, line in enumerate(lines, start=top - len(lines)):
            grid.cell_region(region, column, y, 1).put(0, 0, line, "accent")
    for row, gain in enumerate(reversed(POINTS)):
        y = top + 1 + row * (grid.cell_height + 1)
        grid.draw_rule(region, y - 1, "┌┬┐" if row == 0 else "├┼┤")
        grid.draw_sides(region, y)
        region.put(0, y, scene.say(f"stage.rate.gain.{gain}"))
        for column, effort in enumerate(POINTS):
            # A small gain has one verdict whatever the effort, so its row carries it, once.
            lost = scene.say("stage.rate.leave") if gain == 1 and column == 0 else ""
            _draw_cell(
                grid.cell_region(region, column, y, grid.cell_height),
                matrix_cell(body, gain, effort).items,
                scene,
                lost,
            )
    foot = top + len(POINTS) * (grid.cell_height + 1)
    grid.draw_rule(region, foot, "└┴┘")
    for column, effort in enumerate(POINTS):
        grid.cell_region(region, column, foot + 1, 1).put(0, 0, scene.say(f"stage.rate.effort.{effort}"))


@dataclass(frozen=True)
class MatrixLayout:
    """Geometry of the matrix: columns left of it, and width and height of a cell."""

    left: int
    column_width: int
    cell_height: int

    def cell_region(self, region: Region, column: int, y: int, rows: int) -> Region:
        """Return the inside of a cell: ``rows`` rows from row ``y``."""
        return region.subregion(self.left + 2 + column * self.column_width, y, self.column_width - 3, rows)

    def draw_rule(self, region: Region, y: int, ends: str) -> None:
        """Draw a horizontal line; ``ends`` are its left, inner and right crossings."""
        line = ends[1].join("─" * (self.column_width - 1) for _ in POINTS)
        region.put(self.left, y, f"{ends[0]}{line}{ends[2]}")

    def draw_sides(self, region: Region, y: int) -> None:
        """Draw the vertical lines of a row of cells."""
        for x in range(len(POINTS) + 1):
            for below in range(self.cell_height):
                region.put(self.left + x * self.column_width, y + below, "│")


def _draw_cell(cell: Region, items: Sequence[tuple[int, RateItem]], scene: StageContext, title: str = "") -> None:
    """Draw the items of a cell, unshortened if all of them fit, and ``title`` (the verdict of a row) at the bottom."""
    if title:
        cell.last_rows(1).put(0, 0, clip(title, cell.width), "accent")
        cell = cell.first_rows(cell.height - 1)
    names = [f"{number} {scene.pick(item.label)}" for number, item in items]
    whole = [line for name in names for line in wrap(name, cell.width)]
    lines = whole if len(whole) <= cell.height else [clip(name, cell.width) for name in names]
    if len(lines) > cell.height:
        # The numbers still identify the rest: the page before lists them with their names.
        kept = max(0, cell.height - 1)
        lines = [*lines[:kept], " ".join(str(number) for number, _ in items[kept:])]
    for y, line in enumerate(lines[: cell.height]):
        cell.put(0, y, line, "strong")
