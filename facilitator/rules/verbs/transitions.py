"""From one step to another: what is left is done, what is come to is taken up where it stands."""

from __future__ import annotations

from dataclasses import replace

from facilitator.rules.core.context import Act, Here
from facilitator.rules.policy.disclosure import UNSHOWN, was_shown
from facilitator.rules.timing import grace
from facilitator.rules.verbs.position import asks, current, kind_of
from store.records import Session, SessionState, Step


def leave(here: Here, to: Step) -> Act:
    """The current step is done; one that is still open is closed first, one that never opened is skipped."""
    step = current(here)
    if step is None or step.state in ("skipped", "done"):
        return Act()
    if step.state == "ready":
        # Going back for something earlier leaves it to come.
        return Act(put=(replace(step, state="skipped"),)) if to.position > step.position else Act()
    kind = kind_of(step)
    act = kind.closing(here.at(step)) if step.state == "open" else Act()
    revealed = step.state == "revealed" or bool(step.frame.get("revealed"))
    # Files tell what was asked once the step is left, shown on the stage or not.
    counted, told = kind.seen(here.at(step)), kind.told(here.at(step)) if step.state == "open" else {}
    seen = counted or told or step.seen
    if seen and not revealed and not was_shown(step.seen):
        seen = {**seen, UNSHOWN: True}
    # What has been counted for good takes nothing more.
    closed = 0.0 if revealed or counted else grace.begins(here, step, kind)
    frame = {**step.frame, "revealed": revealed}
    return act + Act(put=(replace(step, state="done", ended=here.minute, frame=frame, seen=seen, closed=closed),))


def arrive(here: Here, step: Step) -> Act:
    """Make ``step`` the current one. Kinds that ask nothing open at once; what was done is closed or revealed again.

    Raises ``RuleBroken`` for one that cannot be shown: the room must not stand at a step that no phone can draw.
    """
    act = _arrived(here, step)
    then = next((record for record in act.put if isinstance(record, Step)), step)
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
    """The session at another step: its clock does not run, and nothing is looked back at."""
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
    """Open a step and start its clock."""
    frame = kind_of(step).opening(here.at(step))
    step = replace(step, state="open", frame=frame, opened=step.opened or here.minute)
    return Act(put=(step, clocked(here, step, replace(session, page=0))))


def clocked(here: Here, step: Step, session: Session) -> Session:
    """The session with the clock that this page of the step has from now on; as it was where that has none."""
    minutes = kind_of(step).clock(here.at(step), session.page)
    return replace(session, timer="running", timer_ends=here.now + minutes * 60) if minutes else session


def unrevealed(step: Step) -> dict[str, object]:
    """What was fixed at opening, without the mark of a result that has been shown."""
    return {key: value for key, value in step.frame.items() if key != "revealed"}
