"""Draws a ``text`` step on the stage: counts while people write, the texts after the reveal."""

from __future__ import annotations

from facilitator.view import Ideas
from screens.canvas import Region
from screens.stage.figures import figure
from screens.stage.head import head
from screens.stage.prompt import asking
from screens.stage.question import question
from screens.stage.scene import Scene
from screens.stage.texts import texts


def draw(region: Region, body: Ideas, scene: Scene) -> None:
    """Draw the question with counts, or one page of the texts."""
    if body.texts:
        rest = head(region, scene, scene.say("stage.text.note", n=body.count))
        texts(rest, body.texts, body.tags, scene)
    elif scene.state == "revealed":
        question(head(region, scene), scene.say("stage.text.none"), most=0)
    else:
        counts = [
            figure(scene, "stage.count.ideas", str(body.count), body.count),
            figure(scene, "stage.count.writers", str(body.writers), body.writers),
        ]
        asking(head(region, scene), scene, counts, tags=body.tags)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("text")
