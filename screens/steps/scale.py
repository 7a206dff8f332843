"""Draws a ``scale`` step on the stage: the number of answers, and after the reveal their distribution."""

from __future__ import annotations

from facilitator.i18n.messages import pick, say
from facilitator.scene.result_words import answers_note
from facilitator.view import ConsoleView, ScaleBody
from screens.canvas import Region
from screens.console.list_line import ListLine
from screens.stage.bars import ResultBar, draw_bars
from screens.stage.context import StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt, draw_too_few
from screens.stage.question import draw_question


def draw(region: Region, body: ScaleBody, scene: StageContext) -> None:
    """Draw the question with the number of answers, or a bar with its count for each point of the scale."""
    if body.counts is not None:
        rest = draw_head(region, scene, answers_note(scene, sum(body.counts), body.late))
        room = rest.height - 3 * len(body.counts)
        asked = scene.pick(scene.step.question) if scene.step else ""
        left = draw_question(rest.first_rows(max(2, room - 1)), asked, max_step=0)
        shown = [
            ResultBar(str(point), scene.pick_both(label), count)
            for point, (label, count) in enumerate(zip(body.labels, body.counts, strict=False), start=1)
        ]
        draw_bars(rest.skip_rows(max(2, room - 1) - left.height + 1), shown, full_value=max(body.counts, default=0))
    elif body.too_few:
        fields = {"n": body.answers, "least": body.fewest}
        said, also = scene.say("stage.scale.too_few", **fields), scene.say_second("stage.scale.too_few", **fields)
        draw_too_few(
            draw_head(region, scene), said, also, make_figure(scene, "stage.count.answers", str(body.answers)), scene
        )
    else:
        counts = [make_figure(scene, "stage.count.answers", format_count(body.answers, scene.view.joined))]
        draw_prompt(draw_head(region, scene, scene.say("stage.scale.from", n=body.fewest)), scene, counts)


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return one line per point, with its count once the counts may be shown."""
    body = view.public.body
    if not isinstance(body, ScaleBody):
        return []
    if body.counts is None:
        key = "console.too_few" if body.too_few else "console.counts_later"
        return [ListLine("later", say(key, language))]
    pairs = zip(body.labels, body.counts, strict=False)
    lines = [
        ListLine(f"point/{value}", pick(label, language), mark=str(value), tail=str(count))
        for value, (label, count) in enumerate(pairs, 1)
    ]
    if body.late:
        lines.append(ListLine("late", say("stage.scale.late", language, n=body.late)))
    return lines


if __name__ == "__main__":
    from screens.stage.preview import run

    run("scale")
