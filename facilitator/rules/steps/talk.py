"""``talk``: people discuss; the stage shows the question, the clock, and the result of the step before."""

from __future__ import annotations

from facilitator.rules.core.context import Context
from facilitator.rules.steps.crowd import KIND as CROWD
from facilitator.rules.steps.grid import KIND as GRID
from facilitator.rules.steps.kind import Kind, is_revealed
from facilitator.rules.steps.vote import KIND as VOTE
from facilitator.view import TalkBody, VoteBody


class TalkKind(Kind):
    """Opens when it becomes current and asks nothing."""

    name = "talk"

    def body(self, context: Context) -> TalkBody:
        before = [step for step in context.index.steps if step.position < context.step.position]
        if not before or not is_revealed(before[-1]):
            return TalkBody()
        match before[-1].kind:
            case "vote":
                return TalkBody(results=VOTE.body(context.with_step(before[-1])))
            case "crowd":
                scored = CROWD.body(context.with_step(before[-1]))
                return TalkBody(
                    results=VoteBody(**{name: getattr(scored, name) for name in VoteBody.__struct_fields__})
                )
            case "grid":
                return TalkBody(grid=GRID.body(context.with_step(before[-1])))
        return TalkBody()


KIND = TalkKind()
