"""How a ``break`` step looks on the stage: when the room goes on, as large as it fits, and the clock."""

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
    """Draw the time of day that the break ends at; without one, that it is a break."""
    rest = head(region, scene)
    rest.bottom(1).put(0, 0, address(scene))
    rest = rest.above(rest.height - 2)
    left = [] if scene.view.looking_back else timer(scene)
    below = band(left, rest.width, 0, scene.height)
    room = rest.height - below.rows - 1
    said, also = until(body.until, scene)
    left_over = question(rest.above(room), said, also, most=5)
    # A break within another step is not about that step's question.
    if scene.step and scene.step.kind == "break" and scene.pick(scene.step.question):
        question(left_over.below(1), scene.pick(scene.step.question), scene.other(scene.step.question), most=-1)
    below.draw(rest.bottom(below.rows))


def until(when: float, scene: Scene) -> tuple[str, str]:
    """``Jatkamme klo 14.20`` in the first and the second language; only that it is a break where no time is known."""
    if not when:
        return scene.say("stage.break.now"), scene.also("stage.break.now")
    said = scene.say("stage.break.until", time=messages.clock(when, scene.first))
    other = scene.also("stage.break.until", time=messages.clock(when, scene.second)) if scene.second else ""
    return said, other


if __name__ == "__main__":
    from screens.stage.preview import run

    run("break")
