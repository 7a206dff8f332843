"""A ranking: a label above its bar, the number at the right, winners in the accent, and the cut in a gap of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.scene.boxes import AnyBox, Bar, Panel
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, line
from facilitator.scene.type_setting import fit_together

CUT_GAP = 64.0
"""Height in u of the gap that only the line of the cut stands in."""
MOST_ROWS = 9
ROW_HEIGHT = 117.0
LABEL_SIZES = (54.0, 48.0, 43.0, 40.0)
VALUE = 84.0


@dataclass(frozen=True)
class RankedRow:
    """One row. ``share`` is the length of its bar, 0 to 1."""

    id: str
    rank: str
    label: str
    value: str
    share: float
    wins: bool = False


def draw_ranking(
    context: SceneContext,
    rows: Sequence[RankedRow],
    top: float,
    *,
    cut_after: int = 0,
    cut_words: str = "",
    ranks: bool = True,
    bottom: float = BOTTOM - 12,
) -> list[AnyBox]:
    """Draw as many rows as are legible, best first; a last line says how many more there are."""
    gap = CUT_GAP if cut_after else 0.0
    least = context.reading * 1.16 + 30
    most = max(1, min(MOST_ROWS, int((bottom - top - gap) / least)))
    shown = rows if len(rows) <= most else rows[: most - 1]
    left_over = len(rows) - len(shown)
    height = min(ROW_HEIGHT, (bottom - top - gap - (56 if left_over else 0)) / max(1, len(shown)))
    bar = max(18.0, min(34.0, height * 0.29))
    size = max(context.reading, min(54.0, (height - bar - 12) / 1.16))
    x = context.left + (76 if ranks else 0)
    value_size = min(VALUE, height * 0.78)
    number_width = max((context.measure(row.value, value_size, "bold") for row in shown), default=0.0) + 8
    right = context.right - max(150.0, number_width + 24)
    settings = fit_together(
        [row.label for row in shown],
        right - x,
        [each for each in context.sizes(LABEL_SIZES) if each <= size] or [size],
        1,
        "semibold",
        context.measure,
    )
    boxes: list[AnyBox] = []
    y = top
    for number, (row, setting) in enumerate(zip(shown, settings, strict=True)):
        if cut_after and number == cut_after:
            boxes += _cut(context, y, cut_words)
            y += CUT_GAP
        weight, key = ("bold" if row.wins else "medium"), f"row:{row.id}"
        boxes += [
            *(
                [
                    line(
                        context,
                        f"{key}:rank",
                        row.rank,
                        context.left,
                        y,
                        70,
                        setting.size,
                        "bold",
                        "accent" if row.wins else "ink2",
                    )
                ]
                if ranks
                else ()
            ),
            block(key, setting, x, y, right - x, weight),  # type: ignore[arg-type]
            Bar(
                id=f"{key}:bar",
                x=x,
                y=y + setting.size * 1.16 + 4,
                w=right - x,
                h=bar,
                share=row.share,
                fill="accent" if row.wins else "other",
                radius=min(12.0, bar / 2),
            ),
            line(
                context,
                f"{key}:value",
                row.value,
                context.right - number_width,
                y + setting.size * 1.16 + 4 + bar - value_size * 0.944,
                number_width,
                value_size,
                "bold",
                "accent" if row.wins else "ink",
                align="right",
                figures=True,
            ),
        ]
        y += height
    if left_over:
        said = context.say("stage.more", n=left_over)
        boxes.append(line(context, "row:more", said, x, y, right - x, context.label, "medium", "ink2"))
    return boxes


def _cut(context: SceneContext, y: float, words: str) -> list[AnyBox]:
    """Return the line under the last one that goes on, with its words at the right."""
    pad = 28.0
    wide = context.measure(words, context.label, "semibold") + 2 * pad
    middle, height = y + CUT_GAP / 2 - 10, 60.0
    return [
        Panel(
            id="cut:line", x=context.left, y=middle - 2.5, w=context.room - wide - 10, h=5, fill="cut", corners="none"
        ),
        Panel(
            id="cut:chip", x=context.right - wide, y=middle - height / 2, w=wide, h=height, fill="cut_soft", radius=30
        ),
        line(
            context,
            "cut",
            words,
            context.right - wide,
            middle - context.label * 0.58,
            wide,
            context.label,
            "semibold",
            "cut",
            align="center",
        ),
    ]
