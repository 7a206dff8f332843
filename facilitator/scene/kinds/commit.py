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
    if context.revealed and body.shared:
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
    place = context.page % len(body.shared)
    text, room = body.shared[place], context.room - 2 * PAD
    setting = fit(text.text, room, context.sizes(PROMISE), 4, "bold", context.measure)
    boxes: list[AnyBox] = [
        Panel(id="promise:card", x=context.left, y=TOP, w=context.room, h=HEIGHT, fill="accent", radius=36),
        line(
            context,
            "promise:word",
            context.say("wall.i_promise"),
            context.left + PAD,
            TOP + 80,
            room,
            54.0,
            "medium",
            "on_accent",
        ),
        block(f"promise:{text.id}", setting, context.left + PAD, TOP + 160, room, "bold", "on_accent", leading=1.1),
        line(
            context,
            "promise:place",
            f"{place + 1} / {len(body.shared)}",
            context.left + PAD,
            TOP + HEIGHT - 96,
            room,
            46.0,
            "semibold",
            "on_accent",
            align="right",
            figures=True,
        ),
    ]
    many = len(body.shared)
    step = min(DOT_STEP, (room - 260) / many)
    for number in range(many):
        here = number == place
        y = TOP + HEIGHT - 70 - DOT / 2
        x = context.left + PAD + number * step
        if here:
            boxes.append(
                Panel(id=f"promise:dot:{number}", x=x, y=y, w=min(36.0, step - 4), h=DOT, fill="on_accent", radius=9)
            )
        else:
            boxes.append(
                Disc(
                    id=f"promise:dot:{number}",
                    x=x + 8,
                    y=y + 1,
                    w=min(DOT, step - 6),
                    h=min(DOT, step - 6),
                    fill="accent_faint",
                )
            )
    return boxes
