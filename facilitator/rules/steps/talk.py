"""``talk``: people discuss; the stage shows the question, the clock, and the result of the step before."""

from __future__ import annotations

from facilitator.rules.core.context import Here
from facilitator.rules.steps.crowd import KIND as CROWD
from facilitator.rules.steps.grid import KIND as GRID
from facilitator.rules.steps.kind import Kind, result_shown
from facilitator.rules.steps.vote import KIND as VOTE
from facilitator.view import Talk, Vote


class TalkKind(Kind):
    """Opens when it becomes current and asks nothing."""

    name = "talk"

    def body(self, here: Here) -> Talk:
        before = [step for step in here.book.steps if step.position < here.step.position]
        if not before or not result_shown(before[-1]):
            return Talk()
        match before[-1].kind:
            case "vote":
                return Talk(results=VOTE.body(here.at(before[-1])))
            case "crowd":
                scored = CROWD.body(here.at(before[-1]))
                return Talk(results=Vote(**{name: getattr(scored, name) for name in Vote.__struct_fields__}))
            case "grid":
                return Talk(grid=GRID.body(here.at(before[-1])))
        return Talk()


KIND = TalkKind()
