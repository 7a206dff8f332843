"""``close``: what was agreed, and when it is looked at again."""

from __future__ import annotations

from datetime import date, timedelta

from facilitator.act import Here
from facilitator.steps.action import agreed
from facilitator.steps.kind import Kind
from facilitator.view import Close

FOLLOW_UP = timedelta(days=30)


class CloseKind(Kind):
    """The last step. Closing it closes the session."""

    name = "close"

    def body(self, here: Here) -> Close:
        try:
            held = date.fromisoformat(here.session.created)
        except ValueError:
            held = date.fromtimestamp(here.now)
        return Close(
            follow_up=(held + FOLLOW_UP).isoformat(),
            actions=agreed(here),
            promises=len(here.book.tables.promises),
        )


KIND = CloseKind()
