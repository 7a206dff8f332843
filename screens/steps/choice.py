"""Draws a ``choice`` step on the stage: the number of answers, and after the reveal a bar for each option."""

from __future__ import annotations

from facilitator.view import ITEMS, Options
from screens.canvas import Region
from screens.stage.bars import Bar, bars
from screens.stage.figures import figure, of
from screens.stage.head import head
from screens.stage.prompt import asking, too_few
from screens.stage.question import question
from screens.stage.scene import LARGE, Scene


def draw(region: Region, body: Options, scene: Scene) -> None:
    """Draw the question with the number of answers, or the options with their counts."""
    if any(option.count is not None for option in body.options):
        late = f" · {scene.say('stage.scale.late', n=body.late)}" if body.late else ""
        _result(head(region, scene, scene.say("stage.answers.note", n=body.answers) + late), body, scene)
    elif body.too_few:
        fields = {"n": body.answers, "least": body.fewest}
        said, also = scene.say("stage.scale.too_few", **fields), scene.also("stage.scale.too_few", **fields)
        too_few(head(region, scene), said, also, figure(scene, "stage.count.answers", str(body.answers)), scene)
    else:
        counts = [figure(scene, "stage.count.answers", of(body.answers, scene.view.joined))]
        from_here = scene.say("stage.scale.from", n=body.fewest) if body.fewest > 1 else ""
        asking(head(region, scene, from_here), scene, counts)


def _result(region: Region, body: Options, scene: Scene) -> None:
    shown = [Bar("", scene.label(option.label), option.count or 0) for option in body.options]
    most = max([body.other_count or 0, *(bar.value for bar in shown)])
    part = shown[body.page * ITEMS : (body.page + 1) * ITEMS]
    if body.other_count and body.page == body.pages - 1:
        part.append(Bar("", scene.both("stage.choice.other"), body.other_count, strong=False))
    room = max(2, region.height - (4 if scene.height >= LARGE else 3) * len(part) - 1)
    asked = scene.pick(scene.step.question) if scene.step else ""
    left = question(region.above(room), asked, most=0)
    bars(region.below(room - left.height + 1), part, most=most, slots=ITEMS if body.pages > 1 else 0)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("choice")
