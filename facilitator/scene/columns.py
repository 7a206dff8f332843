"""Upright bars for the points of a scale: the shape of the answers, with the count on each bar; one series or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.scene.boxes import AnyBox, Bar, Panel
from facilitator.scene.context import SceneContext
from facilitator.scene.parts import block, line
from facilitator.scene.type_setting import fit_together

COUNT = 46.0
LABEL_SIZES = (46.0, 43.0, 40.0)
LABEL_LINES = 2
GAP = 10.0
"""Between the bars of one point."""


@dataclass(frozen=True)
class Series:
    """Counts of the points of a scale, the first point first, in one colour."""

    name: str
    counts: Sequence[int]
    role: str = "accent"
    """Role of the bars; their counts have ``accent`` or ``ink2``."""


def draw_columns(
    context: SceneContext,
    series: Sequence[Series],
    labels: Sequence[str],
    x: float,
    top: float,
    width: float,
    bottom: float,
) -> list[AnyBox]:
    """Draw the bars over a base line, with the label of each point below it."""
    step = width / max(1, len(labels))
    settings = fit_together(labels, step - 16, context.sizes(LABEL_SIZES), LABEL_LINES, "semibold", context.measure)
    below = max((len(each.lines) * each.size * 1.16 for each in settings), default=0.0) + 20
    base = bottom - below
    tallest = max((count for each in series for count in each.counts), default=0) or 1
    room = base - top - COUNT * 1.3
    wide = min(120.0, (step * 0.78 - GAP * (len(series) - 1)) / len(series))
    boxes: list[AnyBox] = []
    for point, setting in enumerate(settings):
        group = len(series) * wide + (len(series) - 1) * GAP
        left = x + point * step + (step - group) / 2
        for number, each in enumerate(series):
            count = each.counts[point] if point < len(each.counts) else 0
            at = left + number * (wide + GAP)
            boxes += _column(context, each, point, count, at, base, wide, room * count / tallest)
        boxes.append(
            block(f"point:{point}", setting, x + point * step + 8, base + 16, step - 16, "semibold", align="center")
        )
    boxes.append(Panel(id="base", x=x, y=base - 2, w=width, h=4, fill="ink2", corners="none"))
    return boxes


def _column(
    context: SceneContext, series: Series, point: int, count: int, x: float, base: float, wide: float, height: float
) -> list[AnyBox]:
    """Return the bar of one point with its count on it; no bar for nobody."""
    key, role = f"bar:{series.name}:{point}", "accent" if series.role == "accent" else "ink2"
    y = base - height
    boxes: list[AnyBox] = []
    if count:
        bar = Bar(id=key, x=x, y=y, w=wide, h=height, share=1.0, fill=series.role, track="", upright=True, radius=14)
        boxes.append(bar)
    at = y - COUNT * 1.24
    number = line(context, f"{key}:count", str(count), x - 20, at, wide + 40, COUNT, "bold", role, align="center")
    return [*boxes, number]
