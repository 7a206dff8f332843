"""The frame of the wall, which never moves: step, title, clock and time above; counts and address below."""

from __future__ import annotations

from facilitator.scene.boxes import AnyBox, Bar, Code, Weight
from facilitator.scene.context import SceneContext
from facilitator.scene.parts import chip, line
from facilitator.scene.shown_view import format_time_left
from facilitator.view import BreakBody, PublicSession

HEADER_CENTRE = 74.0
CLOCK = 92.0
TITLE = 46.0
TIME_BAR_Y, TIME_BAR_HEIGHT = 126.0, 8.0
FOOTER_Y = 930.0
CODE_SIZE = 132.0
COUNT = 56.0
COUNT_BAR_Y, COUNT_BAR_WIDTH = 1042.0, 582.0


def header(context: SceneContext, note: str = "") -> list[AnyBox]:
    """Return chip, title or banner, clock or ``note``, and the bar of the time that is left."""
    boxes: list[AnyBox] = []
    step, x = context.step, context.left_edge
    clock, share = clock_text(context), time_share(context)
    corner = clock or note
    size = CLOCK if clock else context.label_size
    weight: Weight = "bold" if clock else "medium"
    wide = context.figure_width(corner, size, weight) if corner else 0.0
    if step is not None:
        parts, x = chip(
            context, "step", f"{step.number} / {step.of}", x, HEADER_CENTRE - 35, "accent", "accent_soft", height=70.0
        )
        boxes.extend(parts)
        boxes.extend(_title(context, x + 28, context.right_edge - wide - 40))
    if corner:
        role = "cut" if clock.startswith("+") else "ink" if clock else "ink2"
        y = HEADER_CENTRE - size * 0.58
        boxes.append(
            line(
                context,
                "clock" if clock else "note",
                corner,
                context.right_edge - wide,
                y,
                wide,
                size,
                weight,
                role,
                align="right",
                figures=True,
            )
        )
    boxes.append(
        Bar(
            id="time",
            x=context.left_edge,
            y=TIME_BAR_Y,
            w=context.room,
            h=TIME_BAR_HEIGHT,
            share=share,
            fill="accent",
            radius=TIME_BAR_HEIGHT / 2,
        )
    )
    return boxes


def _title(context: SceneContext, x: float, right: float) -> list[AnyBox]:
    """Return the title of the step, or in its place what everybody has to know now."""
    said = banner(context)
    step = context.step
    if said:
        parts, _ = chip(context, "banner", said, x - 8, HEADER_CENTRE - 35, "cut", "cut_soft", height=70.0)
        return (
            parts
            if parts[0].right <= right
            else [line(context, "banner", said, x, HEADER_CENTRE - 28, right - x, TITLE, "semibold", "cut")]
        )
    title = context.pick(step.title) if step else ""
    other = context.pick_second(step.title) if step else ""
    if other and context.measure(f"{title} · {other}", TITLE, "semibold") <= right - x:
        title = f"{title} · {other}"
    return [line(context, "title", title, x, HEADER_CENTRE - TITLE * 0.58, right - x, TITLE, "semibold")]


def banner(context: SceneContext) -> str:
    """Return what everybody has to know now: the wall looks back, answers are locked, a line of encouragement."""
    if context.view.looking_back:
        return "◂ " + context.say("stage.looking_back")
    if context.view.session.locked and context.state == "open":
        return "■ " + context.say("stage.locked")
    nudge = context.view.nudge
    return f"» {context.pick(nudge.text)}" if nudge and nudge.until > context.now else ""


def clock_text(context: SceneContext) -> str:
    """Return the time that is left while the step is open; empty without a clock, on a break, and looking back."""
    timer = context.view.timer
    if timer.state == "off" or context.state != "open" or context.view.looking_back or _break_is_shown(context):
        return ""
    return format_time_left(timer.left_at(context.now))


def _break_is_shown(context: SceneContext) -> bool:
    return isinstance(context.view.body, BreakBody) or context.view.on_break


def time_share(context: SceneContext) -> float:
    """Return the share of the planned time that is left, 0 to 1; 0 without a clock."""
    timer, step = context.view.timer, context.step
    if timer.state == "off" or step is None or context.state != "open" or context.view.looking_back:
        return 0.0
    return max(0.0, min(1.0, timer.left_at(context.now) / max(60.0, 60.0 * step.minutes)))


def host_and_code(session: PublicSession) -> tuple[str, str]:
    """Return what people type: the address without its scheme and code, and the code."""
    address = session.address.removeprefix("http://").removeprefix("https://").rstrip("/")
    host = address.removesuffix(f"/{session.code}")
    return host, session.code


def footer(context: SceneContext, answered: int | None = None, word: str = "") -> list[AnyBox]:
    """Return how many take part and have answered at the left, and address and code at the right.

    ``answered`` is None where nobody is asked; ``word`` says what those have done.
    """
    view = context.view
    boxes: list[AnyBox] = []
    x = _count(
        context, boxes, "joined", view.joined, context.say("wall.joined", n=view.joined), context.left_edge, "ink"
    )
    if answered is not None:
        x = _count(context, boxes, "answered", answered, word, x + 56, "accent")
        share = min(1.0, answered / view.joined) if view.joined else 0.0
        width = max(COUNT_BAR_WIDTH, x - context.left_edge)
        boxes.append(
            Bar(
                id="answered:bar",
                x=context.left_edge,
                y=COUNT_BAR_Y,
                w=width,
                h=10,
                share=share,
                fill="accent",
                radius=5,
            )
        )
    return [*boxes, *_address(context, x)]


def _address(context: SceneContext, taken: float) -> list[AnyBox]:
    """Return address, code in digits, and the small code, right of what is ``taken`` at the left."""
    view, y, x = context.view, FOOTER_Y + 36, taken
    boxes: list[AnyBox] = []
    host, code = host_and_code(view.session)
    left = context.right_edge - CODE_SIZE
    boxes.append(Code(id="code", x=left, y=FOOTER_Y + 2, w=CODE_SIZE, h=CODE_SIZE, data=view.session.address))
    room = left - 28 - x - 40
    edge = left - 28 - room
    boxes.append(line(context, "address", host, edge, y - 18, room, 43.0, "semibold", align="right"))
    number = context.measure(code, context.label_size, "bold") + 2
    boxes.append(
        line(context, "code:number", code, left - 28 - number, y + 38, number, context.label_size, "bold", "accent")
    )
    said = context.say("wall.code")
    boxes.append(
        line(
            context,
            "code:word",
            said,
            edge,
            y + 38,
            room - number - 12,
            context.label_size,
            "medium",
            "ink2",
            align="right",
        )
    )
    return boxes


def _count(
    context: SceneContext,
    boxes: list[AnyBox],
    id: str,  # noqa: A002 - the field of a box
    n: int,
    word: str,
    x: float,
    role: str,
) -> float:
    """Add a number with its word at ``x``; returns the right end."""
    y = FOOTER_Y + 40
    number = context.figure_width(str(n), COUNT, "bold")
    boxes.append(line(context, id, str(n), x, y, number, COUNT, "bold", role, figures=True))
    wide = context.measure(word, context.label_size, "medium") + 2
    at = x + number + 14
    # Both stand on one baseline.
    boxes.append(
        line(
            context,
            f"{id}:word",
            word,
            at,
            y + (COUNT - context.label_size) * 0.945,
            wide,
            context.label_size,
            "medium",
            "ink2",
        )
    )
    return at + wide
