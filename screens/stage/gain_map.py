"""Draws the gain and effort matrix of the rated items, with a verdict for each part of it. Pure.

Gain grows upwards, effort to the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.view import Rate, RateItem
from screens.canvas import Region, clip, even, width_of, wrap
from screens.stage.scene import Scene

POINTS = (1, 2, 3)
_COLUMNS = ("now", "together", "decide")
"""Verdicts of the columns, for items whose gain is not small."""


@dataclass(frozen=True)
class Field:
    """One cell of the matrix: its items, each with its number on the page of lists."""

    items: tuple[tuple[int, RateItem], ...]


def numbered(body: Rate) -> list[tuple[int, RateItem]]:
    """Return the rated items, each with its number on the stage, in the order of the vote."""
    return [(number, item) for number, item in enumerate(body.items, start=1) if item.verdict]


def field(body: Rate, gain: int, effort: int) -> Field:
    """Return the items whose means round to these points; halves round up, as in the verdicts."""
    return Field(
        tuple(
            (number, item)
            for number, item in numbered(body)
            if (level(item.gain or 0), level(item.effort or 0)) == (gain, effort)
        )
    )


def level(mean: float) -> int:
    """Return the point of the scale (1 to 3) that a mean rounds to, halves up."""
    return 1 if mean < 1.5 else 2 if mean < 2.5 else 3


def gain_map(region: Region, body: Rate, scene: Scene) -> None:
    """Draw the nine cells as large as the region allows; a cell that is too small lists its last items by number."""
    left = max(width_of(scene.say(f"stage.rate.gain.{point}")) for point in POINTS) + 1
    width = (region.width - left - 1) // len(POINTS)
    heads = [even(scene.say(f"stage.rate.{name}"), width - 3)[:2] for name in _COLUMNS]
    top = max(map(len, heads))
    grid = Grid(left, width, max(1, (region.height - top - 5) // len(POINTS)))
    for column, lines in enumerate(heads):
        for y, line in enumerate(lines, start=top - len(lines)):
            grid.cell(region, column, y, 1).put(0, 0, line, "accent")
    for row, gain in enumerate(reversed(POINTS)):
        y = top + 1 + row * (grid.high + 1)
        grid.rule(region, y - 1, "┌┬┐" if row == 0 else "├┼┤")
        grid.sides(region, y)
        region.put(0, y, scene.say(f"stage.rate.gain.{gain}"))
        for column, effort in enumerate(POINTS):
            # A small gain has one verdict whatever the effort, so its row carries it, once.
            lost = scene.say("stage.rate.leave") if gain == 1 and column == 0 else ""
            _cell(grid.cell(region, column, y, grid.high), field(body, gain, effort).items, scene, lost)
    foot = top + len(POINTS) * (grid.high + 1)
    grid.rule(region, foot, "└┴┘")
    for column, effort in enumerate(POINTS):
        grid.cell(region, column, foot + 1, 1).put(0, 0, scene.say(f"stage.rate.effort.{effort}"))


@dataclass(frozen=True)
class Grid:
    """Geometry of the matrix: columns left of it, and width and height of a cell."""

    left: int
    width: int
    high: int

    def cell(self, region: Region, column: int, y: int, rows: int) -> Region:
        """Return the inside of a cell: ``rows`` rows from row ``y``."""
        return region.inside(self.left + 2 + column * self.width, y, self.width - 3, rows)

    def rule(self, region: Region, y: int, ends: str) -> None:
        """Draw a horizontal line; ``ends`` are its left, inner and right crossings."""
        line = ends[1].join("─" * (self.width - 1) for _ in POINTS)
        region.put(self.left, y, f"{ends[0]}{line}{ends[2]}")

    def sides(self, region: Region, y: int) -> None:
        """Draw the vertical lines of a row of cells."""
        for x in range(len(POINTS) + 1):
            for below in range(self.high):
                region.put(self.left + x * self.width, y + below, "│")


def _cell(cell: Region, items: Sequence[tuple[int, RateItem]], scene: Scene, title: str = "") -> None:
    """Draw the items of a cell, unshortened if all of them fit, and ``title`` (the verdict of a row) at the bottom."""
    if title:
        cell.bottom(1).put(0, 0, clip(title, cell.width), "accent")
        cell = cell.above(cell.height - 1)
    names = [f"{number} {scene.pick(item.label)}" for number, item in items]
    whole = [line for name in names for line in wrap(name, cell.width)]
    lines = whole if len(whole) <= cell.height else [clip(name, cell.width) for name in names]
    if len(lines) > cell.height:
        # The numbers still identify the rest: the page before lists them with their names.
        kept = max(0, cell.height - 1)
        lines = [*lines[:kept], " ".join(str(number) for number, _ in items[kept:])]
    for y, line in enumerate(lines[: cell.height]):
        cell.put(0, y, line, "strong")
