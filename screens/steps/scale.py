"""Draws a ``scale`` step on the stage: the number of answers, and after the reveal their distribution."""

from __future__ import annotations

from facilitator.view import Scale
from screens.canvas import Region
from screens.stage.bars import Bar, bars
from screens.stage.figures import figure, of
from screens.stage.head import head
from screens.stage.prompt import asking, too_few
from screens.stage.question import question
from screens.stage.scene import Scene


def draw(region: Region, body: Scale, scene: Scene) -> None:
    """Draw the question with the number of answers, or a bar with its count for each point of the scale."""
    if body.counts is not None:
        rest = head(region, scene, _note(body, scene))
        room = rest.height - 3 * len(body.counts)
        asked = scene.pick(scene.step.question) if scene.step else ""
        left = question(rest.above(max(2, room - 1)), asked, most=0)
        shown = [
            Bar(str(point), scene.label(label), count)
            for point, (label, count) in enumerate(zip(body.labels, body.counts, strict=False), start=1)
        ]
        bars(rest.below(max(2, room - 1) - left.height + 1), shown, most=max(body.counts, default=0))
    elif body.too_few:
        fields = {"n": body.answers, "least": body.fewest}
        said, also = scene.say("stage.scale.too_few", **fields), scene.also("stage.scale.too_few", **fields)
        too_few(head(region, scene), said, also, figure(scene, "stage.count.answers", str(body.answers)), scene)
    else:
        counts = [figure(scene, "stage.count.answers", of(body.answers, scene.view.joined))]
        asking(head(region, scene, scene.say("stage.scale.from", n=body.fewest)), scene, counts)


def _note(body: Scale, scene: Scene) -> str:
    """Return the number of answers shown, and of later ones, which are not added to the bars.

    Otherwise the change of a bar would disclose the answer of the person who came late.
    """
    shown = scene.say("stage.answers.note", n=sum(body.counts or ()))
    return f"{shown} · {scene.say('stage.scale.late', n=body.late)}" if body.late else shown


if __name__ == "__main__":
    from screens.stage.preview import run

    run("scale")
