"""Draws a ``talk`` step on the stage: the question and a large clock, with the result to talk about if there is one."""

from __future__ import annotations

from facilitator.view import ITEMS_PER_PAGE, ConsoleView, TalkBody
from screens.canvas import Region, width_of
from screens.console.choice_lines import grid_lines
from screens.console.list_line import ListLine
from screens.console.vote_lines import vote_lines
from screens.stage.bars import draw_bars
from screens.stage.context import StageContext
from screens.stage.grid_result import draw_grid_result
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt
from screens.stage.ranking import most_votes, ranked_bars

_MAX_RESULTS = 5
"""Maximum number of results below the question: more would distract from it."""

_MIN_ROWS = 10
"""Rows reserved for the question, the clock and the help."""


def draw(region: Region, body: TalkBody, scene: StageContext) -> None:
    """Draw the question and the clock; below them the top items of the latest result, if there is one."""
    rest = draw_head(region, scene)
    if body.grid is not None and not body.grid.too_few:
        room = rest.height - _MIN_ROWS - (2 if scene.second else 0)
        lines = min(len(body.grid.rows), ITEMS_PER_PAGE)
        draw_grid_result(
            draw_prompt(rest, scene, [], keep_rows=min(room, 3 + 3 * lines), closed_key="", show_address=False),
            body.grid,
            scene,
        )
        return
    if body.results is None or not body.results.total:
        draw_prompt(rest, scene, [], closed_key="", show_address=False)
        return
    shown = ranked_bars(body.results, scene, slice(0, _MAX_RESULTS))
    room = rest.height - _MIN_ROWS - (2 if scene.second else 0)
    # Three rows per item put the label above the bar. Use them for long labels, if at least three items then fit.
    each = 3 if room >= 9 and any(width_of(bar.label) > rest.width // 2 for bar in shown) else 2
    shown = shown[: max(1, room // each)]
    left = draw_prompt(rest, scene, [], keep_rows=each * len(shown), closed_key="", show_address=False)
    draw_bars(left, shown, full_value=most_votes(body.results))


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return the result that is talked about."""
    body = view.public.body
    if not isinstance(body, TalkBody):
        return []
    if body.results is not None:
        return vote_lines(body.results, language)
    return grid_lines(body.grid, language) if body.grid is not None else []


if __name__ == "__main__":
    from screens.stage.preview import run

    run("talk")
