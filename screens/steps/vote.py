"""Draws a ``vote`` step on the stage: the number of voters while it is open, the result after the reveal."""

from __future__ import annotations

from facilitator.view import PAGE, Vote
from screens.canvas import Region, clip
from screens.stage.bars import bars
from screens.stage.figures import figure, of
from screens.stage.head import head
from screens.stage.prompt import asking
from screens.stage.question import question
from screens.stage.ranking import most, page_of, ranked
from screens.stage.scene import Scene


def draw(region: Region, body: Vote, scene: Scene) -> None:
    """Draw the question with the number of voters, or bars with ranks, votes and the cut line."""
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
        bars(_said(rest, body, scene), shown, most=most(body), slots=slots, cut=body.cut - part.start, line=cut)


def _said(rest: Region, body: Vote, scene: Scene) -> Region:
    """Draw what the bars do not show: items that were through before this round, and an unresolved tie."""
    lines = []
    if body.through:
        names = ", ".join(scene.pick(item.label) for item in body.through)
        lines.append(scene.say("stage.vote.through", names=names))
    if body.tied:
        lines.append(scene.both("stage.vote.tied", rest.width, n=body.tied))
    for y, line in enumerate(lines):
        rest.put(0, y, clip(line, rest.width), "accent")
    return rest.below(len(lines) + 1) if lines else rest


def _note(body: Vote, scene: Scene) -> str:
    """Return the round, and the numbers of voters and votes after the reveal, or each person's budget before it."""
    parts = [scene.say("stage.vote.round", n=scene.step.round)] if scene.step and scene.step.round > 1 else []
    if body.total is not None:
        parts.append(scene.say("stage.vote.voters", n=body.voters))
        parts.append(scene.say(f"stage.vote.total.{_unit(body)}", n=body.total))
    elif body.budget:
        parts.append(scene.say(f"stage.vote.each.{body.preset}", n=_each(body)))
    if body.slips:
        parts.append(scene.say("stage.vote.slips"))
    return " · ".join(parts)


def _unit(body: Vote) -> str:
    return {"budget": "points", "stars": "stars"}.get(body.preset, "votes")


def _each(body: Vote) -> int:
    """Return the number of votes a person may give: to each item if stars are given, else in total."""
    return body.max_per_item if body.preset == "stars" else body.budget


if __name__ == "__main__":
    from screens.stage.preview import run

    run("vote")
