"""Makes the scene of a public view: what covers the step, or the step itself, in the frame."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from facilitator.scene import joining, prompt
from facilitator.scene.boxes import AnyBox, Panel, Scene
from facilitator.scene.context import SceneContext
from facilitator.scene.shown_view import break_within_step
from facilitator.view import Body, InfoBody, LobbyBody

Draw: TypeAlias = Callable[[SceneContext, Body], list[AnyBox]]


def compose(context: SceneContext) -> Scene:
    """Return the scene of a view. A black wall is one box that covers it."""
    view = context.view
    if view.session.black:
        black = Panel(id="black", x=0, y=0, w=context.width, h=1080, fill="code")
        return Scene(width=context.width, boxes=(black,), ground="code")
    joins = view.session.overlay or isinstance(view.body, LobbyBody)
    if view.wifi is not None:
        boxes = joining.draw_wifi(context, view.wifi)
    elif joins or (isinstance(view.body, InfoBody) and view.body.join):
        boxes = joining.draw(context)
    else:
        body = break_within_step(view) or view.body
        boxes = draw_of(body.kind)(context, body)
    return Scene(width=context.width, boxes=tuple(boxes))


@cache
def draw_of(kind: str) -> Draw:
    """Return the function that draws a kind of step."""
    try:
        module = importlib.import_module(f"facilitator.scene.kinds.{kind.replace('break', 'break_')}")
    except ModuleNotFoundError as error:
        if error.name != f"facilitator.scene.kinds.{kind}":
            raise
        return prompt.draw
    draw: Draw = module.draw
    return draw
