"""Where the workshop stands: which step is current, shown or coming, and the line of the log. Changes nothing.

The states (domain reference 4), as ``flow`` and its neighbours keep them:

- session: draft, lobby, running, break, closing, closed; purged when its file has been deleted. A break goes with
  running alone; a closed session can be reopened, and is closing again.
- step: ready, open, closed, revealed, done, skipped. Only the current step is open, closed or revealed. Kinds that ask
  nothing open as the room arrives and are done as it leaves.
- clock, lock, black stage, join code, stage language and looking back are beside all that, and change no data.
"""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.steps import kinds
from facilitator.rules.steps.kind import Kind
from store.records import Event, Step, StepState

SEEN: tuple[StepState, ...] = ("closed", "revealed", "done")
"""States of a step that there is something to look back at."""

LOOK = "look"
"""What undo calls looking back and forth, and turning pages."""


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """A verb that takes no arguments."""


def kind_of(step: Step) -> Kind:
    """The rules of a step. Raises ``RuleBroken`` for a kind this version does not know."""
    known = kinds().get(step.kind)
    if known is None:
        raise RuleBroken("no_kind", kind=step.kind)
    return known


def asks(step: Step) -> bool:
    """Whether phones are asked something that closes; else the step opens as the room arrives."""
    return kind_of(step).path[0] == "ready"


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


def must_be_at(here: Here) -> Step:
    """The current step. Raises ``RuleBroken`` in the lobby."""
    step = current(here)
    if step is None:
        raise RuleBroken("not_started", 409)
    return step


def must_run(here: Here) -> Step:
    """The current step of a workshop that is not over and not on a break. Raises ``RuleBroken``."""
    step = must_be_at(here)
    if here.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    if resting(here):
        raise RuleBroken("on_break", 409)
    return step


def resting(here: Here) -> bool:
    """Whether the room is on a break that is no step of its own."""
    step = current(here)
    return here.session.state == "break" and step is not None and step.kind != "break"


def event(here: Here, verb: str, step: str | None = None) -> Act:
    """The line of the log that says so."""
    return Act(put=(Event(id=here.new_id(), verb=verb, step=step or here.session.step, at=here.minute),))
