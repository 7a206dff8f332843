"""Draws a ``grid`` step on the stage: the number of answers, and after the reveal gaps, counts and means."""

from __future__ import annotations

from facilitator.view import ITEMS_PER_PAGE, ConsoleView, GridBody
from screens.canvas import Region
from screens.console.choice_lines import grid_lines, warning_lines
from screens.console.list_line import ListLine
from screens.stage.context import StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.grid_result import draw_grid_result
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt, draw_too_few
from screens.stage.question import draw_question

_LARGE, _AIRY = 4, 3
"""Rows of a line of the result with block digits, and the fewest rows of a line if the question is drawn above."""


def draw(region: Region, body: GridBody, scene: StageContext) -> None:
    """Draw the question with the number of answers, or the result."""
    if any(row.counts is not None for row in body.rows):
        note = "" if body.answers is None else scene.say("stage.answers.note", n=body.answers)
        rest = draw_head(region, scene, note)
        asked = scene.pick(scene.step.question) if scene.step else ""
        lines = min(len(body.rows), ITEMS_PER_PAGE)
        room = max(rest.height - _LARGE * lines - 2, min(2, rest.height - _AIRY * lines - 2))
        if room > 1:
            left = draw_question(rest.first_rows(room), asked, max_step=0)
            rest = rest.skip_rows(room - left.height + 1)
        draw_grid_result(rest, body, scene)
    elif body.too_few:
        said = scene.say("stage.grid.too_few", n=body.fewest)
        also = scene.say_second("stage.grid.too_few", n=body.fewest)
        count = make_figure(scene, "stage.count.answers", str(scene.view.answered))
        draw_too_few(draw_head(region, scene), said, also, count, scene)
    else:
        counts = [make_figure(scene, "stage.count.answers", format_count(scene.view.answered, scene.view.joined))]
        draw_prompt(draw_head(region, scene, scene.say("stage.scale.from", n=body.fewest)), scene, counts)


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return one line per row, after a warning if there is one."""
    body = view.public.body
    if not isinstance(body, GridBody):
        return []
    return warning_lines(view.public.next, language) + grid_lines(body, language)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("grid")
