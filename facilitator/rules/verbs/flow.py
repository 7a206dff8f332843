"""The verbs that move a workshop through its run of show.

The state machine is in docs/domain.md 4.1 and 4.2, and summarised in ``position``.
"""

from __future__ import annotations

import dataclasses

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.policy.disclosure import UNSHOWN
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.vote import VoteKind
from facilitator.rules.timing import grace
from facilitator.rules.verbs.breaks import resume
from facilitator.rules.verbs.look_back import go_back, look_forward
from facilitator.rules.verbs.next_step import next_press, next_state
from facilitator.rules.verbs.position import (
    LOOK_LABEL,
    REVIEWABLE_STATES,
    NoArguments,
    asks_phones,
    current_step,
    kind_of,
    log_event,
    require_current_step,
    require_running_step,
    shown_step,
    upcoming_step,
)
from facilitator.rules.verbs.transitions import (
    arrive,
    frame_without_reveal,
    leave,
    session_at_step,
    session_with_clock,
    start_step,
)
from store.records import Receipt, replace

__all__ = [
    "LOOK_LABEL",
    "REVIEWABLE_STATES",
    "GotoArguments",
    "NoArguments",
    "SkipArguments",
    "arrive",
    "close_step",
    "current_step",
    "go_back",
    "go_next",
    "goto",
    "hide_results",
    "kind_of",
    "leave",
    "log_event",
    "new_round",
    "next_press",
    "next_state",
    "open_step",
    "receipts_without_versions",
    "reopen",
    "require_current_step",
    "reveal",
    "shown_step",
    "skip",
    "upcoming_step",
]  # fmt: skip


class GotoArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"step": id}``"""

    step: str


class SkipArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"step"?: id}``; without it the current one."""

    step: str = ""


def go_next(context: Context, _: NoArguments) -> Outcome:
    """Go to the next state, as the clicker's forward button does. Raises ``RuleBroken`` at the end of the last step."""
    match next_press(context).act:
        case "forward":
            return look_forward(context)
        case "start" | "step":
            return advance(context)
        case "open":
            return open_step(context, NoArguments())
        case "close":
            return close_step(context, NoArguments())
        case "reveal":
            return reveal(context, NoArguments())
        case "resume":
            return resume(context, NoArguments())
        case "page":
            session = replace(context.session, page=context.session.page + 1)
            return Outcome(put=(session_with_clock(context, require_current_step(context), session),), undo=LOOK_LABEL)
    raise RuleBroken("last_step", 409)


def advance(context: Context) -> Outcome:
    """Leave the current step and make the next one current. Raises ``RuleBroken`` at the last step and in a draft."""
    if context.session.state == "draft":
        raise RuleBroken("not_in_lobby", 409)
    then = upcoming_step(context)
    if then is None:
        raise RuleBroken("last_step", 409)
    outcome = leave(context, then) + arrive(context, then)
    return dataclasses.replace(outcome, undo="step" if context.session.step else "start")


def open_step(context: Context, _: NoArguments) -> Outcome:
    """Let the phones answer. The reply holds the step's ``warning``, if any. Raises ``RuleBroken``."""
    step = require_running_step(context)
    if step.state not in ("ready", "skipped"):
        raise RuleBroken("not_ready", 409)
    warning = kind_of(step).warning(context.with_step(step))
    act = dataclasses.replace(
        start_step(context, step, context.session), undo="open", reply={"warning": warning} if warning else {}
    )
    return act + log_event(context, "open")


def close_step(context: Context, _: NoArguments) -> Outcome:
    """Stop accepting answers. Closing the last step closes the session. Raises ``RuleBroken``."""
    step = require_running_step(context)
    if step.state != "open":
        raise RuleBroken("not_open", 409)
    session = replace(context.session, timer="off")
    if kind_of(step).session_state == "closing":
        done = replace(step, state="done", ended=context.minute)
        closed = replace(session, state="closed", looking="")
        return Outcome(put=(done, closed, *receipts_without_versions(context)), undo="close", forget=True) + log_event(
            context, "close"
        )
    if not asks_phones(step):
        raise RuleBroken("nothing_to_close", 409)
    kind = kind_of(step)
    told = kind.result_at_close(context.with_step(step)) or step.seen
    shut = replace(step, state="closed", closed=grace.grace_start(context, step, kind), seen=told)
    return (
        kind.on_close(context.with_step(step))
        + Outcome(put=(shut, session), undo="close")
        + log_event(context, "close")
    )


def receipts_without_versions(context: Context) -> list[Receipt]:
    """All receipts without their versions, which would reveal who answered first. Repeats are still recognised."""
    return [replace(receipt, version=0) for receipt in context.index.tables.receipts.values() if receipt.version]


def reveal(context: Context, _: NoArguments) -> Outcome:
    """Show the result. Raises ``RuleBroken`` unless the step is closed.

    Closing and revealing are two verbs, because a reveal cannot be undone for those who have seen it.
    """
    step = require_running_step(context)
    kind = kind_of(step)
    if step.state != "closed" or not kind.has_result:
        raise RuleBroken("close_first" if step.state == "open" and asks_phones(step) else "nothing_to_reveal", 409)
    seen = {
        name: value
        for name, value in (kind.result_shown(context.with_step(step)) or step.seen).items()
        if name != UNSHOWN
    }
    step = replace(step, state="revealed", seen=seen, closed=0.0)
    return Outcome(
        put=(step, session_with_clock(context, step, replace(context.session, page=0))), undo="reveal"
    ) + log_event(context, "reveal")


def hide_results(context: Context, _: NoArguments) -> Outcome:
    """Remove the result from the stage. Raises ``RuleBroken`` when none is shown."""
    step = require_running_step(context)
    if step.state != "revealed":
        raise RuleBroken("nothing_to_hide", 409)
    hidden = replace(step, state="closed"), replace(context.session, page=0)
    return Outcome(put=hidden, undo="hide_results") + log_event(context, "hide_results")


def reopen(context: Context, _: NoArguments) -> Outcome:
    """Accept answers again in the same round; earlier answers are kept. Raises ``RuleBroken``.

    A step that the stage looks back at becomes the current one.
    """
    session, step = context.session, shown_step(context)
    if session.state == "closed":
        last = require_current_step(context)
        again = replace(last, state="open"), replace(session, state="closing", looking="")
        return Outcome(put=again, undo="reopen") + log_event(context, "reopen")
    if step is None:
        raise RuleBroken("not_started", 409)
    require_running_step(context)
    if step.state not in REVIEWABLE_STATES:
        raise RuleBroken("not_closed", 409)
    again_open = replace(step, state="open", frame=frame_without_reveal(step), closed=0.0)
    if step.id == session.step:
        return Outcome(put=(again_open, replace(session, page=0)), undo="reopen") + log_event(context, "reopen")
    moved = leave(context, step) + Outcome(put=(again_open, session_at_step(session, step)), undo="reopen")
    return moved + log_event(context, "reopen", step.id)


def new_round(context: Context, _: NoArguments) -> Outcome:
    """Start a new round of a vote between the items that tie at the cut line, with a clock of its own.

    Raises ``RuleBroken`` without a tie.
    """
    step = require_running_step(context)
    kind = kind_named(step.kind)
    if not isinstance(kind, VoteKind) or not kind.has_runoff or step.state not in ("closed", "revealed"):
        raise RuleBroken("no_tie", 409)
    again = replace(step, frame=kind.runoff_frame(context.with_step(step)), round=step.round + 1, state="open", seen={})
    session = session_with_clock(context, again, replace(context.session, timer="off", page=0))
    return Outcome(put=(again, session), undo="round") + log_event(context, "round")


def goto(context: Context, arguments: GotoArguments) -> Outcome:
    """Make any step the current one; the step that is left is closed and keeps its answers. Raises ``RuleBroken``."""
    session, step = context.session, context.index.step(arguments.step)
    if step is None:
        raise RuleBroken("no_step", 404)
    if session.state in ("closed", "draft"):
        raise RuleBroken("workshop_closed" if session.state == "closed" else "not_in_lobby", 409)
    if step.id == session.step:
        return Outcome(put=(replace(session, looking="", page=0),), undo=LOOK_LABEL)
    outcome = dataclasses.replace(leave(context, step) + arrive(context, step), undo="goto")
    return outcome + log_event(context, "goto", step.id)


def skip(context: Context, arguments: SkipArguments) -> Outcome:
    """Mark a step that has not been opened as skipped; ``goto`` can still open it later. Raises ``RuleBroken``."""
    step = context.index.step(arguments.step) if arguments.step else require_current_step(context)
    if step is None:
        raise RuleBroken("no_step", 404)
    if context.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    if step.state != "ready":
        raise RuleBroken("skip_unopened", 409)
    if kind_named(step.kind).session_state == "closing":
        raise RuleBroken("last_step", 409)
    skipped = Outcome(put=(replace(step, state="skipped", ended=context.minute),), undo="skip") + log_event(
        context, "skip", step.id
    )
    if step.id != context.session.step:
        return skipped
    then = upcoming_step(context)
    if then is None:
        raise RuleBroken("last_step", 409)
    return dataclasses.replace(skipped + arrive(context, then), undo="skip")
