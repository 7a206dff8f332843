"""The verbs that move a workshop through its run of show.

The state machine is in docs/domain.md 4.1 and 4.2, and summarised in ``position``.
"""

from __future__ import annotations

import dataclasses

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.policy.disclosure import UNSHOWN
from facilitator.rules.steps.vote import KIND as VOTE
from facilitator.rules.timing import grace
from facilitator.rules.verbs.breaks import resume
from facilitator.rules.verbs.look_back import go_back, look_forward
from facilitator.rules.verbs.next_step import following, next_act
from facilitator.rules.verbs.position import (
    LOOK,
    SEEN,
    Nothing,
    asks,
    coming,
    current,
    event,
    kind_of,
    must_be_at,
    must_run,
    shown,
)
from facilitator.rules.verbs.transitions import arrive, at, clocked, leave, opened, unrevealed
from store.records import Receipt, replace

__all__ = [
    "LOOK", "SEEN", "Goto", "Nothing", "Skip", "arrive", "close_step", "coming", "current",
    "event", "following", "go_back", "go_next", "goto", "hide_results", "kind_of", "leave", "must_be_at",
    "new_round", "next_act", "open_step", "reopen", "reveal", "shown", "skip", "undated",
]  # fmt: skip


class Goto(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"step": id}``"""

    step: str


class Skip(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"step"?: id}``; without it the current one."""

    step: str = ""


def go_next(here: Here, _: Nothing) -> Act:
    """Go to the next state, as the clicker's forward button does. Raises ``RuleBroken`` at the end of the last step."""
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
        case "resume":
            return resume(here, Nothing())
        case "page":
            session = replace(here.session, page=here.session.page + 1)
            return Act(put=(clocked(here, must_be_at(here), session),), undo=LOOK)
    raise RuleBroken("last_step", 409)


def advance(here: Here) -> Act:
    """Leave the current step and make the next one current. Raises ``RuleBroken`` at the last step and in a draft."""
    if here.session.state == "draft":
        raise RuleBroken("not_in_lobby", 409)
    then = coming(here)
    if then is None:
        raise RuleBroken("last_step", 409)
    return dataclasses.replace(leave(here, then) + arrive(here, then), undo="step" if here.session.step else "start")


def open_step(here: Here, _: Nothing) -> Act:
    """Let the phones answer. The reply holds the step's ``warning``, if any. Raises ``RuleBroken``."""
    step = must_run(here)
    if step.state not in ("ready", "skipped"):
        raise RuleBroken("not_ready", 409)
    warning = kind_of(step).warning(here.at(step))
    reply = {"warning": warning} if warning else {}
    act = dataclasses.replace(opened(here, step, here.session), undo="open", reply=reply)
    return act + event(here, "open")


def close_step(here: Here, _: Nothing) -> Act:
    """Stop accepting answers. Closing the last step closes the session. Raises ``RuleBroken``."""
    step = must_run(here)
    if step.state != "open":
        raise RuleBroken("not_open", 409)
    session = replace(here.session, timer="off")
    if step.kind == "close":
        done = replace(step, state="done", ended=here.minute)
        closed = replace(session, state="closed", looking="")
        return Act(put=(done, closed, *undated(here)), undo="close", forget=True) + event(here, "close")
    if not asks(step):
        raise RuleBroken("nothing_to_close", 409)
    kind = kind_of(step)
    told = kind.told(here.at(step)) or step.seen
    shut = replace(step, state="closed", closed=grace.begins(here, step, kind), seen=told)
    return kind.closing(here.at(step)) + Act(put=(shut, session), undo="close") + event(here, "close")


def undated(here: Here) -> list[Receipt]:
    """All receipts without their versions, which would reveal who answered first. Repeats are still recognised."""
    return [replace(receipt, version=0) for receipt in here.book.tables.receipts.values() if receipt.version]


def reveal(here: Here, _: Nothing) -> Act:
    """Show the result. Raises ``RuleBroken`` unless the step is closed.

    Closing and revealing are two verbs, because a reveal cannot be undone for those who have seen it.
    """
    step = must_run(here)
    kind = kind_of(step)
    if step.state != "closed" or "revealed" not in kind.path:
        raise RuleBroken("close_first" if step.state == "open" and asks(step) else "nothing_to_reveal", 409)
    seen = {name: value for name, value in (kind.seen(here.at(step)) or step.seen).items() if name != UNSHOWN}
    step = replace(step, state="revealed", seen=seen, closed=0.0)
    return Act(put=(step, clocked(here, step, replace(here.session, page=0))), undo="reveal") + event(here, "reveal")


def hide_results(here: Here, _: Nothing) -> Act:
    """Remove the result from the stage. Raises ``RuleBroken`` when none is shown."""
    step = must_run(here)
    if step.state != "revealed":
        raise RuleBroken("nothing_to_hide", 409)
    hidden = replace(step, state="closed"), replace(here.session, page=0)
    return Act(put=hidden, undo="hide_results") + event(here, "hide_results")


def reopen(here: Here, _: Nothing) -> Act:
    """Accept answers again in the same round; earlier answers are kept. Raises ``RuleBroken``.

    A step that the stage looks back at becomes the current one.
    """
    session, step = here.session, shown(here)
    if session.state == "closed":
        last = must_be_at(here)
        again = replace(last, state="open"), replace(session, state="closing", looking="")
        return Act(put=again, undo="reopen") + event(here, "reopen")
    if step is None:
        raise RuleBroken("not_started", 409)
    must_run(here)
    if step.state not in SEEN:
        raise RuleBroken("not_closed", 409)
    again_open = replace(step, state="open", frame=unrevealed(step), closed=0.0)
    if step.id == session.step:
        return Act(put=(again_open, replace(session, page=0)), undo="reopen") + event(here, "reopen")
    moved = leave(here, step) + Act(put=(again_open, at(session, step)), undo="reopen")
    return moved + event(here, "reopen", step.id)


def new_round(here: Here, _: Nothing) -> Act:
    """Start a new round of a vote between the items that tie at the cut line, for one minute. Raises ``RuleBroken``."""
    step = must_run(here)
    if step.kind != "vote" or step.state not in ("closed", "revealed"):
        raise RuleBroken("no_tie", 409)
    again = replace(step, frame=VOTE.again(here.at(step)), round=step.round + 1, state="open", seen={})
    session = replace(here.session, timer="running", timer_ends=here.now + 60, page=0)
    return Act(put=(again, session), undo="round") + event(here, "round")


def goto(here: Here, wanted: Goto) -> Act:
    """Make any step the current one; the step that is left is closed and keeps its answers. Raises ``RuleBroken``."""
    session, step = here.session, here.book.step(wanted.step)
    if step is None:
        raise RuleBroken("no_step", 404)
    if session.state in ("closed", "draft"):
        raise RuleBroken("workshop_closed" if session.state == "closed" else "not_in_lobby", 409)
    if step.id == session.step:
        return Act(put=(replace(session, looking="", page=0),), undo=LOOK)
    return dataclasses.replace(leave(here, step) + arrive(here, step), undo="goto") + event(here, "goto", step.id)


def skip(here: Here, wanted: Skip) -> Act:
    """Mark a step that has not been opened as skipped; ``goto`` can still open it later. Raises ``RuleBroken``."""
    step = here.book.step(wanted.step) if wanted.step else must_be_at(here)
    if step is None:
        raise RuleBroken("no_step", 404)
    if here.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    if step.state != "ready":
        raise RuleBroken("skip_unopened", 409)
    if step.kind == "close":
        raise RuleBroken("last_step", 409)
    skipped = Act(put=(replace(step, state="skipped", ended=here.minute),), undo="skip") + event(here, "skip", step.id)
    if step.id != here.session.step:
        return skipped
    then = coming(here)
    if then is None:
        raise RuleBroken("last_step", 409)
    return dataclasses.replace(skipped + arrive(here, then), undo="skip")
