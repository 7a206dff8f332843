"""A ranking: a label above its bar, the number at the right, winners in the accent, and the cut in a gap of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from facilitator.scene import frame
from facilitator.scene.boxes import AnyBox, Bar, Panel, Weight
from facilitator.scene.context import BOTTOM, TOP, SceneContext
from facilitator.scene.parts import block, line
from facilitator.scene.prompt import draw_sentence
from facilitator.scene.result_words import through_words
from facilitator.scene.type_setting import Setting, fit_together
from facilitator.view import IDEAS_PER_PAGE, VoteBody

CUT_GAP = 64.0
"""Height in u of the gap that only the line of the cut stands in."""
MOST_ROWS = 9
ROW_HEIGHT = 117.0
LABEL_SIZES = (54.0, 48.0, 43.0, 40.0)
VALUE = 84.0
RANK_WIDTH = 76.0
WINNER: Weight = "bold"
OTHER: Weight = "medium"


def page_of(rows: Sequence[RankedRow], page: int, pages: int, cut: int) -> tuple[Sequence[RankedRow], int]:
    """Return the rows of a page of a result, and after how many of them the cut is; 0 for none on this page."""
    first = page * IDEAS_PER_PAGE if pages > 1 else 0
    shown = rows[first : first + IDEAS_PER_PAGE] if pages > 1 else rows
    after = cut - first
    return shown, after if 0 < after < len(shown) else 0


@dataclass(frozen=True)
class RankedRow:
    """One row. ``share`` is the length of its bar, 0 to 1."""

    id: str
    rank: str
    label: str
    value: str
    share: float
    wins: bool = False


def vote_rows(context: SceneContext, body: VoteBody, full: int) -> list[RankedRow]:
    """Return the items of a vote as rows, best first; ``full`` votes fill a bar."""
    return [
        RankedRow(
            id=item.id,
            rank=str(item.rank or number),
            label=context.pick(item.label),
            value=str(item.votes or 0),
            share=max(0, item.votes or 0) / full if full > 0 else 0.0,
            wins=number <= body.cut,
        )
        for number, item in enumerate(body.items, 1)
    ]


def most_votes(body: VoteBody) -> int:
    """Return the votes of the best item."""
    return max((item.votes or 0 for item in body.items), default=0)


def draw_vote_result(context: SceneContext, body: VoteBody, note: str, full: int) -> list[AnyBox]:
    """Draw one page of the result of a vote; ``full`` votes fill a bar, ``note`` is that of the header."""
    if not body.total:
        return draw_sentence(context, context.say("stage.vote.none"), note)
    shown, after = page_of(vote_rows(context, body, full), body.page, body.pages, body.cut)
    words = context.say("wall.cut", n=body.cut) if after else ""
    boxes, y = _notices(context, body)
    ranking = draw_ranking(context, shown, y, cut_after=after, cut_words=words)
    return [*frame.header(context, note), *boxes, *ranking, *frame.footer(context)]


def _notices(context: SceneContext, body: VoteBody) -> tuple[list[AnyBox], float]:
    """Return what the bars do not show, and the y below: items that were through before, and an unresolved tie."""
    tie = context.say("stage.vote.tied", n=body.tied) if body.tied else ""
    boxes: list[AnyBox] = []
    y = TOP + 4
    for name, said in (("through", through_words(context, body)), ("tied", tie)):
        if said:
            at, room, size = context.left_edge, context.room, context.label_size
            boxes.append(line(context, f"vote:{name}", said, at, y, room, size, "semibold", "accent"))
            y = boxes[-1].bottom + 10
    return boxes, y


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
    most = max(1, min(MOST_ROWS, int((bottom - top - gap) / (context.reading_size * 1.16 + 30))))
    shown = rows if len(rows) <= most else rows[: most - 1]
    left_over = len(rows) - len(shown)
    height = min(ROW_HEIGHT, (bottom - top - gap - (56 if left_over else 0)) / max(1, len(shown)))
    shape = _shape(context, shown, height, ranks=ranks)
    settings = fit_together(
        [row.label for row in shown],
        shape.right - shape.left,
        [each for each in context.sizes(LABEL_SIZES) if each <= shape.label] or [shape.label],
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
        boxes += _row(context, row, setting, shape, y)
        y += height
    if left_over:
        said = context.say("stage.more", n=left_over)
        width = shape.right - shape.left
        boxes.append(line(context, "row:more", said, shape.left, y, width, context.label_size, "medium", "ink2"))
    return boxes


class _Shape(NamedTuple):
    """What all rows share: where labels and bars begin and end, and the sizes."""

    left: float
    right: float
    number_width: float
    bar: float
    label: float
    value: float


def _shape(context: SceneContext, rows: Sequence[RankedRow], height: float, *, ranks: bool) -> _Shape:
    bar = max(18.0, min(34.0, height * 0.29))
    label = max(context.reading_size, min(54.0, (height - bar - 12) / 1.16))
    value = min(VALUE, height * 0.78)
    number = max((context.measure(row.value, value, "bold") for row in rows), default=0.0) + 8
    left = context.left_edge + (RANK_WIDTH if ranks else 0.0)
    return _Shape(left, context.right_edge - max(150.0, number + 24), number, bar, label, value)


def _row(context: SceneContext, row: RankedRow, setting: Setting, shape: _Shape, y: float) -> list[AnyBox]:
    """Return the label above its bar, the rank at the left, and the value at the right."""
    key, width = f"row:{row.id}", shape.right - shape.left
    accent, weight = ("accent", WINNER) if row.wins else ("ink2", OTHER)
    bar_y = y + setting.size * 1.16 + 4
    boxes: list[AnyBox] = []
    if shape.left > context.left_edge:
        at = context.left_edge
        boxes.append(line(context, f"{key}:rank", row.rank, at, y, 70, setting.size, "bold", accent))
    bar = Bar(
        id=f"{key}:bar",
        x=shape.left,
        y=bar_y,
        w=width,
        h=shape.bar,
        share=row.share,
        fill="accent" if row.wins else "other",
        radius=min(12.0, shape.bar / 2),
    )
    value = line(
        context,
        f"{key}:value",
        row.value,
        context.right_edge - shape.number_width,
        bar_y + shape.bar - shape.value * 0.944,
        shape.number_width,
        shape.value,
        "bold",
        "accent" if row.wins else "ink",
        align="right",
        figures=True,
    )
    return [*boxes, block(key, setting, shape.left, y, width, weight), bar, value]


def _cut(context: SceneContext, y: float, words: str) -> list[AnyBox]:
    """Return the line under the last one that goes on, with its words at the right."""
    pad = 28.0
    wide = context.measure(words, context.label_size, "semibold") + 2 * pad
    middle, height = y + CUT_GAP / 2 - 10, 60.0
    return [
        Panel(
            id="cut:line",
            x=context.left_edge,
            y=middle - 2.5,
            w=context.room - wide - 10,
            h=5,
            fill="cut",
            corners="none",
        ),
        Panel(
            id="cut:chip",
            x=context.right_edge - wide,
            y=middle - height / 2,
            w=wide,
            h=height,
            fill="cut_soft",
            radius=30,
        ),
        line(
            context,
            "cut",
            words,
            context.right_edge - wide,
            middle - context.label_size * 0.58,
            wide,
            context.label_size,
            "semibold",
            "cut",
            align="center",
        ),
    ]
