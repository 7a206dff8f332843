"""Draws a ``review`` step on the stage: the actions with their status, and at the end the number of each status."""

from __future__ import annotations

from facilitator.view import Review
from screens.canvas import Region
from screens.stage.bars import Bar, bars
from screens.stage.figures import figure, of
from screens.stage.head import clocked, head
from screens.stage.prompt import asking
from screens.stage.question import question
from screens.stage.review_list import MARKS, page_of, standing
from screens.stage.scene import Scene


def draw(region: Region, body: Review, scene: Scene) -> None:
    """Draw a page of the actions while the step is open, the tally after the reveal, the question at other times."""
    if body.shown and body.page == 0:
        _tally(clocked(region, scene, scene.say("stage.review.note", n=len(body.items))), body, scene)
    elif scene.state in ("open", "done") or body.shown:
        _list(region, body, scene)
    else:
        counts = [figure(scene, "stage.count.actions", str(len(body.items)), len(body.items))]
        if scene.state == "closed":
            counts = [figure(scene, "stage.count.reports", of(body.reporters, scene.view.joined), body.reporters)]
        asking(head(region, scene), scene, counts)


def _list(region: Region, body: Review, scene: Scene) -> None:
    note = "stage.review.reporters" if body.reporters else "stage.review.note"
    rest = clocked(region, scene, scene.say(note, n=body.reporters or len(body.items)))
    shown = page_of(body.items, body.page - body.shown)
    asked = scene.pick(scene.step.question) if scene.step else ""
    if shown:
        standing(rest, shown, scene, asked)
    else:
        room = rest.above(rest.height // 2)
        rest = rest.below(room.height - question(room, asked, most=0).height + 1)
        rest.put(0, 0, scene.both("stage.review.none", rest.width), "strong")


def _tally(rest: Region, body: Review, scene: Scene) -> None:
    shown = [
        Bar(MARKS.get(state, ""), scene.both(f"status.{state}"), body.tally.get(state, 0), strong=state == "done")
        for state in _best_first(body.states)
    ]
    bars(rest, shown, most=max(1, len(body.items)))


def _best_first(states: tuple[str, ...]) -> list[str]:
    """Return the statuses with ``done`` first: the top row gets the most attention."""
    order = ("done", "in_progress", "passed_on", "dropped", "not_started")
    return sorted(states, key=lambda state: order.index(state) if state in order else len(order))


if __name__ == "__main__":
    from screens.stage.preview import run

    run("review")
