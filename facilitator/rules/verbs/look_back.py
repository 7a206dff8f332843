"""The verbs that look back at earlier results and forward again: only the stage changes, not the phones or the data."""

from __future__ import annotations

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.verbs.position import LOOK_LABEL, REVIEWABLE_STATES, NoArguments, current_step, shown_step
from store.records import Step, replace


def go_back(context: Context, _: NoArguments) -> Outcome:
    """Show the previous page, or else the previous step that can be shown again. Raises ``RuleBroken`` at the first."""
    session, step = context.session, shown_step(context)
    if not session.looking and session.page > 0:
        return Outcome(put=(replace(session, page=session.page - 1),), undo=LOOK_LABEL)
    before = [s for s in reviewable_steps(context) if step and s.position < step.position]
    if not before:
        raise RuleBroken("first_step", 409)
    return Outcome(put=(replace(session, looking=before[-1].id, page=0),), undo=LOOK_LABEL)


def look_forward(context: Context) -> Outcome:
    """Move the stage one step forward, from the step it looks back at towards the current one."""
    session, step, now = context.session, shown_step(context), current_step(context)
    after = [s for s in reviewable_steps(context) if step and now and step.position < s.position < now.position]
    return Outcome(put=(replace(session, looking=after[0].id if after else "", page=0),), undo=LOOK_LABEL)


def reviewable_steps(context: Context) -> list[Step]:
    """The steps that the stage can look back at, in their order."""
    return [step for step in context.index.steps if step.state in REVIEWABLE_STATES]
