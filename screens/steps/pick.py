"""Draws a ``pick`` step on the stage: the number of people who raised an idea, then the raised ideas."""

from __future__ import annotations

from facilitator.view import Pick
from screens.canvas import Region
from screens.stage.figures import figure, of
from screens.stage.head import head
from screens.stage.prompt import asking
from screens.stage.question import question
from screens.stage.scene import Scene
from screens.stage.texts import texts


def draw(region: Region, body: Pick, scene: Scene) -> None:
    """Draw the question with counts, or one page of the raised ideas."""
    if body.texts:
        rest = head(region, scene, scene.say("stage.pick.note", n=body.raised))
        texts(rest, body.texts, body.tags, scene)
    elif scene.state == "revealed":
        question(head(region, scene), scene.say("stage.pick.none"), most=0)
    else:
        counts = [figure(scene, "stage.count.pickers", of(body.pickers, scene.view.joined))]
        if body.quota > 1:
            counts.append(figure(scene, "stage.count.raised", str(body.raised), body.raised))
        asking(head(region, scene), scene, counts, closed="stage.pick.closed")


if __name__ == "__main__":
    from screens.stage.preview import run

    run("pick")
