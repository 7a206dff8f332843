"""The map of what was rated: gain upwards, what it takes to the right, and in each field what to do. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.view import Rate, RateItem
from screens.canvas import Region, clip, even, width_of, wrap
from screens.stage.scene import Scene

POINTS = (1, 2, 3)
_COLUMNS = ("now", "together", "decide")
"""Verdict of a column where the gain is worth it."""


@dataclass(frozen=True)
class Field:
    """One of the nine fields: the items in it, with their numbers on the page of words."""

    items: tuple[tuple[int, RateItem], ...]


def numbered(body: Rate) -> list[tuple[int, RateItem]]:
    """The rated items and the number that each has on the stage, in the order of the vote."""
    return [(number, item) for number, item in enumerate(body.items, start=1) if item.verdict]


def field(body: Rate, gain: int, effort: int) -> Field:
    """What stands where the means round to these points, halves up as the verdicts do."""
    return Field(
        tuple(
            (number, item)
            for number, item in numbered(body)
            if (level(item.gain or 0), level(item.effort or 0)) == (gain, effort)
        )
    )


def level(mean: float) -> int:
    """The point of the scale that a mean belongs to."""
    return 1 if mean < 1.5 else 2 if mean < 2.5 else 3


def gain_map(region: Region, body: Rate, scene: Scene) -> None:
    """Draw the nine fields as large as they fit; a field that is too small shows the last ones by their numbers."""
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
            lost = scene.say("stage.rate.leave") if gain == 1 and column == 0 else ""
            _cell(grid.cell(region, column, y, grid.high), field(body, gain, effort).items, scene, lost)
    foot = top + len(POINTS) * (grid.high + 1)
    grid.rule(region, foot, "└┴┘")
    for column, effort in enumerate(POINTS):
        grid.cell(region, column, foot + 1, 1).put(0, 0, scene.say(f"stage.rate.effort.{effort}"))


@dataclass(frozen=True)
class Grid:
    """Where the fields are: columns left of them, and how wide and high each is."""

    left: int
    width: int
    high: int

    def cell(self, region: Region, column: int, y: int, rows: int) -> Region:
        """The inside of a column's field."""
        return region.inside(self.left + 2 + column * self.width, y, self.width - 3, rows)

    def rule(self, region: Region, y: int, ends: str) -> None:
        """A line across; ``ends`` are its left, inner and right crossings."""
        line = ends[1].join("─" * (self.width - 1) for _ in POINTS)
        region.put(self.left, y, f"{ends[0]}{line}{ends[2]}")

    def sides(self, region: Region, y: int) -> None:
        """The lines between the fields of a row."""
        for x in range(len(POINTS) + 1):
            for below in range(self.high):
                region.put(self.left + x * self.width, y + below, "│")


def _cell(cell: Region, items: Sequence[tuple[int, RateItem]], scene: Scene, title: str = "") -> None:
    """The items of a field, in whole where all of them fit; ``title`` at the bottom, where a verdict is a row's."""
    if title:
        cell.bottom(1).put(0, 0, clip(title, cell.width), "accent")
        cell = cell.above(cell.height - 1)
    names = [f"{number} {scene.pick(item.label)}" for number, item in items]
    whole = [line for name in names for line in wrap(name, cell.width)]
    lines = whole if len(whole) <= cell.height else [clip(name, cell.width) for name in names]
    if len(lines) > cell.height:
        # Numbers still say which: their names are on the page before.
        kept = max(0, cell.height - 1)
        lines = [*lines[:kept], " ".join(str(number) for number, _ in items[kept:])]
    for y, line in enumerate(lines[: cell.height]):
        cell.put(0, y, line, "strong")
