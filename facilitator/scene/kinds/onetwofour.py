"""The scene of ``onetwofour`` (1-2-4-All): the phase and what to do in it, then the ideas of the groups."""

from __future__ import annotations

from facilitator.scene import card_wall, frame
from facilitator.scene.boxes import AnyBox, Panel
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, line, question
from facilitator.scene.type_setting import fit
from facilitator.view import Body, OneTwoFourBody

PHASES = ("alone", "pairs", "fours", "all")
PHASE_HEIGHT, GAP = 150.0, 18.0


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the phases, or the ideas."""
    assert isinstance(body, OneTwoFourBody)
    if body.phase == "all":
        return card_wall.draw_wall(context, body.texts, body.tags, empty=context.say("stage.onetwofour.none"))
    boxes = frame.header(context)
    asked, y = question(context)
    boxes += asked
    if context.state == "ready":
        return [*boxes, *_phases(context, body, y + 40), *frame.footer(context)]
    said = context.say(f"stage.onetwofour.{body.phase}.what")
    top = max(y + 46, 520.0)
    boxes += _phases(context, body, top)
    setting = fit(said, context.room, context.sizes((62.0, 54.0, 46.0, 43.0)), 3, "semibold", context.measure)
    boxes.append(block("phase:what", setting, context.left_edge, top + PHASE_HEIGHT + 40, context.room, "semibold"))
    if body.phase == "fours":
        groups = f"{body.count} {context.say('stage.count.groups', n=body.count)}"
        boxes.append(
            line(
                context,
                "phase:groups",
                groups,
                context.left_edge,
                BOTTOM - 70,
                context.room,
                46.0,
                "semibold",
                "accent",
            )
        )
    return [*boxes, *frame.footer(context)]


def _phases(context: SceneContext, body: OneTwoFourBody, y: float) -> list[AnyBox]:
    """Return the four phases side by side with their minutes; the present one has the accent."""
    width = (context.room - 3 * GAP) / 4
    boxes: list[AnyBox] = []
    for number, phase in enumerate(PHASES):
        here, x = phase == body.phase, context.left_edge + number * (width + GAP)
        name = context.say(f"stage.onetwofour.{phase}")
        minutes = f"{body.minutes[number]} min" if number < len(body.minutes) else ""
        boxes += [
            Panel(
                id=f"phase:{phase}:card",
                x=x,
                y=y,
                w=width,
                h=PHASE_HEIGHT,
                fill="accent" if here else "soft",
                radius=24,
            ),
            line(
                context,
                f"phase:{phase}",
                name,
                x + 28,
                y + 18,
                width - 56,
                50.0,
                "bold",
                "on_accent" if here else "ink",
            ),
            line(
                context,
                f"phase:{phase}:minutes",
                minutes,
                x + 28,
                y + 82,
                width - 56,
                context.label_size,
                "medium",
                "on_accent" if here else "ink2",
                figures=True,
            ),
        ]
    return boxes
