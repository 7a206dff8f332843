"""``close``: the last step shows what was agreed and when it will be reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from facilitator.rules.core.context import Context
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.action import public_actions
from facilitator.rules.steps.kind import Kind, is_revealed
from facilitator.rules.timing.dates import date_held, follow_up_date
from facilitator.view import CloseBody, VoteBody
from store.records import OPEN_STATUSES


class CloseKind(Kind):
    """The last step. Closing it closes the session."""

    name = "close"
    body_type = CloseBody
    phone_mirrors_stage = True
    only_shows = True
    session_state = "closing"

    def body(self, context: Context) -> CloseBody:
        held = date_held(context.session, context.index.steps) or date.fromtimestamp(context.now)
        return CloseBody(
            follow_up=follow_up_date(context.session, held).isoformat(),
            actions=tuple(face for face in public_actions(context) if face.status in OPEN_STATUSES),
            promises=len(context.index.tables.promises),
            totals=self._totals(context),
        )

    def _totals(self, context: Context) -> Mapping[str, int]:
        """What the hour has brought; nothing that the stage has not shown."""
        tables = context.index.tables
        bodies = [
            kind_named(step.kind).body(context.with_step(step))
            for step in context.index.steps
            if is_revealed(step) and kind_named(step.kind).has_ballots
        ]
        found = {
            "ideas": sum(not idea.hidden for idea in tables.ideas.values()),
            "themes": len(tables.themes),
            "votes": sum(body.total or 0 for body in bodies if isinstance(body, VoteBody)),
        }
        return {name: count for name, count in found.items() if count > 0}


KIND = CloseKind()
