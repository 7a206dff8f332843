"""``break``: a planned pause with a clock. Nothing is asked, and the break does not end by itself."""

from __future__ import annotations

from facilitator.rules.core.context import Context
from facilitator.rules.steps.kind import Kind
from facilitator.view import BreakBody


class BreakKind(Kind):
    """Opens when it becomes current. Its clock is the step's own timer, so ``extend`` changes both."""

    name = "break"
    body_type = BreakBody
    phone_mirrors_stage = True
    only_shows = True
    session_state = "break"

    def body(self, context: Context) -> BreakBody:
        return BreakBody(until=context.session.timer_ends if context.session.timer == "running" else 0.0)


KIND = BreakKind()
