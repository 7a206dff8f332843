"""The position in the run of show: the current, shown and upcoming step, and the log entry of a verb. Pure queries.

The states, as ``flow`` and its neighbours keep them (docs/domain.md 4.1 and 4.2):

- session: draft, lobby, running, break, closing, closed; purged when its file has been deleted. A break is possible
  only while the session is running; a closed session can be reopened and is then closing again.
- step: ready, open, closed, revealed, done, skipped. Only the current step is open, closed or revealed. Kinds that ask
  nothing open when they become current and are done when they are left.
- clock, lock, black stage, join code, stage language and looking back are independent of these states and change no
  data.
"""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.steps import kind_named, kinds
from facilitator.rules.steps.kind import Kind
from store.records import Event, Step, StepState

REVIEWABLE_STATES: tuple[StepState, ...] = ("closed", "revealed", "done")
"""States of a step that the stage can look back at."""

LOOK_LABEL = "look"
"""The undo label of looking back, looking forward and turning pages."""


class NoArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """The arguments of a verb that takes none."""


def kind_of(step: Step) -> Kind:
    """The rules of a step. Raises ``RuleBroken`` for a kind that this version does not know."""
    known = kinds().get(step.kind)
    if known is None:
        raise RuleBroken("no_kind", kind=step.kind)
    return known


def asks_phones(step: Step) -> bool:
    """Whether the step has to be opened for phones to answer; otherwise it opens when it becomes current."""
    return kind_of(step).asks_everybody


def current_step(context: Context) -> Step | None:
    """The step that phones answer; None before the first step."""
    return context.index.step(context.session.step)


def shown_step(context: Context) -> Step | None:
    """The step on the stage: the one it looks back at, else the current one."""
    return context.index.step(context.session.looking or context.session.step)


def upcoming_step(context: Context) -> Step | None:
    """The first step after the current one that is not skipped; None after the last."""
    now = current_step(context)
    after = now.position if now else 0
    return next((s for s in context.index.steps if s.position > after and s.state != "skipped"), None)


def require_current_step(context: Context) -> Step:
    """The current step. Raises ``RuleBroken`` in the lobby."""
    step = current_step(context)
    if step is None:
        raise RuleBroken("not_started", 409)
    return step


def require_running_step(context: Context) -> Step:
    """The current step. Raises ``RuleBroken`` when the workshop is closed, on a break, or not started."""
    step = require_current_step(context)
    if context.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    if is_on_break(context):
        raise RuleBroken("on_break", 409)
    return step


def is_on_break(context: Context) -> bool:
    """Whether the room is on a break that is not a step of its own."""
    step = current_step(context)
    return context.session.state == "break" and step is not None and kind_named(step.kind).session_state != "break"


def log_event(context: Context, verb: str, step: str | None = None) -> Outcome:
    """The outcome that adds a verb to the log of the session."""
    return Outcome(put=(Event(id=context.new_id(), verb=verb, step=step or context.session.step, at=context.minute),))
