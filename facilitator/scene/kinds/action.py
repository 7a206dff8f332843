"""The scene of ``action``: the shared actions as cards, each with what it says and, visibly, what it still lacks."""

from __future__ import annotations

from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox, Panel
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, line
from facilitator.scene.type_setting import Setting, fit_together, shorten
from facilitator.view import ActionBody, Body, PublicAction

TOP, HEAD, GAP = 166.0, 200.0, 28.0
MOST_CARDS = 4
SLOT = 82.0
TITLE_SIZES = (46.0, 43.0, 40.0)


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the cards; before the first one, the question."""
    assert isinstance(body, ActionBody)
    if not body.actions:
        return prompt.draw_sentence(context, context.say("wall.no_actions", n=body.most))
    many = min(len(body.actions), MOST_CARDS if not context.narrow else 3)
    pages = -(-len(body.actions) // many)
    page = context.turn(pages)
    first = min(len(body.actions) - many, page * many)
    note = context.say("wall.page", page=page + 1, pages=pages) if pages > 1 else ""
    boxes = frame.header(context, note)
    width = (context.room - (max(3, many) - 1) * GAP) / max(3, many)
    shown = body.actions[first : first + many]
    titles = fit_together(
        [action.what for action in shown], width - 150, context.sizes(TITLE_SIZES), 3, "bold", context.measure
    )
    for number, (action, title) in enumerate(zip(shown, titles, strict=True)):
        newest = action.number == body.actions[-1].number
        boxes += _card(context, action, title, context.left_edge + number * (width + GAP), width, newest=newest)
    return [*boxes, *frame.footer(context)]


def _card(
    context: SceneContext, action: PublicAction, title: Setting, x: float, width: float, *, newest: bool
) -> list[AnyBox]:
    """Return the card of one action; the newest has the accent."""
    key, height = f"action:{action.id}", BOTTOM - 10 - TOP
    ink, fill = ("on_accent", "accent") if newest else ("accent", "accent_soft")
    title_y = TOP + (HEAD - len(title.lines) * title.size * 1.16) / 2
    boxes: list[AnyBox] = [
        Panel(id=f"{key}:card", x=x, y=TOP, w=width, h=height, fill="surface", outline="line", line=3, radius=24),
        Panel(id=f"{key}:head", x=x, y=TOP, w=width, h=HEAD, fill=fill, radius=24, corners="top"),
        line(context, f"{key}:number", str(action.number), x + 30, TOP + 12, 80, 92.0, "bold", ink),
        block(key, title, x + 112, title_y, width - 130, "bold", ink),
    ]
    due = context.day(action.due) if action.due else ""
    slots = (
        ("owner", "wall.who", action.owner),
        ("due", "wall.by_when", due),
        ("first_step", "wall.first_step", action.first_step),
    )
    for place, (part, word, value) in enumerate(slots):
        y = TOP + HEAD + 28 + place * (height - HEAD - 20) / len(slots)
        boxes += _slot(context, f"{key}:{part}", context.say(word), value, x + 30, y, width - 60)
    return boxes


def _slot(context: SceneContext, key: str, word: str, value: str, x: float, y: float, room: float) -> list[AnyBox]:
    """Return one part of an action under its word; a dashed frame that says so where it is missing."""
    named = line(context, f"{key}:word", word, x, y, room, context.label_size, "medium", "ink2")
    if value:
        size = context.reading_size + 3
        said = shorten(value, room, size, 2, "semibold", context.measure)
        return [named, block(key, said, x, y + 50, room, "semibold")]
    missing, at = context.say("wall.missing"), y + 56 + (SLOT - 43 * 1.16) / 2
    return [
        named,
        Panel(id=f"{key}:slot", x=x, y=y + 56, w=room, h=SLOT, outline="cut", line=4, radius=18, dashed=True),
        line(context, key, missing, x, at, room, 43.0, "semibold", "cut", align="center"),
    ]
