"""Draws a break on the stage: the time of day at which the workshop continues, as large as it fits, and the clock."""

from __future__ import annotations

from facilitator.i18n import messages
from facilitator.i18n.messages import format_time_of_day, say
from facilitator.view import BreakBody, ConsoleView
from screens.canvas import Region
from screens.console.list_line import ListLine
from screens.stage.context import StageContext
from screens.stage.figures import fit_band, timer_figures
from screens.stage.head import draw_head
from screens.stage.prompt import address
from screens.stage.question import draw_question


def draw(region: Region, body: BreakBody, scene: StageContext) -> None:
    """Draw the end of the break and the clock; without a fixed end, that there is a break."""
    rest = draw_head(region, scene)
    rest.last_rows(1).put(0, 0, address(scene))
    rest = rest.first_rows(rest.height - 2)
    left = [] if scene.view.looking_back else timer_figures(scene)
    below = fit_band(left, rest.width, 0, scene.height)
    room = rest.height - below.rows - 1
    said, also = break_text(body.until, scene)
    left_over = draw_question(rest.first_rows(room), said, also, max_step=5)
    # In a break that interrupts another step, the question on view is that step's and is left out.
    if scene.step and scene.step.kind == "break" and scene.pick(scene.step.question):
        draw_question(
            left_over.skip_rows(1), scene.pick(scene.step.question), scene.pick_second(scene.step.question), max_step=-1
        )
    below.draw(rest.last_rows(below.rows))


def break_text(when: float, scene: StageContext) -> tuple[str, str]:
    """Return when the workshop continues (``Jatkamme klo 14.20``) in the first and the second language.

    ``when`` is in seconds since the epoch; 0, for no fixed end, gives a text that only says there is a break.
    """
    if not when:
        return scene.say("stage.break.now"), scene.say_second("stage.break.now")
    said = scene.say("stage.break.until", time=messages.format_time_of_day(when, scene.first))
    other = (
        scene.say_second("stage.break.until", time=messages.format_time_of_day(when, scene.second))
        if scene.second
        else ""
    )
    return said, other


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return when the workshop goes on, and how to prolong the break."""
    body = view.public.body
    if not isinstance(body, BreakBody):
        return []
    until = say("stage.break.until", language, time=format_time_of_day(body.until, language)) if body.until else ""
    said = [until, say("console.break.help", language)]
    return [ListLine(f"break/{number}", text) for number, text in enumerate(said) if text]


if __name__ == "__main__":
    from screens.stage.preview import run

    run("break")
