"""Moves from one step to another: ends the step that is left and restores the one that becomes current."""

from __future__ import annotations

from facilitator.rules.core.context import Act, Here
from facilitator.rules.policy.disclosure import UNSHOWN, was_shown
from facilitator.rules.timing import grace
from facilitator.rules.verbs.position import asks, current, kind_of
from store.records import Session, SessionState, Step, replace


def leave(here: Here, to: Step) -> Act:
    """End the current step: an open step is closed first, and one that never opened is marked as skipped."""
    step = current(here)
    if step is None or step.state in ("skipped", "done"):
        return Act()
    if step.state == "ready":
        # A move to an earlier step does not skip the one that is left: it is still to come.
        return Act(put=(replace(step, state="skipped"),)) if to.position > step.position else Act()
    kind = kind_of(step)
    act = kind.closing(here.at(step)) if step.state == "open" else Act()
    revealed = step.state == "revealed" or bool(step.frame.get("revealed"))
    # Files report the result of a step that was left, whether the stage has shown it or not.
    counted, told = kind.seen(here.at(step)), kind.told(here.at(step)) if step.state == "open" else {}
    seen = counted or told or step.seen
    if seen and not revealed and not was_shown(step.seen):
        seen = {**seen, UNSHOWN: True}
    # A step whose result is counted or was shown has no grace period: it accepts no more answers.
    closed = 0.0 if revealed or counted else grace.begins(here, step, kind)
    frame = {**step.frame, "revealed": revealed}
    return act + Act(put=(replace(step, state="done", ended=here.minute, frame=frame, seen=seen, closed=closed),))


def arrive(here: Here, step: Step) -> Act:
    """Make ``step`` the current one. Kinds that ask nothing open at once; a finished step is closed or revealed again.

    Raises ``RuleBroken`` for a step whose view cannot be built: the room must not reach a step that no phone can show.
    """
    act = _arrived(here, step)
    then = next((record for record in act.put if isinstance(record, Step)), step)
    # Called only for its errors, such as settings that cannot be read.
    kind_of(then).body(here.at(then))
    return act


def _arrived(here: Here, step: Step) -> Act:
    session = at(here.session, step)
    if step.state in ("ready", "skipped"):
        step = replace(step, state="ready")
        return Act(put=(step, session)) if asks(step) else opened(here, step, session)
    if not asks(step):
        return Act(put=(replace(step, state="open"), session))
    if step.state == "done":
        step = replace(step, state="revealed" if step.frame.get("revealed") else "closed", frame=unrevealed(step))
    return Act(put=(step, session))


def at(session: Session, step: Step) -> Session:
    """The session at another step: its clock is off, and the stage does not look back."""
    states: dict[str, SessionState] = {"close": "closing", "break": "break"}
    return replace(
        session,
        state=states.get(step.kind, "running"),
        step=step.id,
        looking="",
        page=0,
        focus="",
        timer="off",
        step_timer="off",
        step_left=0.0,
    )


def opened(here: Here, step: Step, session: Session) -> Act:
    """Open a step and start its clock. Raises ``RuleBroken``."""
    frame = kind_of(step).opening(here.at(step))
    step = replace(step, state="open", frame=frame, opened=step.opened or here.minute)
    return Act(put=(step, clocked(here, step, replace(session, page=0))))


def clocked(here: Here, step: Step, session: Session) -> Session:
    """The session with the clock started for the current page of the step; unchanged when that page has no clock."""
    minutes = kind_of(step).clock(here.at(step), session.page)
    return replace(session, timer="running", timer_ends=here.now + minutes * 60) if minutes else session


def unrevealed(step: Step) -> dict[str, object]:
    """The step's frame without the mark that its result has been shown."""
    return {key: value for key, value in step.frame.items() if key != "revealed"}
