"""Moving through the run of show: open, close, reveal, next, back, reopen, a new round (state machine: domain 4)."""

from __future__ import annotations

from dataclasses import replace

from msgspec import Struct

from facilitator.act import Act, Here
from facilitator.errors import RuleBroken
from facilitator.steps import kinds
from facilitator.steps.kind import Kind
from facilitator.steps.vote import KIND as VOTE
from facilitator.view import Next
from store.records import Event, Session, Step, StepState


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """A verb that takes no arguments."""


class Goto(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"step": id}``"""

    step: str


def kind_of(step: Step) -> Kind:
    """The rules of a step. Raises ``RuleBroken`` for a kind this version does not know."""
    known = kinds().get(step.kind)
    if known is None:
        raise RuleBroken("no_kind", kind=step.kind)
    return known


def current(here: Here) -> Step | None:
    """The step that phones answer; None before the first."""
    return here.book.step(here.session.step)


def shown(here: Here) -> Step | None:
    """The step on the stage: the one looked back at, else the current one."""
    return here.book.step(here.session.looking or here.session.step)


def coming(here: Here) -> Step | None:
    """The step after the current one; skipped ones are passed over."""
    now = current(here)
    after = now.position if now else 0
    return next((s for s in here.book.steps if s.position > after and s.state != "skipped"), None)


def next_act(here: Here) -> Next:
    """What ``next`` would do now."""
    session, step, then = here.session, current(here), coming(here)
    if session.looking:
        return Next(act="forward")
    if step is None or session.state in ("draft", "lobby"):
        return Next(act="start", title=then.title if then else {})
    if session.state == "closed":
        return Next(act="last")
    kind = kind_of(step)
    if step.state in ("ready", "skipped"):
        # A step that cannot open (a vote on nothing) must not stop the clicker: it is passed over.
        if not can_open(here, step) and then is not None:
            return Next(act="step", title=then.title)
        return Next(act="open")
    if step.state == "revealed" and session.page + 1 < kind.pages(here.at(step)):
        return Next(act="page")
    ahead = following(kind.states(step), step.state)
    if ahead == "closed":
        return Next(act="close")
    if ahead == "revealed":
        return Next(act="reveal")
    return Next(act="step", title=then.title) if then else Next(act="last")


def can_open(here: Here, step: Step) -> bool:
    """Whether the step has what it needs to open."""
    try:
        kind_of(step).opening(here.at(step))
    except RuleBroken:
        return False
    return True


def following(path: tuple[StepState, ...], state: StepState) -> StepState:
    """The state after ``state`` on a kind's path; a state off the path (an extra reveal) leads to ``done``."""
    return path[path.index(state) + 1] if state in path[:-1] else "done"


def go_next(here: Here, _: Nothing) -> Act:
    """The next state, whatever it is: what the clicker's forward button does."""
    match next_act(here).act:
        case "forward":
            return look_forward(here)
        case "start" | "step":
            return advance(here)
        case "open":
            return open_step(here, Nothing())
        case "close":
            return close_step(here, Nothing())
        case "reveal":
            return reveal(here, Nothing())
        case "page":
            return Act(put=(replace(here.session, page=here.session.page + 1),))
    raise RuleBroken("last_step", 409)


def advance(here: Here) -> Act:
    """Leave the current step and arrive at the one after it."""
    then = coming(here)
    if then is None:
        raise RuleBroken("last_step", 409)
    return leave(here) + arrive(here, then)


def leave(here: Here) -> Act:
    """The current step is done; one that is still open is closed first."""
    step = current(here)
    if step is None or step.state in ("skipped", "done"):
        return Act()
    if step.state == "ready":
        return Act(put=(replace(step, state="skipped"),))
    act = kind_of(step).closing(here.at(step)) if step.state == "open" else Act()
    revealed = step.state == "revealed" or bool(step.frame.get("revealed"))
    done = replace(step, state="done", ended=here.minute, frame={**step.frame, "revealed": revealed})
    return act + Act(put=(done,))


def arrive(here: Here, step: Step) -> Act:
    """Make ``step`` the current one; kinds that ask nothing open at once."""
    session = replace(
        here.session,
        state="closing" if step.kind == "close" else "running",
        step=step.id,
        looking="",
        page=0,
        focus="",
        timer="off",
    )
    quiet = kind_of(step).path[0] == "open"
    if quiet and step.state in ("ready", "skipped"):
        return opened(here, replace(step, state="ready"), session)
    return Act(put=(replace(step, state="ready") if step.state == "skipped" else step, session))


def opened(here: Here, step: Step, session: Session) -> Act:
    """Open a step and start its clock."""
    frame = kind_of(step).opening(here.at(step))
    step = replace(step, state="open", frame=frame, opened=step.opened or here.minute)
    if step.minutes:
        session = replace(session, timer="running", timer_ends=here.now + step.minutes * 60)
    return Act(put=(step, replace(session, page=0)))


def open_step(here: Here, _: Nothing) -> Act:
    """Let the phones answer."""
    step = must_be_at(here)
    if step.state not in ("ready", "skipped"):
        raise RuleBroken("not_ready", 409)
    return opened(here, step, here.session) + event(here, "open")


def close_step(here: Here, _: Nothing) -> Act:
    """Stop taking answers. Closing the last step closes the session: phones become read-only."""
    step = must_be_at(here)
    if step.state != "open":
        raise RuleBroken("not_open", 409)
    session = replace(here.session, timer="off")
    if step.kind == "close":
        done = replace(step, state="done", ended=here.minute)
        return Act(put=(done, replace(session, state="closed"))) + event(here, "close")
    act = kind_of(step).closing(here.at(step))
    return act + Act(put=(replace(step, state="closed"), session)) + event(here, "close")


def reveal(here: Here, _: Nothing) -> Act:
    """Show the result. Closing and revealing are two acts: what has been seen is seen."""
    step = must_be_at(here)
    if step.state != "closed":
        raise RuleBroken("close_first" if step.state == "open" else "nothing_to_reveal", 409)
    return Act(put=(replace(step, state="revealed"), replace(here.session, page=0))) + event(here, "reveal")


def hide_results(here: Here, _: Nothing) -> Act:
    """Take the result off the stage again."""
    step = must_be_at(here)
    if step.state != "revealed":
        raise RuleBroken("nothing_to_hide", 409)
    return Act(put=(replace(step, state="closed"), replace(here.session, page=0))) + event(here, "hide_results")


def reopen(here: Here, _: Nothing) -> Act:
    """Take answers again in the same round; what was answered stays."""
    if here.session.state == "closed":
        last = must_be_at(here)
        return Act(put=(replace(last, state="open"), replace(here.session, state="closing")))
    step = must_be_at(here)
    if step.state not in ("closed", "revealed", "done"):
        raise RuleBroken("not_closed", 409)
    frame = {key: value for key, value in step.frame.items() if key != "revealed"}
    return Act(put=(replace(step, state="open", frame=frame), replace(here.session, page=0))) + event(here, "reopen")


def new_round(here: Here, _: Nothing) -> Act:
    """A new round of a vote between those who tie at the cut line: one vote each, one minute."""
    step = must_be_at(here)
    if step.kind != "vote" or step.state not in ("closed", "revealed"):
        raise RuleBroken("no_tie", 409)
    again = replace(step, frame=VOTE.again(here.at(step)), round=step.round + 1, state="open")
    session = replace(here.session, timer="running", timer_ends=here.now + 60, page=0)
    return Act(put=(again, session)) + event(here, "round")


def go_back(here: Here, _: Nothing) -> Act:
    """Look at the page or the step before: only the stage moves, phones and data stay."""
    session, step = here.session, shown(here)
    if not session.looking and session.page > 0:
        return Act(put=(replace(session, page=session.page - 1),))
    seen = ("closed", "revealed", "done")
    before = [s for s in here.book.steps if step and s.position < step.position and s.state in seen]
    if not before:
        raise RuleBroken("first_step", 409)
    return Act(put=(replace(session, looking=before[-1].id, page=0),))


def look_forward(here: Here) -> Act:
    """From a step looked back at towards the current one."""
    session, step = here.session, shown(here)
    seen = ("closed", "revealed", "done")
    after = [
        s for s in here.book.steps if step and s.position > step.position and s.state in seen and s.id != session.step
    ]
    now = current(here)
    after = [s for s in after if now and s.position < now.position]
    return Act(put=(replace(session, looking=after[0].id if after else "", page=0),))


def goto(here: Here, wanted: Goto) -> Act:
    """Make any step the current one; the one that is left is closed, its answers are kept."""
    step = here.book.step(wanted.step)
    if step is None:
        raise RuleBroken("no_step", 404)
    if here.session.state == "closed":
        raise RuleBroken("session_closed", 409)
    if step.id == here.session.step:
        return Act(put=(replace(here.session, looking="", page=0),))
    return leave(here) + arrive(here, step) + event(here, "goto", step.id)


def skip(here: Here, _: Nothing) -> Act:
    """Leave the current step out: it stays in the list as skipped and can be opened later with ``goto``."""
    step, then = must_be_at(here), coming(here)
    if then is None:
        raise RuleBroken("last_step", 409)
    act = leave(here) if step.state != "ready" else Act()
    skipped = Act(put=(replace(step, state="skipped", ended=here.minute),))
    return act + skipped + arrive(here, then) + event(here, "skip")


def must_be_at(here: Here) -> Step:
    """The current step. Raises ``RuleBroken`` in the lobby."""
    step = current(here)
    if step is None:
        raise RuleBroken("not_started", 409)
    return step


def event(here: Here, verb: str, step: str | None = None) -> Act:
    """The line of the log that says so."""
    return Act(put=(Event(id=here.new_id(), verb=verb, step=step or here.session.step, at=here.minute),))
