"""The scene of ``commit``: blank cards while people promise, then the shared promises, one at a time."""

from __future__ import annotations

from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox, Disc, Panel
from facilitator.scene.context import SceneContext
from facilitator.scene.parts import block, line
from facilitator.scene.type_setting import PROMISE, fit
from facilitator.view import Body, CommitBody

TOP, HEIGHT = 166.0, 750.0
PAD = 80.0
DOT, DOT_STEP = 18.0, 46.0


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question with the number of promises, or one of those that are shared."""
    assert isinstance(body, CommitBody)
    promised = context.say("wall.promised", n=body.count)
    if body.shared and context.state not in ("ready", "open"):
        return [*frame.header(context), *_promise(context, body), *frame.footer(context, body.count, promised)]
    return prompt.draw_prompt(
        context,
        count=body.count,
        word=context.say("stage.count.promises", n=body.count),
        tags=body.sizes,
        closed_key="stage.closed",
        answered=body.count,
        answered_word=promised,
    )


def _promise(context: SceneContext, body: CommitBody) -> list[AnyBox]:
    """Return one promise on the accent, and its place among all of them."""
    place, many = context.turn(len(body.shared)), len(body.shared)
    text, room, left = body.shared[place], context.room - 2 * PAD, context.left_edge + PAD
    setting = fit(text.text, room, context.sizes(PROMISE), 4, "bold", context.measure)
    said, count, y = context.say("wall.i_promise"), f"{place + 1} / {many}", TOP + HEIGHT - 96
    return [
        Panel(id="promise:card", x=context.left_edge, y=TOP, w=context.room, h=HEIGHT, fill="accent", radius=36),
        line(context, "promise:word", said, left, TOP + 80, room, 54.0, "medium", "on_accent"),
        block(f"promise:{text.id}", setting, left, TOP + 160, room, "bold", "on_accent", leading=1.1),
        line(context, "promise:place", count, left, y, room, 46.0, "semibold", "on_accent", align="right"),
        *_dots(left, room - 260, place, many),
    ]


def _dots(left: float, room: float, place: int, many: int) -> list[AnyBox]:
    """Return a dot for each promise; a longer one for that which is shown."""
    step, y = min(DOT_STEP, room / many), TOP + HEIGHT - 70 - DOT / 2
    small = min(DOT, step - 6)
    boxes: list[AnyBox] = []
    for number in range(many):
        key, x = f"promise:dot:{number}", left + number * step
        if number == place:
            boxes.append(Panel(id=key, x=x, y=y, w=min(36.0, step - 4), h=DOT, fill="on_accent", radius=9))
        else:
            boxes.append(Disc(id=key, x=x + 8, y=y + 1, w=small, h=small, fill="accent_faint"))
    return boxes
