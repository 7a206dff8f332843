"""Draws a break on the stage: the time of day at which the workshop continues, as large as it fits, and the clock."""

from __future__ import annotations

from facilitator.i18n import messages
from facilitator.view import Break
from screens.canvas import Region
from screens.stage.figures import band, timer
from screens.stage.head import head
from screens.stage.prompt import address
from screens.stage.question import question
from screens.stage.scene import Scene


def draw(region: Region, body: Break, scene: Scene) -> None:
    """Draw the end of the break and the clock; without a fixed end, that there is a break."""
    rest = head(region, scene)
    rest.bottom(1).put(0, 0, address(scene))
    rest = rest.above(rest.height - 2)
    left = [] if scene.view.looking_back else timer(scene)
    below = band(left, rest.width, 0, scene.height)
    room = rest.height - below.rows - 1
    said, also = until(body.until, scene)
    left_over = question(rest.above(room), said, also, most=5)
    # In a break that interrupts another step, the question on view is that step's and is left out.
    if scene.step and scene.step.kind == "break" and scene.pick(scene.step.question):
        question(left_over.below(1), scene.pick(scene.step.question), scene.other(scene.step.question), most=-1)
    below.draw(rest.bottom(below.rows))


def until(when: float, scene: Scene) -> tuple[str, str]:
    """Return when the workshop continues (``Jatkamme klo 14.20``) in the first and the second language.

    ``when`` is in seconds since the epoch; 0, for no fixed end, gives a text that only says there is a break.
    """
    if not when:
        return scene.say("stage.break.now"), scene.also("stage.break.now")
    said = scene.say("stage.break.until", time=messages.clock(when, scene.first))
    other = scene.also("stage.break.until", time=messages.clock(when, scene.second)) if scene.second else ""
    return said, other


if __name__ == "__main__":
    from screens.stage.preview import run

    run("break")
