"""Draws an ``energy`` step on the stage."""

from __future__ import annotations

from typing import Any

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView
from screens.canvas import Region
from screens.console.list_line import ListLine
from screens.stage.bars import ResultBar, draw_bars
from screens.stage.context import StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt


def draw(region: Region, body: Any, scene: StageContext) -> None:
    """Draw the question with the number of answers, or a bar for each level."""
    rest = draw_head(region, scene)
    if not body.counts:
        draw_prompt(
            rest, scene, [make_figure(scene, "stage.count.answers", format_count(body.answers, scene.view.joined))]
        )
        return
    bars = [
        ResultBar("", scene.say("stage.energy.level", level=value), count) for value, count in enumerate(body.counts, 1)
    ]
    draw_bars(rest, bars, full_value=max(body.counts))


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return one line per level once the counts may be shown."""
    counts: tuple[int, ...] = getattr(view.public.body, "counts", ())
    return [
        ListLine(f"level/{value}", say("stage.energy.level", language, level=value), tail=str(count))
        for value, count in enumerate(counts, 1)
    ]
