"""The verbs ``break`` and ``resume``: a break at any moment. The step stays open for answers; only its clock stops."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.verbs.position import Nothing, event, must_be_at, resting
from store.records import replace

MINUTES = 10
MOST_MINUTES = 240


class Rest(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"minutes"?: n}``"""

    minutes: int = MINUTES


def rest(here: Here, wanted: Rest) -> Act:
    """Start a break; the step's own clock stops until the break ends. Raises ``RuleBroken``."""
    session, step = here.session, must_be_at(here)
    if session.state == "break":
        raise RuleBroken("on_break", 409)
    if session.state != "running":
        raise RuleBroken("no_break_now", 409)
    if not 1 <= wanted.minutes <= MOST_MINUTES:
        raise RuleBroken("break_minutes", n=MOST_MINUTES)
    left = session.timer_ends - here.now if session.timer == "running" else session.timer_left
    session = replace(
        session,
        state="break",
        looking="",
        step_timer=session.timer,
        step_left=left,
        timer="running",
        timer_ends=here.now + wanted.minutes * 60,
    )
    return Act(put=(session,), undo="break") + event(here, "break", step.id)


def resume(here: Here, _: Nothing) -> Act:
    """End the break and let the step's clock go on with the time it had left. Raises ``RuleBroken`` without a break."""
    session = here.session
    if not resting(here):
        raise RuleBroken("not_on_break", 409)
    session = replace(
        session,
        state="running",
        timer=session.step_timer,
        timer_ends=here.now + session.step_left,
        timer_left=session.step_left,
        step_timer="off",
        step_left=0.0,
    )
    return Act(put=(session,), undo="resume") + event(here, "resume")
