"""``talk``: people discuss; the stage shows the question, the clock, and the result of the step before."""

from __future__ import annotations

from facilitator.rules.core.context import Context
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.kind import Kind, is_revealed
from facilitator.view import GridBody, TalkBody, VoteBody


class TalkKind(Kind):
    """Opens when it becomes current and asks nothing."""

    name = "talk"
    cut = "talk"
    body_type = TalkBody
    phone_mirrors_stage = True
    only_shows = True

    def body(self, context: Context) -> TalkBody:
        before = [step for step in context.index.steps if step.position < context.step.position]
        if not before or not is_revealed(before[-1]):
            return TalkBody()
        shown = kind_named(before[-1].kind).body(context.with_step(before[-1]))
        if isinstance(shown, VoteBody):
            # Of a vote with more fields of its own the talk shows those of any vote.
            fields = {name: getattr(shown, name) for name in VoteBody.__struct_fields__}
            return TalkBody(results=VoteBody(**fields))
        return TalkBody(grid=shown) if isinstance(shown, GridBody) else TalkBody()


KIND = TalkKind()
