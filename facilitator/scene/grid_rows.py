"""The rows of a grid: a scale for each, with the mean, and where it was asked how much more is wished for."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.i18n.messages import format_decimal
from facilitator.scene.boxes import AnyBox, Bar, Disc, Panel, Role
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, line
from facilitator.scene.type_setting import fit_together
from facilitator.view import GridBody, GridRow

MOST_ROWS = 7
ROW_HEIGHT = 100.0
NOTE_HEIGHT = 60.0
MARK = 44.0
LEADING = 1.16
LABEL_SIZES = (50.0, 46.0, 43.0, 40.0)
SCALE_SHARE = 0.42
"""Share of the width that the scales have."""


def draw_grid(context: SceneContext, grid: GridBody, top: float) -> list[AnyBox]:
    """Draw one page of rows; rows with a gap come before the others, as the view has them."""
    gaps = [row for row in grid.rows if row.gap is not None]
    pages_of_gaps = -(-len(gaps) // MOST_ROWS)
    with_gaps = grid.page < pages_of_gaps
    page = grid.page if with_gaps else grid.page - pages_of_gaps
    rows = (gaps if with_gaps else grid.rows)[page * MOST_ROWS :][:MOST_ROWS]
    height = min(ROW_HEIGHT, (BOTTOM - top - NOTE_HEIGHT) / max(1, len(rows)))
    left = context.left_edge + context.room * (1 - SCALE_SHARE - 0.12)
    width = context.room * SCALE_SHARE
    lines = 2 if height >= 2 * context.label_size * LEADING else 1
    settings = fit_together(
        [context.pick(row.label) for row in rows],
        left - context.left_edge - 40,
        [size for size in context.sizes(LABEL_SIZES) if lines * size * LEADING <= height] or [context.label_size],
        lines,
        "semibold",
        context.measure,
    )
    boxes: list[AnyBox] = []
    for number, (row, setting) in enumerate(zip(rows, settings, strict=True)):
        y = top + number * height
        tall = len(setting.lines) * setting.size * 1.16
        key = f"row:{row.id}"
        boxes.append(
            block(key, setting, context.left_edge, y + (height - tall) / 2, left - context.left_edge - 40, "semibold")
        )
        if row.mean is None:
            said = context.say("stage.grid.row_too_few", n=grid.fewest)
            boxes.append(
                line(
                    context, f"{key}:few", said, left, y + height / 2 - 24, width, context.label_size, "medium", "ink2"
                )
            )
        elif with_gaps:
            boxes += _gap(context, row, grid, left, y, width, height)
        else:
            boxes += _mean(context, row, grid, left, y, width, height)
    return [*boxes, *_note(context, grid, rows, left, width, with_gaps=with_gaps)]


def _mean(
    context: SceneContext, row: GridRow, grid: GridBody, x: float, y: float, width: float, height: float
) -> list[AnyBox]:
    assert row.mean is not None
    key, value = f"row:{row.id}", format_decimal(row.mean, context.first)
    return [
        Bar(id=f"{key}:bar", x=x, y=y + height / 2 - 16, w=width, h=32, share=grid.position(row.mean), fill="accent"),
        line(
            context,
            f"{key}:mean",
            value,
            x + width + 20,
            y + height / 2 - 72 * 0.58,
            context.right_edge - x - width - 20,
            72.0,
            "bold",
            "accent",
            align="right",
            figures=True,
        ),
    ]


def _gap(
    context: SceneContext, row: GridRow, grid: GridBody, x: float, y: float, width: float, height: float
) -> list[AnyBox]:
    """Return the way from what there is to what is wished for."""
    assert row.mean is not None
    key, there = f"row:{row.id}", grid.position(row.mean)
    wished = row.importance.place if row.importance is not None else there
    low, high = sorted((there, wished))
    middle = y + height / 2
    way = max(2.0, (high - low) * width)
    fill = "cut" if wished > there else "other"
    value, at = format_decimal(row.mean, context.first), x + width + 20
    room = context.right_edge - at
    return [
        Panel(id=f"{key}:track", x=x, y=middle - 4, w=width, h=8, fill="soft", radius=4),
        Panel(id=f"{key}:gap", x=x + low * width, y=middle - 9, w=way, h=18, fill=fill, radius=9),
        _mark(f"{key}:there", x + there * width, middle, "other"),
        _mark(f"{key}:wished", x + wished * width, middle, "accent"),
        line(context, f"{key}:mean", value, at, middle - 54 * 0.58, room, 54.0, "bold", align="right", figures=True),
    ]


def _mark(id: str, x: float, y: float, fill: Role) -> Disc:  # noqa: A002 - the field of a box
    """Return the mark of a mean, with its centre at a place."""
    return Disc(id=id, x=x - MARK / 2, y=y - MARK / 2, w=MARK, h=MARK, fill=fill, outline="paper", line=4)


def _note(
    context: SceneContext, grid: GridBody, rows: Sequence[GridRow], x: float, width: float, *, with_gaps: bool
) -> list[AnyBox]:
    """Return the ends of the scale, or what the two marks mean."""
    y = BOTTOM - 50
    if not with_gaps:
        half = width / 2 - 10
        first, last = context.pick(grid.labels[0]), context.pick(grid.labels[-1])
        return [
            line(context, "scale:low", first, x, y, half, context.label_size, "medium", "ink2"),
            line(
                context,
                "scale:high",
                last,
                x + width / 2 + 10,
                y,
                half,
                context.label_size,
                "medium",
                "ink2",
                align="right",
            ),
        ]
    wished, there = context.say("stage.grid.wished"), context.say("stage.grid.realised")
    wide = context.measure(there, context.label_size, "medium") + 2
    return [
        Disc(id="legend:there", x=x, y=y + 8, w=32, h=32, fill="other"),
        line(context, "legend:there:word", there, x + 46, y, wide, context.label_size, "medium", "ink2"),
        Disc(id="legend:wished", x=x + 46 + wide + 40, y=y + 8, w=32, h=32, fill="accent"),
        line(
            context,
            "legend:wished:word",
            wished,
            x + 46 + wide + 86,
            y,
            context.right_edge - x - wide - 140,
            context.label_size,
            "medium",
            "ink2",
        ),
    ]
