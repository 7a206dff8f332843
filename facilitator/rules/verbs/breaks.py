"""The verbs ``break`` and ``resume``: a break at any moment. The step stays open for answers; only its clock stops."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.verbs.position import NoArguments, is_on_break, log_event, require_current_step
from store.records import replace

DEFAULT_MINUTES = 10
MOST_MINUTES = 240


class BreakArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"minutes"?: n}``"""

    minutes: int = DEFAULT_MINUTES


def start_break(context: Context, arguments: BreakArguments) -> Outcome:
    """Start a break; the step's own clock stops until the break ends. Raises ``RuleBroken``."""
    session, step = context.session, require_current_step(context)
    if session.state == "break":
        raise RuleBroken("on_break", 409)
    if session.state != "running":
        raise RuleBroken("no_break_now", 409)
    if not 1 <= arguments.minutes <= MOST_MINUTES:
        raise RuleBroken("break_minutes", n=MOST_MINUTES)
    left = session.timer_ends - context.now if session.timer == "running" else session.timer_left
    session = replace(
        session,
        state="break",
        looking="",
        step_timer=session.timer,
        step_left=left,
        timer="running",
        timer_ends=context.now + arguments.minutes * 60,
    )
    return Outcome(put=(session,), undo="break") + log_event(context, "break", step.id)


def resume(context: Context, _: NoArguments) -> Outcome:
    """End the break and let the step's clock go on with the time it had left. Raises ``RuleBroken`` without a break."""
    session = context.session
    if not is_on_break(context):
        raise RuleBroken("not_on_break", 409)
    session = replace(
        session,
        state="running",
        timer=session.step_timer,
        timer_ends=context.now + session.step_left,
        timer_left=session.step_left,
        step_timer="off",
        step_left=0.0,
    )
    return Outcome(put=(session,), undo="resume") + log_event(context, "resume")
