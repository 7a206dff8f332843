"""Moves from one step to another: ends the step that is left and restores the one that becomes current."""

from __future__ import annotations

from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.policy.disclosure import UNSHOWN, was_shown
from facilitator.rules.steps import kind_named
from facilitator.rules.timing import grace
from facilitator.rules.verbs.position import asks_phones, current_step, kind_of
from store.records import Session, Step, replace


def leave(context: Context, to: Step) -> Outcome:
    """End the current step: an open step is closed first, and one that never opened is marked as skipped."""
    step = current_step(context)
    if step is None or step.state in ("skipped", "done"):
        return Outcome()
    if step.state == "ready":
        # A move to an earlier step does not skip the one that is left: it is still to come.
        return Outcome(put=(replace(step, state="skipped"),)) if to.position > step.position else Outcome()
    kind = kind_of(step)
    outcome = kind.on_close(context.with_step(step)) if step.state == "open" else Outcome()
    revealed = step.state == "revealed" or bool(step.frame.get("revealed"))
    # Files report the result of a step that was left, whether the stage has shown it or not.
    counted, told = (
        kind.result_shown(context.with_step(step)),
        kind.result_at_close(context.with_step(step)) if step.state == "open" else {},
    )
    seen = counted or told or step.seen
    if seen and not revealed and not was_shown(step.seen):
        seen = {**seen, UNSHOWN: True}
    # A step whose result is counted or was shown has no grace period: it accepts no more answers.
    closed = 0.0 if revealed or counted else grace.grace_start(context, step, kind)
    frame = {**step.frame, "revealed": revealed}
    return outcome + Outcome(
        put=(replace(step, state="done", ended=context.minute, frame=frame, seen=seen, closed=closed),)
    )


def arrive(context: Context, step: Step) -> Outcome:
    """Make ``step`` the current one. Kinds that ask nothing open at once; a finished step is closed or revealed again.

    Raises ``RuleBroken`` for a step whose view cannot be built: the room must not reach a step that no phone can show.
    """
    act = _arrival(context, step)
    then = next((record for record in act.put if isinstance(record, Step)), step)
    # Called only for its errors, such as settings that cannot be read.
    kind_of(then).body(context.with_step(then))
    return act


def _arrival(context: Context, step: Step) -> Outcome:
    session = session_at_step(context.session, step)
    if step.state in ("ready", "skipped"):
        step = replace(step, state="ready")
        return Outcome(put=(step, session)) if asks_phones(step) else start_step(context, step, session)
    if not asks_phones(step):
        return Outcome(put=(replace(step, state="open"), session))
    if step.state == "done":
        step = replace(
            step, state="revealed" if step.frame.get("revealed") else "closed", frame=frame_without_reveal(step)
        )
    return Outcome(put=(step, session))


def session_at_step(session: Session, step: Step) -> Session:
    """The session at another step: its clock is off, and the stage does not look back."""
    return replace(
        session,
        state=kind_named(step.kind).session_state,
        step=step.id,
        looking="",
        page=0,
        focus="",
        timer="off",
        step_timer="off",
        step_left=0.0,
    )


def start_step(context: Context, step: Step, session: Session) -> Outcome:
    """Open a step and start its clock. Raises ``RuleBroken``."""
    frame = kind_of(step).on_open(context.with_step(step))
    step = replace(step, state="open", frame=frame, opened=step.opened or context.minute)
    return Outcome(put=(step, session_with_clock(context, step, replace(session, page=0))))


def session_with_clock(context: Context, step: Step, session: Session) -> Session:
    """The session with the clock started for the current page of the step; unchanged when that page has no clock."""
    minutes = kind_of(step).clock_minutes(context.with_step(step), session.page)
    return replace(session, timer="running", timer_ends=context.now + minutes * 60) if minutes else session


def frame_without_reveal(step: Step) -> dict[str, object]:
    """The step's frame without the mark that its result has been shown."""
    return {key: value for key, value in step.frame.items() if key != "revealed"}
