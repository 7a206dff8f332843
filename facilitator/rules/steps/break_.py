"""``break``: the room rests; the clock says when it goes on. Nothing is asked and nothing closes by itself."""

from __future__ import annotations

from facilitator.rules.core.context import Here
from facilitator.rules.steps.kind import Kind
from facilitator.view import Break


class BreakKind(Kind):
    """Opens as the room arrives and takes the step's own timer for its clock: extending one extends the other."""

    name = "break"

    def body(self, here: Here) -> Break:
        return Break(until=here.session.timer_ends if here.session.timer == "running" else 0.0)


KIND = BreakKind()
