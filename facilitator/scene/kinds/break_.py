"""The scene of ``break``: the time that is left in a ring, when the room goes on, and what comes."""

from __future__ import annotations

from datetime import datetime

from facilitator.scene import frame
from facilitator.scene.boxes import AnyBox, Panel, Ring
from facilitator.scene.context import SceneContext
from facilitator.scene.parts import block, line
from facilitator.scene.shown_view import format_time_left
from facilitator.scene.type_setting import fit
from facilitator.view import Body, BreakBody

RING, RING_LINE = 720.0, 38.0
FIGURE = 236.0
LONGEST_MINUTES = 15.0
"""Minutes of a full ring where the break has no planned length."""


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the break."""
    assert isinstance(body, BreakBody)
    boxes = frame.header(context)
    side = min(RING, context.room * 0.42)
    x, y = context.left_edge + 40, 180.0 + (RING - side) / 2
    left = body.until - context.now if body.until else 0.0
    if body.until:
        planned = context.step.minutes if context.step is not None and context.step.rests else LONGEST_MINUTES
        share = max(0.0, min(1.0, left / max(60.0, 60.0 * planned)))
        boxes.append(
            Ring(id="break:ring", x=x, y=y, w=side, h=side, share=share, fill="accent", line=side / RING * RING_LINE)
        )
        clock = format_time_left(left)
        size = FIGURE * side / RING
        while size > 60 and context.measure(clock, size, "bold") > side * 0.78:
            size -= 6
        said = context.say("wall.break_left" if left > 0 else "stage.time.up")
        boxes += [
            line(context, "break:word", said, x, y + side * 0.27, side, 46.0, "semibold", "ink2", align="center"),
            line(
                context,
                "clock",
                clock,
                x,
                y + side * 0.5 - size * 0.5,
                side,
                size,
                "bold",
                "ink" if left > 0 else "cut",
                align="center",
                figures=True,
            ),
        ]
    at = x + side + 110 if body.until else context.left_edge
    room = context.right_edge - at
    boxes += _end_of_break(context, body, at, room)
    boxes += _next_step(context, at, room)
    return [*boxes, *frame.footer(context)]


def _end_of_break(context: SceneContext, body: BreakBody, x: float, room: float) -> list[AnyBox]:
    if not body.until:
        return [line(context, "break:title", context.say("wall.break"), x, 260.0, room, 150.0, "bold")]
    clock = datetime.fromtimestamp(body.until)
    value = context.say("wall.clock", hour=clock.hour, minute=f"{clock.minute:02}")
    return [
        line(context, "break:on", context.say("wall.go_on"), x, 274.0, room, 62.0, "semibold", "ink2"),
        line(context, "break:until", value, x, 340.0, room, 150.0, "bold", figures=True),
    ]


def _next_step(context: SceneContext, x: float, room: float) -> list[AnyBox]:
    """Return what comes after the break; nothing when no step follows."""
    title = context.view.next.title
    if not title:
        return []
    setting = fit(context.pick(title), room - 88, context.sizes((72.0, 62.0, 54.0, 46.0)), 3, "bold", context.measure)
    height = 110 + len(setting.lines) * setting.size * 1.12 + 40
    return [
        Panel(id="break:next", x=x, y=560.0, w=room, h=height, fill="accent_soft", radius=28),
        line(
            context, "break:next:word", context.say("wall.next"), x + 44, 592.0, room - 88, 46.0, "semibold", "accent"
        ),
        block("break:next:title", setting, x + 44, 656.0, room - 88, "bold", leading=1.12),
    ]
