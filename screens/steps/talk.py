"""Draws a ``talk`` step on the stage: the question and a large clock, with the result to talk about if there is one."""

from __future__ import annotations

from facilitator.view import ITEMS, Talk
from screens.canvas import Region, width_of
from screens.stage.bars import bars
from screens.stage.grid_result import result
from screens.stage.head import head
from screens.stage.prompt import asking
from screens.stage.ranking import most, ranked
from screens.stage.scene import Scene

_MOST = 5
"""Largest number of results below the question, so that the stage keeps one message."""

_LEAST = 10
"""Rows of the question, the clock and the help."""


def draw(region: Region, body: Talk, scene: Scene) -> None:
    """Draw the question and the clock; below them the top items of the latest result, if there is one."""
    rest = head(region, scene)
    if body.grid is not None and not body.grid.too_few:
        room = rest.height - _LEAST - (2 if scene.second else 0)
        lines = min(len(body.grid.rows), ITEMS)
        result(asking(rest, scene, [], keep=min(room, 3 + 3 * lines), closed="", inviting=False), body.grid, scene)
        return
    if body.results is None or not body.results.total:
        asking(rest, scene, [], closed="", inviting=False)
        return
    shown = ranked(body.results, scene, slice(0, _MOST))
    room = rest.height - _LEAST - (2 if scene.second else 0)
    # With three rows for each item, labels stand above the bars: for long labels, if at least three items fit so.
    each = 3 if room >= 9 and any(width_of(bar.label) > rest.width // 2 for bar in shown) else 2
    shown = shown[: max(1, room // each)]
    left = asking(rest, scene, [], keep=each * len(shown), closed="", inviting=False)
    bars(left, shown, most=most(body.results))


if __name__ == "__main__":
    from screens.stage.preview import run

    run("talk")
