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
from facilitator.rules.core.context import Act, Here
from facilitator.rules.steps import kinds
from facilitator.rules.steps.kind import Kind
from store.records import Event, Step, StepState

SEEN: tuple[StepState, ...] = ("closed", "revealed", "done")
"""States of a step that the stage can look back at."""

LOOK = "look"
"""The undo label of looking back, looking forward and turning pages."""


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """The arguments of a verb that takes none."""


def kind_of(step: Step) -> Kind:
    """The rules of a step. Raises ``RuleBroken`` for a kind that this version does not know."""
    known = kinds().get(step.kind)
    if known is None:
        raise RuleBroken("no_kind", kind=step.kind)
    return known


def asks(step: Step) -> bool:
    """Whether the step has to be opened for phones to answer; otherwise it opens when it becomes current."""
    return kind_of(step).path[0] == "ready"


def current(here: Here) -> Step | None:
    """The step that phones answer; None before the first step."""
    return here.book.step(here.session.step)


def shown(here: Here) -> Step | None:
    """The step on the stage: the one it looks back at, else the current one."""
    return here.book.step(here.session.looking or here.session.step)


def coming(here: Here) -> Step | None:
    """The first step after the current one that is not skipped; None after the last."""
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
    """The current step. Raises ``RuleBroken`` when the workshop is closed, on a break, or not started."""
    step = must_be_at(here)
    if here.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    if resting(here):
        raise RuleBroken("on_break", 409)
    return step


def resting(here: Here) -> bool:
    """Whether the room is on a break that is not a step of its own."""
    step = current(here)
    return here.session.state == "break" and step is not None and step.kind != "break"


def event(here: Here, verb: str, step: str | None = None) -> Act:
    """The outcome that adds a verb to the log of the session."""
    return Act(put=(Event(id=here.new_id(), verb=verb, step=step or here.session.step, at=here.minute),))
