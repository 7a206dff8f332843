"""Draws an ``action`` step on the stage: what, who, by when, first step, and in words what is missing."""

from __future__ import annotations

from facilitator.view import Actions
from screens.canvas import Region
from screens.stage.action_table import agreed, checklist
from screens.stage.figures import live
from screens.stage.head import clocked
from screens.stage.question import question
from screens.stage.scene import LARGE, Scene

_ROWS_EACH = 5


def draw(region: Region, body: Actions, scene: Scene) -> None:
    """Draw the table of actions, with an empty row while more can be added; above it the question if it fits."""
    rest = clocked(region, scene, scene.say("stage.action.note", n=len(body.actions), most=body.most))
    free = rest.height - _ROWS_EACH * (len(body.actions) + 1)
    if free > 1 and scene.step:
        rest = rest.below(1) if live(scene) and scene.height < LARGE else rest  # large letters must not touch the clock
        asked = rest.above(min(free, rest.height // 2))
        left = question(asked, scene.pick(scene.step.question), scene.other(scene.step.question), most=0)
        rest = rest.below(asked.height - left.height + 1)
    if body.checklist:
        checklist(rest, body.actions, scene)
    else:
        agreed(rest, body.actions, scene, room_for=max(0, body.most - len(body.actions)))


if __name__ == "__main__":
    from screens.stage.preview import run

    run("action")
