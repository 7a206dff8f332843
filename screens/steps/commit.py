"""Draws a ``commit`` step on the stage: the number of promises, and those that their writers chose to share."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.view import Commit
from screens.canvas import Region
from screens.stage.figures import Figure, band, figure, live
from screens.stage.head import head
from screens.stage.prompt import asking, large_only_packed
from screens.stage.question import large
from screens.stage.scene import Scene
from screens.stage.texts import texts

_AROUND = 6
"""Rows of the address and of the blank rows between question, numbers, promises and address."""

_FEWEST = 2
"""Fewest rows in which promises are shown: one promise, and the number of the others."""


def draw(region: Region, body: Commit, scene: Scene) -> None:
    """Draw the question and the counts; below them the shared promises, and no others."""
    rest = head(region, scene)
    counts = [figure(scene, "stage.count.promises", str(body.count), body.count)]
    for size, many in (("small", body.small), ("large", body.large)):
        if size in body.sized:
            counts.append(figure(scene, f"stage.count.{size}", str(many), many))
    if not body.shared:
        asking(rest, scene, counts, closed="stage.commit.closed")
    elif scene.state in ("ready", "open"):
        keep = min(rest.height * 11 // 20, 2 * len(body.shared) + 1, _beside_question(rest, counts, scene))
        below = asking(rest, scene, counts, keep=keep)
        if keep:
            texts(below, body.shared, (), scene)
    else:
        below = band(counts, rest.width, rest.height // 4, scene.height).draw(rest)
        below.put(0, 1, scene.both("stage.commit.shared"), "accent")
        texts(below.below(3), body.shared, (), scene)


def _beside_question(rest: Region, counts: Sequence[Figure], scene: Scene) -> int:
    """Return the rows that a large question and the numbers leave for shared promises.

    All rows if the question cannot be large anyway. A large question has priority over the promises: it must be legible
    from the back row, while the promises are on every phone.
    """
    said = scene.pick(scene.step.question) if scene.step else ""
    asked = large(said, rest.width, scene.height, pixels=rest.canvas.pixels) if said else None
    numbers = [*live(scene), *counts]
    if large_only_packed(rest.above(rest.height - 1), scene, numbers, 0) is not None:
        return 0
    left = rest.height - _AROUND - band(numbers, rest.width, 0, scene.height).rows - (asked.rows if asked else 0)
    if asked is None or left < -_FEWEST:
        return rest.height
    return left if left >= _FEWEST else 0


if __name__ == "__main__":
    from screens.stage.preview import run

    run("commit")
