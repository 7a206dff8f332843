"""How a ``commit`` step looks on the stage: how many promises, and the texts whose writers share them."""

from __future__ import annotations

from facilitator.view import Commit
from screens.canvas import Region
from screens.stage.asking import asking
from screens.stage.figures import band, figure
from screens.stage.head import head
from screens.stage.scene import Scene
from screens.stage.texts import texts


def draw(region: Region, body: Commit, scene: Scene) -> None:
    """Draw the question and the counts; below them the shared promises, never another one."""
    rest = head(region, scene)
    counts = [figure(scene, "stage.count.promises", str(body.count), body.count)]
    for size, many in (("small", body.small), ("large", body.large)):
        if size in body.sized:
            counts.append(figure(scene, f"stage.count.{size}", str(many), many))
    if not body.shared:
        asking(rest, scene, counts, closed="stage.commit.closed")
    elif scene.state in ("ready", "open"):
        keep = min(rest.height * 11 // 20, 2 * len(body.shared) + 1)
        texts(asking(rest, scene, counts, keep=keep), body.shared, (), scene)
    else:
        below = band(counts, rest.width, rest.height // 4, scene.height).draw(rest)
        below.put(0, 1, scene.both("stage.commit.shared"), "accent")
        texts(below.below(3), body.shared, (), scene)


if __name__ == "__main__":
    from screens.stage.alone import run

    run("commit")
