"""Parts that the scenes of several kinds share: blocks of text, chips, the question, numbers with their words."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.scene.boxes import Align, AnyBox, Disc, Panel, Role, Symbol, SymbolName, Weight, Words
from facilitator.scene.context import TOP, SceneContext
from facilitator.scene.type_setting import DISPLAY, Setting, balance, fit, shorten
from facilitator.view import Tag

QUESTION_HEIGHT = 270.0
"""Height in u that a question may take above what is asked."""
QUESTION_LEADING = 1.1
FIGURE = 150.0
CHIP_HEIGHT = 74.0
GAP = 24.0


def block(
    id: str,  # noqa: A002 - the field of a box
    setting: Setting,
    x: float,
    y: float,
    width: float,
    weight: Weight,
    role: Role = "ink",
    *,
    align: Align = "left",
    leading: float = 1.16,
    figures: bool = False,
) -> Words:
    """Return a text that has been set, with the height that its lines need."""
    height = setting.size * leading * max(1, len(setting.lines))
    return Words(
        id=id,
        x=x,
        y=y,
        w=width,
        h=height,
        lines=setting.lines,
        size=setting.size,
        weight=weight,
        role=role,
        align=align,
        leading=leading,
        figures=figures,
    )


def line(
    context: SceneContext,
    id: str,  # noqa: A002 - the field of a box
    text: str,
    x: float,
    y: float,
    width: float,
    size: float,
    weight: Weight = "medium",
    role: Role = "ink",
    *,
    align: Align = "left",
    figures: bool = False,
) -> Words:
    """Return one line of text; it is cut with an ellipsis if it is wider than ``width``."""
    setting = shorten(text, width, size, 1, weight, context.measure)
    return block(id, setting, x, y, width, weight, role, align=align, figures=figures)


def fit_question(context: SceneContext, text: str, width: float, height: float = QUESTION_HEIGHT) -> Setting:
    """Set a question in the largest size in which its lines fit into ``height``."""
    sizes = context.sizes(DISPLAY)
    for size in sizes:
        lines = balance(text, width, size, "bold", context.measure)
        wide = max((context.measure(each, size, "bold") for each in lines), default=0.0)
        if len(lines) * size * QUESTION_LEADING <= height and wide <= width:
            return Setting(size, lines)
    most = max(1, int(height / (sizes[-1] * QUESTION_LEADING)))
    return fit(text, width, sizes[-1:], most, "bold", context.measure)


def question(context: SceneContext, width: float = 0.0, height: float = QUESTION_HEIGHT) -> tuple[list[AnyBox], float]:
    """Return the question of the step, and the y below it. Its size is the same in every state of the step."""
    step = context.step
    if step is None:
        return [], TOP
    width = width or context.room
    other = context.pick_second(step.question)
    setting = fit_question(context, context.pick(step.question), width, height * (0.68 if other else 1.0))
    boxes: list[AnyBox] = [
        block("question", setting, context.left_edge, TOP + 8, width, "bold", leading=QUESTION_LEADING)
    ]
    end = boxes[0].bottom
    if other:
        second = fit(other, width, context.sizes((54.0, 46.0, 40.0)), 2, "medium", context.measure)
        boxes.append(block("question:2", second, context.left_edge, end + 8, width, "medium", "ink2"))
        end = boxes[-1].bottom
    return boxes, end


def chip(
    context: SceneContext,
    id: str,  # noqa: A002 - the field of a box
    text: str,
    x: float,
    y: float,
    role: Role,
    fill: Role,
    *,
    symbol: SymbolName | None = None,
    height: float = CHIP_HEIGHT,
) -> tuple[list[AnyBox], float]:
    """Return a chip with a word and maybe a drawn symbol, and its right edge."""
    size, pad = context.label_size, height * 0.32
    mark = size * 0.72 if symbol else 0.0
    wide = context.measure(text, size, "semibold")
    width = 2 * pad + (mark + 12 if symbol else 0) + wide
    boxes: list[AnyBox] = [Panel(id=f"{id}:chip", x=x, y=y, w=width, h=height, fill=fill, radius=height / 2)]
    if symbol:
        boxes.append(symbol_box(f"{id}:symbol", symbol, x + pad, y + (height - mark) / 2, mark, role))
    at = x + pad + (mark + 12 if symbol else 0)
    boxes.append(line(context, id, text, at, y + (height - size * 1.16) / 2, wide + 2, size, "semibold", role))
    return boxes, x + width


def symbol_box(id: str, name: SymbolName, x: float, y: float, size: float, role: Role) -> Symbol:  # noqa: A002
    """Return the drawn symbol of a lens in a square of ``size``."""
    return Symbol(id=id, x=x, y=y, w=size, h=size, name=name, role=role)


def tag_chips(context: SceneContext, tags: Sequence[Tag], y: float) -> tuple[list[AnyBox], float]:
    """Return the tags as a row of chips, and the y below them; the row is left out when the tags do not fit."""
    boxes: list[AnyBox] = []
    x = context.left_edge
    for tag in tags:
        role = context.lens(tag.id, tags)
        parts, end = chip(
            context,
            f"tag:{tag.id}",
            context.pick(tag.label),
            x,
            y,
            role,
            f"{role}_soft",
            symbol=context.symbol(tag.id, tags),
        )
        if end > context.right_edge:
            break
        boxes.extend(parts)
        x = end + 20
    return boxes, y + CHIP_HEIGHT if boxes else y


def figure(
    context: SceneContext,
    id: str,  # noqa: A002 - the field of a box
    value: str,
    word: str,
    x: float,
    y: float,
    width: float,
    role: Role = "accent",
) -> list[AnyBox]:
    """Return a large number with its word below it."""
    size = FIGURE
    while size > context.reading_size and context.measure(value, size, "bold") > width:
        size -= 8
    return [
        line(context, id, value, x, y, width, size, "bold", role, figures=True),
        line(context, f"{id}:word", word, x, y + FIGURE * 0.98, width, context.label_size, "medium", "ink2"),
    ]


def number_disc(
    context: SceneContext,
    id: str,  # noqa: A002 - the field of a box
    number: str,
    x: float,
    y: float,
    size: float,
    fill: Role = "accent",
    role: Role = "on_accent",
) -> list[AnyBox]:
    """Return a filled circle with a number in it."""
    text = max(context.label_size * 0.95, size * 0.6)
    return [
        Disc(id=f"{id}:disc", x=x, y=y, w=size, h=size, fill=fill),
        line(context, id, number, x, y + (size - text * 1.16) / 2, size, text, "bold", role, align="center"),
    ]


def calm_sentence(context: SceneContext, id: str, text: str, below: float) -> list[AnyBox]:  # noqa: A002
    """Return a sentence that says why there is nothing to show: in reading size, in the middle third."""
    setting = fit(text, context.room * 0.7, (54.0, context.reading_size), 3, "medium", context.measure)
    y = max(below + 60, 480.0)
    return [block(id, setting, context.left_edge, y, context.room, "medium", "ink2", align="left")]
