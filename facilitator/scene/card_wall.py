"""The wall of texts: cards in columns with the colour and the symbol of their lens, in pages; one can be spotlit."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox, Panel
from facilitator.scene.context import BOTTOM, TOP, SceneContext
from facilitator.scene.parts import block, symbol_box
from facilitator.scene.type_setting import Setting, fit, shorten
from facilitator.view import Tag, Text

CARD_GAP = 12.0
PADDING = 17.0
LEADING = 1.16
SYMBOL = 30.0
MOST_LINES = 4
SPOTLIGHT_SIZES = (92.0, 80.0, 72.0, 62.0, 54.0)


def column_width(context: SceneContext) -> float:
    """Return the width of a column of cards."""
    many = columns_of(context)
    return (context.room - (many - 1) * CARD_GAP) / many


def columns_of(context: SceneContext) -> int:
    """Return how many columns of cards the picture has."""
    wide = 4 if not context.narrow else 3
    return max(1, min(wide, int(context.room / (context.reading_size * 9))))


def card(context: SceneContext, text: Text, width: float) -> tuple[Setting, float]:
    """Return the text of a card in its lines, and the height of the card."""
    size = context.reading_size
    room = width - 2 * PADDING - (SYMBOL + 10)
    setting = shorten(text.text, room, size, MOST_LINES, "medium", context.measure)
    return setting, len(setting.lines) * size * LEADING + 2 * PADDING - 4


def pages(context: SceneContext, texts: Sequence[Text], top: float) -> list[list[list[Text]]]:
    """Divide texts into pages of columns: each text goes into the shortest column, so that all end nearly alike."""
    many, width = columns_of(context), column_width(context)
    made: list[list[list[Text]]] = []
    heights: list[float] = []
    for text in texts:
        _, height = card(context, text, width)
        place = heights.index(min(heights)) if heights else 0
        if not heights or heights[place] + height > BOTTOM - top:
            made.append([[] for _ in range(many)])
            heights, place = [0.0] * many, 0
        made[-1][place].append(text)
        heights[place] += height + CARD_GAP
    return made


def draw_wall(
    context: SceneContext,
    texts: Sequence[Text],
    tags: Sequence[Tag],
    *,
    empty: str,
    answered: int | None = None,
    word: str = "",
) -> list[AnyBox]:
    """Draw one page of the texts; ``empty`` says that there are none."""
    if not texts:
        return prompt.draw_sentence(context, empty, answered=answered, word=word)
    made = pages(context, texts, TOP)
    page = context.turn(len(made))
    note = context.say("wall.page", page=page + 1, pages=len(made)) if len(made) > 1 else ""
    boxes = [*frame.header(context, note), *draw_columns(context, made[page], tags, TOP)]
    boxes += frame.footer(context, answered, word)
    lit = next((text for text in texts if text.id == context.spotlight), None)
    return boxes if lit is None else [*boxes, *spotlight(context, lit, tags)]


def draw_columns(
    context: SceneContext, columns: Sequence[Sequence[Text]], tags: Sequence[Tag], top: float
) -> list[AnyBox]:
    """Draw one page of cards in its columns."""
    width = column_width(context)
    boxes: list[AnyBox] = []
    for number, column in enumerate(columns):
        x, y = context.left_edge + number * (width + CARD_GAP), top
        for text in column:
            parts, height = card_boxes(context, text, tags, x, y, width)
            boxes += parts
            y += height + CARD_GAP
    return boxes


def card_boxes(
    context: SceneContext, text: Text, tags: Sequence[Tag], x: float, y: float, width: float
) -> tuple[list[AnyBox], float]:
    """Return one card at a place, and its height."""
    setting, height = card(context, text, width)
    role = context.lens(text.tag, tags) if tags else "accent"
    fill = f"{role}_soft"
    boxes: list[AnyBox] = [Panel(id=f"idea:{text.id}:card", x=x, y=y, w=width, h=height, fill=fill, radius=14)]
    first = y + PADDING - 2 + (setting.size * LEADING - SYMBOL) / 2
    if tags:
        boxes.append(
            symbol_box(f"idea:{text.id}:lens", context.symbol(text.tag, tags), x + PADDING, first, SYMBOL, role)
        )
    left = x + PADDING + (SYMBOL + 10 if tags else 4)
    words = block(
        f"idea:{text.id}", setting, left, y + PADDING - 2, x + width - left - PADDING + 6, "medium", leading=LEADING
    )
    boxes.append(words)
    return boxes, height


def spotlight(context: SceneContext, text: Text, tags: Sequence[Tag]) -> list[AnyBox]:
    """Return one text in a large card over the wall."""
    width, pad = context.room * 0.84, 78.0
    setting = fit(text.text, width - 2 * pad, context.sizes(SPOTLIGHT_SIZES), 5, "bold", context.measure)
    role = context.lens(text.tag, tags) if tags else "accent"
    height = len(setting.lines) * setting.size * 1.1 + 2 * pad + 80
    x, y = (context.width - width) / 2, TOP + (BOTTOM - TOP - height) / 2
    return [
        Panel(id="spotlight:card", x=x, y=y, w=width, h=height, fill="surface", outline=role, line=6, radius=32),
        symbol_box("spotlight:lens", context.symbol(text.tag, tags), x + pad, y + pad - 16, 64, role),
        block(f"spotlight:{text.id}", setting, x + pad, y + pad + 70, width - 2 * pad, "bold", leading=1.1),
    ]
