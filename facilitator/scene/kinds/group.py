"""The scene of ``group``: the idea in hand above, the themes as numbered columns with their cards below."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.scene import card_wall, frame, prompt
from facilitator.scene.boxes import AnyBox, Panel
from facilitator.scene.card_wall import CARD_GAP
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, line, number_disc, symbol_box
from facilitator.scene.type_setting import Setting, fit, shorten
from facilitator.view import Body, GroupBody, PublicTheme, Tag, Text

HAND_TOP, HAND_HEIGHT = 160.0, 112.0
COLUMNS_TOP = 296.0
COLUMN_HEAD = 100.0
COLUMN_GAP = 18.0
MOST_COLUMNS = 5
EDGE = 12.0
"""Width in u of the coloured edge of a card."""
LEADING = 1.14
SYMBOL = 28.0
MORE_HEIGHT = 56.0


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the grouping as it is now."""
    assert isinstance(body, GroupBody)
    placed = sum(len(theme.texts) for theme in body.themes)
    total = placed + len(body.loose)
    if not total:
        return prompt.draw_sentence(context, context.say("stage.group.empty"))
    boxes = frame.header(context, context.say("wall.placed", n=placed, of=total))
    boxes += _in_hand(context, body)
    if body.themes:
        boxes += _columns(context, body)
    else:
        waiting = card_wall.pages(context, body.loose, COLUMNS_TOP)[0]
        boxes += card_wall.draw_columns(context, waiting, body.tags, COLUMNS_TOP)
    return [*boxes, *frame.footer(context)]


def _in_hand(context: SceneContext, body: GroupBody) -> list[AnyBox]:
    """Return the idea that is placed next, or that all are placed."""
    text = next((each for each in body.loose if each.id == body.focus), None)
    outline = "accent" if text else "line"
    boxes: list[AnyBox] = [
        Panel(
            id="hand:card",
            x=context.left_edge,
            y=HAND_TOP,
            w=context.room,
            h=HAND_HEIGHT,
            fill="surface",
            outline=outline,
            line=5,
            radius=22,
        )
    ]
    middle = HAND_TOP + HAND_HEIGHT / 2
    if text is None:
        said = context.say("stage.group.done")
        boxes.append(
            line(context, "hand", said, context.left_edge + 36, middle - 31, context.room - 72, 54.0, "semibold")
        )
        return boxes
    said = context.say("wall.where")
    wide = context.measure(said, 46.0, "semibold") + 2
    x = context.left_edge + 32
    boxes.append(line(context, "hand:word", said, x, middle - 46 * 0.58, wide, 46.0, "semibold", "accent"))
    x += wide + 34
    if body.tags:
        role = context.lens(text.tag, body.tags)
        boxes.append(symbol_box("hand:lens", context.symbol(text.tag, body.tags), x, middle - 18, 36, role))
        x += 56
    room = context.right_edge - 32 - x
    setting = fit(text.text, room, (54.0, 46.0), 1, "semibold", context.measure)
    if not setting.whole or len(setting.lines) > 1:
        setting = fit(text.text, room, (context.label_size,), 2, "semibold", context.measure)
    height = len(setting.lines) * setting.size * 1.16
    boxes.append(block(f"hand:{text.id}", setting, x, middle - height / 2, room, "semibold"))
    return boxes


def _columns(context: SceneContext, body: GroupBody) -> list[AnyBox]:
    most = MOST_COLUMNS if not context.narrow else 4
    rows = 1 if len(body.themes) <= most else 2
    columns = -(-len(body.themes) // rows)
    columns = max(columns, 3)
    width = (context.room - (columns - 1) * COLUMN_GAP) / columns
    height = (BOTTOM - COLUMNS_TOP - (rows - 1) * COLUMN_GAP) / rows
    boxes: list[AnyBox] = []
    for number, theme in enumerate(body.themes):
        x = context.left_edge + number % columns * (width + COLUMN_GAP)
        y = COLUMNS_TOP + number // columns * (height + COLUMN_GAP)
        boxes += _column(context, theme, body.tags, x, y, width, height, cards=rows == 1 or height > 260)
    return boxes


def _column(
    context: SceneContext,
    theme: PublicTheme,
    tags: Sequence[Tag],
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    cards: bool,
) -> list[AnyBox]:
    """Return one theme: number, name, how many ideas, and as many of them as fit, the newest last."""
    key = f"theme:{theme.id}"
    count = str(len(theme.texts))
    wide = context.measure(count, 46.0, "semibold") + 4
    boxes: list[AnyBox] = [
        Panel(id=f"{key}:column", x=x, y=y, w=width, h=height, fill="soft", radius=24),
        *number_disc(context, f"{key}:number", str(theme.number), x + 18, y + 20, 56),
        line(
            context, f"{key}:count", count, x + width - wide - 20, y + 22, wide, 46.0, "semibold", "ink2", align="right"
        ),
    ]
    room = width - 88 - wide - 36
    name = fit(theme.name, room, (46.0, 43.0, 40.0), 1, "bold", context.measure)
    head = COLUMN_HEAD
    if not name.whole:
        name = shorten(theme.name, room, context.label_size, 2, "bold", context.measure)
        head += 34 if len(name.lines) > 1 else 0
    top = y + 20 + max(0.0, (56 - len(name.lines) * name.size * 1.16) / 2)
    boxes.append(block(key, name, x + 88, top, room, "bold"))
    if not cards:
        return boxes
    at, bottom = y + head, y + height - 16
    shown, hidden, left_over = _cards_that_fit(context, theme.texts, width - 28, bottom - at)
    if hidden and left_over >= MORE_HEIGHT:
        said, room = context.say("wall.more", n=hidden), width - 60
        more_y = bottom - MORE_HEIGHT + 10
        boxes.append(line(context, f"{key}:more", said, x + 36, more_y, room, context.label_size, "semibold", "ink2"))
    for text, setting, tall in shown:
        boxes += _card(context, f"{key}:idea:{text.id}", text, setting, tags, x + 14, at, width - 28, tall)
        at += tall + CARD_GAP
    return boxes


def _card(
    context: SceneContext,
    key: str,
    text: Text,
    setting: Setting,
    tags: Sequence[Tag],
    x: float,
    y: float,
    width: float,
    height: float,
) -> list[AnyBox]:
    """Return one idea of a theme: an edge in the colour of its lens, the symbol, the text."""
    role = context.lens(text.tag, tags) if tags else "accent"
    left = x + EDGE + 12
    boxes: list[AnyBox] = [
        Panel(id=f"{key}:card", x=x, y=y, w=width, h=height, fill="surface", radius=14),
        Panel(id=f"{key}:edge", x=x, y=y, w=EDGE, h=height, fill=role, radius=6),
    ]
    if tags:
        top = y + 12 + (setting.size * LEADING - SYMBOL) / 2
        boxes.append(symbol_box(f"{key}:lens", context.symbol(text.tag, tags), left, top, SYMBOL, role))
        left += SYMBOL + 10
    room = x + width - 8 - left
    return [*boxes, block(key, setting, left, y + 12, room, "medium", leading=LEADING)]


def _cards_that_fit(
    context: SceneContext, texts: Sequence[Text], width: float, height: float
) -> tuple[list[tuple[Text, Setting, float]], int, float]:
    """Return the texts whose cards fit into a column, with lines and height; how many do not fit; the height left.

    Room is kept for the line that says how many more there are, unless only one card fits at all.
    """
    room = width - EDGE - 12 - (SYMBOL + 10) - 14
    size = context.reading_size
    shown: list[tuple[Text, Setting, float]] = []
    left_over = height
    for number, text in enumerate(texts):
        setting = shorten(text.text, room, size, 3, "medium", context.measure)
        if not shown and len(setting.lines) * size * LEADING + 24 > height:
            setting = shorten(text.text, room, size, 2, "medium", context.measure)
        tall = len(setting.lines) * size * LEADING + 24
        more = MORE_HEIGHT if shown and number < len(texts) - 1 else 0.0
        if tall + more > left_over:
            break
        shown.append((text, setting, tall))
        left_over -= tall + CARD_GAP
    return shown, len(texts) - len(shown), left_over
