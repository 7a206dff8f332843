"""What the verb ``next`` (the clicker's forward button) would do now."""

from __future__ import annotations

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context
from facilitator.rules.verbs.position import current_step, is_on_break, kind_of, upcoming_step
from facilitator.view import NextPress
from store.records import Step, StepState

TOO_MUCH = "too_much_to_vote"
"""Code of the error for a vote on more items than a vote may have."""


def next_press(context: Context) -> NextPress:
    """What ``next`` would do now."""
    session, step, then = context.session, current_step(context), upcoming_step(context)
    if session.looking:
        return NextPress(act="forward")
    if step is None or session.state in ("draft", "lobby"):
        return NextPress(act="start", title=then.title if then else {})
    if session.state == "closed":
        return NextPress(act="last")
    if is_on_break(context):
        return NextPress(act="resume", title=step.title)
    kind = kind_of(step)
    if step.state in ("ready", "skipped"):
        # A step that cannot open (a vote on no items) must not stop the clicker, so ``next`` goes on to the step after
        # it. A vote on too many items is probably wanted, so the facilitator is warned first.
        if (wrong := opening_refusal(context, step)) and then is not None:
            return NextPress(act="step", title=then.title, warning=wrong if wrong == TOO_MUCH else "")
        return NextPress(
            act="open",
            warning=kind.warning(context.with_step(step)),
            fewest=kind.answer_threshold(context.with_step(step)),
        )
    if step.state in kind.paged_states and session.page + 1 < kind.page_count(context.with_step(step)):
        return NextPress(act="page")
    ahead = next_state(kind.states(step), step.state)
    if ahead == "closed":
        return NextPress(act="close")
    if ahead == "revealed":
        return NextPress(act="reveal")
    return NextPress(act="step", title=then.title) if then else NextPress(act="last")


def opening_refusal(context: Context, step: Step) -> str:
    """The code of the error that keeps the step from opening; empty when it can open."""
    try:
        kind_of(step).on_open(context.with_step(step))
    except RuleBroken as refused:
        return refused.code
    return ""


def next_state(path: tuple[StepState, ...], state: StepState) -> StepState:
    """The state after ``state`` on a kind's path; a state that is not on it (an extra reveal) leads to ``done``."""
    return path[path.index(state) + 1] if state in path[:-1] else "done"
