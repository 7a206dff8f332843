"""The scene of ``talk``: the question, and below it the result that is talked about."""

from __future__ import annotations

from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox
from facilitator.scene.context import SceneContext
from facilitator.scene.grid_rows import draw_grid
from facilitator.scene.parts import question
from facilitator.scene.ranking import draw_ranking, most_votes, vote_rows
from facilitator.view import Body, TalkBody

MOST_RESULTS = 5


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question and the result."""
    assert isinstance(body, TalkBody)
    if body.grid is not None and not body.grid.too_few:
        boxes = frame.header(context)
        asked, y = question(context, height=190.0)
        return [*boxes, *asked, *draw_grid(context, body.grid, y + 30), *frame.footer(context)]
    results = body.results
    if results is None or not results.total:
        return prompt.draw_prompt(context, count=None, word="", closed_key="")
    boxes = frame.header(context)
    asked, y = question(context, height=230.0)
    rows = vote_rows(context, results, most_votes(results))[:MOST_RESULTS]
    return [*boxes, *asked, *draw_ranking(context, rows, y + 30), *frame.footer(context)]
