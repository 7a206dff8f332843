"""Draws a ``choice`` step on the stage: the number of answers, and after the reveal a bar for each option."""

from __future__ import annotations

from facilitator.scene.result_words import answers_note
from facilitator.view import ITEMS_PER_PAGE, ChoiceBody, ConsoleView
from screens.canvas import Region
from screens.console.choice_lines import options_lines, warning_lines
from screens.console.list_line import ListLine
from screens.stage.bars import ResultBar, draw_bars
from screens.stage.context import ROOMY_ROWS, StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt, draw_too_few
from screens.stage.question import draw_question


def draw(region: Region, body: ChoiceBody, scene: StageContext) -> None:
    """Draw the question with the number of answers, or the options with their counts."""
    if any(option.count is not None for option in body.options):
        _draw_result(draw_head(region, scene, answers_note(scene, body.answers, body.late)), body, scene)
    elif body.too_few:
        fields = {"n": body.answers, "least": body.fewest}
        said, also = scene.say("stage.scale.too_few", **fields), scene.say_second("stage.scale.too_few", **fields)
        draw_too_few(
            draw_head(region, scene), said, also, make_figure(scene, "stage.count.answers", str(body.answers)), scene
        )
    else:
        counts = [make_figure(scene, "stage.count.answers", format_count(body.answers, scene.view.joined))]
        from_here = scene.say("stage.scale.from", n=body.fewest) if body.fewest > 1 else ""
        draw_prompt(draw_head(region, scene, from_here), scene, counts)


def _draw_result(region: Region, body: ChoiceBody, scene: StageContext) -> None:
    shown = [ResultBar("", scene.pick_both(option.label), option.count or 0) for option in body.options]
    most = max([body.other_count or 0, *(bar.value for bar in shown)])
    part = shown[body.page * ITEMS_PER_PAGE : (body.page + 1) * ITEMS_PER_PAGE]
    if body.other_count and body.page == body.pages - 1:
        part.append(ResultBar("", scene.say_both("stage.choice.other"), body.other_count, strong=False))
    room = max(2, region.height - (4 if scene.height >= ROOMY_ROWS else 3) * len(part) - 1)
    asked = scene.pick(scene.step.question) if scene.step else ""
    left = draw_question(region.first_rows(room), asked, max_step=0)
    draw_bars(
        region.skip_rows(room - left.height + 1), part, full_value=most, slots=ITEMS_PER_PAGE if body.pages > 1 else 0
    )


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return one line per option, after a warning if there is one."""
    body = view.public.body
    if not isinstance(body, ChoiceBody):
        return []
    return warning_lines(view.public.next, language) + options_lines(body, language)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("choice")
