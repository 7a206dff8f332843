"""``close``: the last step shows what was agreed and when it will be reviewed."""

from __future__ import annotations

from datetime import date

from facilitator.rules.core.context import Here
from facilitator.rules.steps.action import agreed
from facilitator.rules.steps.kind import Kind
from facilitator.rules.timing.dates import follow_up, held_on
from facilitator.view import Close
from store.records import UNDER_WAY


class CloseKind(Kind):
    """The last step. Closing it closes the session."""

    name = "close"

    def body(self, here: Here) -> Close:
        held = held_on(here.session, here.book.steps) or date.fromtimestamp(here.now)
        return Close(
            follow_up=follow_up(here.session, held).isoformat(),
            actions=tuple(face for face in agreed(here) if face.status in UNDER_WAY),
            promises=len(here.book.tables.promises),
        )


KIND = CloseKind()
