"""How a ``vote`` step looks on the stage: how many have voted, never for what, and after the reveal the result."""

from __future__ import annotations

from facilitator.view import PAGE, Vote
from screens.canvas import Region
from screens.stage.asking import asking
from screens.stage.bars import bars
from screens.stage.figures import figure, of
from screens.stage.head import head
from screens.stage.question import question
from screens.stage.ranking import most, page_of, ranked
from screens.stage.scene import Scene


def draw(region: Region, body: Vote, scene: Scene) -> None:
    """Draw the question with the count of voters, or bars with ranks, numbers and the cut line."""
    rest = head(region, scene, _note(body, scene))
    if body.total is None:
        counts = [figure(scene, "stage.count.voters", of(body.voters, scene.view.joined))]
        asking(rest, scene, counts, closed="stage.vote.closed")
    elif not body.total:
        question(rest, scene.say("stage.vote.none"), most=0)
    else:
        part = page_of(body)
        cut = scene.say("stage.vote.cut", n=body.cut)
        shown = ranked(body, scene, part)
        slots = PAGE if body.pages > 1 else 0
        bars(rest, shown, most=most(body), slots=slots, cut=body.cut - part.start, line=cut)


def _note(body: Vote, scene: Scene) -> str:
    """Which round it is, how many voted, how many votes each had."""
    parts = [scene.say("stage.vote.round", n=scene.step.round)] if scene.step and scene.step.round > 1 else []
    if body.total is not None:
        parts.append(scene.say("stage.vote.voters", n=body.voters))
    if body.budget:
        parts.append(scene.say("stage.vote.budget", n=body.budget))
    return " · ".join(parts)


if __name__ == "__main__":
    from screens.stage.alone import run

    run("vote")
