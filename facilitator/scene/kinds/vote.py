"""The scene of ``vote``: the options and how many have voted; then bars, with the cut in a gap of its own."""

from __future__ import annotations

from facilitator.scene import frame
from facilitator.scene.boxes import AnyBox, Panel, Ring
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, calm_sentence, line, question
from facilitator.scene.ranking import draw_vote_result, most_votes
from facilitator.scene.result_words import vote_note
from facilitator.scene.type_setting import fit, fit_together
from facilitator.view import Body, VoteBody

PANEL_WIDTH, NARROW_PANEL_WIDTH = 400.0, 300.0
MOST_ROWS = 8
OPTION_SIZES = (54.0, 48.0, 43.0)


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the options, or the result."""
    assert isinstance(body, VoteBody)
    voters = context.say("stage.count.voters", n=body.voters)
    if context.shows_result and body.total is not None:
        return draw_vote_result(context, body, vote_note(context, body), most_votes(body))
    boxes = frame.header(context)
    asked, y = question(context, height=150.0)
    boxes += asked
    boxes += _options(context, body, y + 26)
    boxes += _progress(context, body, y + 26)
    return [*boxes, *frame.footer(context, body.voters, voters)]


def _panel_width(context: SceneContext) -> float:
    return NARROW_PANEL_WIDTH if context.narrow else PANEL_WIDTH


def _options(context: SceneContext, body: VoteBody, top: float) -> list[AnyBox]:
    """Return the options, numbered, in one column, or in two when there are more than fit."""
    items = body.items
    if not items:
        return calm_sentence(context, "empty", context.say("stage.group.empty"), top)
    room = context.room - _panel_width(context) - 70
    most = min(MOST_ROWS, int((BOTTOM - top + 16) / (context.reading_size * 1.4 + 16)))
    columns = 1 if len(items) <= most else 2
    rows = -(-len(items) // columns)
    height = min(96.0, (BOTTOM - top - (rows - 1) * 16) / rows)
    width = (room - (columns - 1) * 24) / columns
    lines = 1 if columns == 1 else 2 if height >= 2 * context.reading_size * 1.12 else 1
    settings = fit_together(
        [context.pick(item.label) for item in items],
        width - 150,
        [size for size in context.sizes(OPTION_SIZES) if size * 1.16 * lines <= height] or [context.label_size],
        lines,
        "semibold",
        context.measure,
    )
    boxes: list[AnyBox] = []
    for number, (item, setting) in enumerate(zip(items, settings, strict=True)):
        x, y = context.left_edge + number // rows * (width + 24), top + number % rows * (height + 16)
        key = f"option:{item.id}"
        boxes += [
            Panel(id=f"{key}:card", x=x, y=y, w=width, h=height, fill="surface", outline="line", line=2, radius=20),
            Panel(id=f"{key}:edge", x=x, y=y, w=98, h=height, fill="accent_soft", radius=20, corners="left"),
            line(
                context,
                f"{key}:number",
                str(number + 1),
                x,
                y + (height - 54 * 1.16) / 2,
                98,
                54.0,
                "bold",
                "accent",
                align="center",
            ),
            block(
                key,
                setting,
                x + 128,
                y + (height - len(setting.lines) * setting.size * 1.16) / 2,
                width - 140,
                "semibold",
            ),
        ]
    return boxes


def _progress(context: SceneContext, body: VoteBody, top: float) -> list[AnyBox]:
    """Return the ring with how many have voted: never how many votes an option has."""
    side = _panel_width(context)
    x, y = context.right_edge - side, top + 8
    joined = context.view.joined
    share = min(1.0, body.voters / joined) if joined else 0.0
    boxes: list[AnyBox] = [
        Ring(id="voters:ring", x=x, y=y, w=side, h=side, share=share, fill="accent", line=side / 10),
        line(
            context,
            "voters",
            str(body.voters),
            x,
            y + side * 0.24,
            side,
            side * 0.37,
            "bold",
            align="center",
            figures=True,
        ),
        line(context, "voters:of", f"/ {joined}", x, y + side * 0.6, side, 54.0, "semibold", "ink2", align="center"),
    ]
    below = y + side + 32
    said = vote_note(context, body)
    each = fit(said, side + 60, context.sizes((46.0, 43.0, 40.0)), 3, "semibold", context.measure)
    boxes.append(block("voters:each", each, x - 30, below, side + 60, "semibold", align="center"))
    key = {"ready": "stage.ready", "open": "wall.result_at_close"}.get(context.state, "stage.vote.closed")
    note = fit(context.say(key), side + 60, context.sizes((43.0, 40.0)), 2, "medium", context.measure)
    below = boxes[-1].bottom + 8
    boxes.append(block("voters:note", note, x - 30, below, side + 60, "medium", "ink2", align="center"))
    return boxes
