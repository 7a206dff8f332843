"""Draws a ``commit`` step on the stage: the number of promises, and those that their writers chose to share."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.i18n.messages import say
from facilitator.view import CommitBody, ConsoleView
from screens.canvas import Region
from screens.console.list_line import ListLine
from screens.stage.context import StageContext
from screens.stage.figures import StageFigure, fit_band, make_figure, running_timer
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt, packed_band_if_needed
from screens.stage.question import large_lettering
from screens.stage.texts import draw_texts

_FIXED_ROWS = 6
"""Rows of the address and of the blank rows between question, numbers, promises and address."""

_MIN_ROWS = 2
"""Fewest rows in which promises are shown: one promise, and the number of the others."""


def draw(region: Region, body: CommitBody, scene: StageContext) -> None:
    """Draw the question and the counts; below them the shared promises, and no others."""
    rest = draw_head(region, scene)
    counts = [make_figure(scene, "stage.count.promises", str(body.count), body.count)]
    for size, many in (("small", body.small), ("large", body.large)):
        if size in body.sized:
            counts.append(make_figure(scene, f"stage.count.{size}", str(many), many))
    if not body.shared:
        draw_prompt(rest, scene, counts, closed_key="stage.commit.closed")
    elif scene.state in ("ready", "open"):
        keep = min(rest.height * 11 // 20, 2 * len(body.shared) + 1, _promise_rows(rest, counts, scene))
        below = draw_prompt(rest, scene, counts, keep_rows=keep)
        if keep:
            draw_texts(below, body.shared, (), scene)
    else:
        below = fit_band(counts, rest.width, rest.height // 4, scene.height).draw(rest)
        below.put(0, 1, scene.say_both("stage.commit.shared"), "accent")
        draw_texts(below.skip_rows(3), body.shared, (), scene)


def _promise_rows(rest: Region, counts: Sequence[StageFigure], scene: StageContext) -> int:
    """Return the rows that a large question and the numbers leave for shared promises.

    All rows if the question cannot be large anyway. A large question has priority over the promises: it must be legible
    from the back row, while the promises are on every phone.
    """
    said = scene.pick(scene.step.question) if scene.step else ""
    asked = large_lettering(said, rest.width, scene.height, pixels=rest.canvas.pixels) if said else None
    numbers = [*running_timer(scene), *counts]
    if packed_band_if_needed(rest.first_rows(rest.height - 1), scene, numbers, 0) is not None:
        return 0
    left = (
        rest.height - _FIXED_ROWS - fit_band(numbers, rest.width, 0, scene.height).rows - (asked.rows if asked else 0)
    )
    if asked is None or left < -_MIN_ROWS:
        return rest.height
    return left if left >= _MIN_ROWS else 0


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return the number of promises, and those that are shared."""
    body = view.public.body
    if not isinstance(body, CommitBody):
        return []
    lines = [ListLine("count", say("console.promises", language, n=body.count), look="head")]
    if view.promises:
        lines.append(ListLine("shared", say("console.shared", language, n=len(view.promises)), look="head"))
    lines.extend(ListLine(promise.id, promise.text) for promise in view.promises)
    return lines


if __name__ == "__main__":
    from screens.stage.preview import run

    run("commit")
