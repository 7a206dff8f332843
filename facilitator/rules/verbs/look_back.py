"""The verbs that look back at earlier results and forward again: only the stage changes, not the phones or the data."""

from __future__ import annotations

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.verbs.position import LOOK, SEEN, Nothing, current, shown
from store.records import Step, replace


def go_back(here: Here, _: Nothing) -> Act:
    """Show the previous page, or else the previous step that can be shown again. Raises ``RuleBroken`` at the first."""
    session, step = here.session, shown(here)
    if not session.looking and session.page > 0:
        return Act(put=(replace(session, page=session.page - 1),), undo=LOOK)
    before = [s for s in seen(here) if step and s.position < step.position]
    if not before:
        raise RuleBroken("first_step", 409)
    return Act(put=(replace(session, looking=before[-1].id, page=0),), undo=LOOK)


def look_forward(here: Here) -> Act:
    """Move the stage one step forward, from the step it looks back at towards the current one."""
    session, step, now = here.session, shown(here), current(here)
    after = [s for s in seen(here) if step and now and step.position < s.position < now.position]
    return Act(put=(replace(session, looking=after[0].id if after else "", page=0),), undo=LOOK)


def seen(here: Here) -> list[Step]:
    """The steps that the stage can look back at, in their order."""
    return [step for step in here.book.steps if step.state in SEEN]
