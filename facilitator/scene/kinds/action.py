"""The scene of ``action``: the shared actions as cards, each with what it says and, visibly, what it still lacks."""

from __future__ import annotations

from facilitator.scene import frame
from facilitator.scene.boxes import AnyBox, Panel
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, calm_sentence, line, question
from facilitator.scene.type_setting import Setting, fit_together, shorten
from facilitator.view import ActionBody, Body, PublicAction

TOP, HEAD, GAP = 166.0, 200.0, 28.0
MOST_CARDS = 4
TITLE_SIZES = (46.0, 43.0, 40.0)


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the cards; before the first one, the question."""
    assert isinstance(body, ActionBody)
    if not body.actions:
        asked, below = question(context)
        said = context.say("wall.no_actions", n=body.most)
        return [*frame.header(context), *asked, *calm_sentence(context, "empty", said, below), *frame.footer(context)]
    many = min(len(body.actions), MOST_CARDS if not context.narrow else 3)
    last = len(body.actions) - many
    first = min(last, context.page * many)
    note = context.say("wall.page", page=first // many + 1, pages=-(-len(body.actions) // many)) if last else ""
    boxes = frame.header(context, note)
    width = (context.room - (max(3, many) - 1) * GAP) / max(3, many)
    shown = body.actions[first : first + many]
    titles = fit_together(
        [action.what for action in shown], width - 150, context.sizes(TITLE_SIZES), 3, "bold", context.measure
    )
    for number, (action, title) in enumerate(zip(shown, titles, strict=True)):
        newest = action.number == body.actions[-1].number
        boxes += _card(context, action, title, context.left + number * (width + GAP), width, newest=newest)
    return [*boxes, *frame.footer(context)]


def _card(
    context: SceneContext, action: PublicAction, title: Setting, x: float, width: float, *, newest: bool
) -> list[AnyBox]:
    """Return the card of one action; the one that was changed last has the accent."""
    key, ink = f"action:{action.id}", "on_accent" if newest else "accent"
    height = BOTTOM - 10 - TOP
    boxes: list[AnyBox] = [
        Panel(id=f"{key}:card", x=x, y=TOP, w=width, h=height, fill="surface", outline="line", line=3, radius=24),
        Panel(
            id=f"{key}:head",
            x=x,
            y=TOP,
            w=width,
            h=HEAD,
            fill="accent" if newest else "accent_soft",
            radius=24,
            corners="top",
        ),
        line(context, f"{key}:number", str(action.number), x + 30, TOP + 12, 80, 92.0, "bold", ink),
        block(key, title, x + 112, TOP + (HEAD - len(title.lines) * title.size * 1.16) / 2, width - 130, "bold", ink),
    ]
    due = context.day(action.due) if action.due else ""
    step_y = (height - HEAD - 20) / 3
    for place, (part, key_, value) in enumerate(
        (
            ("owner", "wall.who", action.owner),
            ("due", "wall.by_when", due),
            ("first_step", "wall.first_step", action.first_step),
        )
    ):
        y = TOP + HEAD + 28 + place * step_y
        room = width - 60
        boxes.append(
            line(context, f"{key}:{part}:word", context.say(key_), x + 30, y, room, context.label, "medium", "ink2")
        )
        if value:
            lines, whole = shorten(value, room, context.reading + 3, 2, "semibold", context.measure)
            setting = Setting(context.reading + 3, lines, whole)
            boxes.append(block(f"{key}:{part}", setting, x + 30, y + 50, room, "semibold", figures=part == "due"))
        else:
            boxes += [
                Panel(
                    id=f"{key}:{part}:slot",
                    x=x + 30,
                    y=y + 56,
                    w=room,
                    h=82,
                    outline="cut",
                    line=4,
                    radius=18,
                    dashed=True,
                ),
                line(
                    context,
                    f"{key}:{part}",
                    context.say("wall.missing"),
                    x + 30,
                    y + 56 + (82 - 43 * 1.16) / 2,
                    room,
                    43.0,
                    "semibold",
                    "cut",
                    align="center",
                ),
            ]
    return boxes
