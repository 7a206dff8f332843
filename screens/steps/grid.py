"""Draws a ``grid`` step on the stage: the number of answers, and after the reveal gaps, counts and means."""

from __future__ import annotations

from facilitator.view import ITEMS, Grid
from screens.canvas import Region
from screens.stage.figures import figure, of
from screens.stage.grid_result import result
from screens.stage.head import head
from screens.stage.prompt import asking, too_few
from screens.stage.question import question
from screens.stage.scene import Scene

_LARGE, _AIRY = 4, 3
"""Rows of a line of the result with block digits, and the fewest rows of a line if the question is drawn above."""


def draw(region: Region, body: Grid, scene: Scene) -> None:
    """Draw the question with the number of answers, or the result."""
    if any(row.counts is not None for row in body.rows):
        note = "" if body.answers is None else scene.say("stage.answers.note", n=body.answers)
        rest = head(region, scene, note)
        asked = scene.pick(scene.step.question) if scene.step else ""
        lines = min(len(body.rows), ITEMS)
        room = max(rest.height - _LARGE * lines - 2, min(2, rest.height - _AIRY * lines - 2))
        if room > 1:
            left = question(rest.above(room), asked, most=0)
            rest = rest.below(room - left.height + 1)
        result(rest, body, scene)
    elif body.too_few:
        said = scene.say("stage.grid.too_few", n=body.fewest)
        also = scene.also("stage.grid.too_few", n=body.fewest)
        count = figure(scene, "stage.count.answers", str(scene.view.answered))
        too_few(head(region, scene), said, also, count, scene)
    else:
        counts = [figure(scene, "stage.count.answers", of(scene.view.answered, scene.view.joined))]
        asking(head(region, scene, scene.say("stage.scale.from", n=body.fewest)), scene, counts)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("grid")
