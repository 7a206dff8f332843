"""The grace: what somebody has in hand as a step closes is still taken for a moment, so that no text is lost.

It ends at once when the result is shown or the step is reopened. A vote has none: its ballots are cut loose as it
closes. When it began is kept in ``Step.closed``, so it outlives a restart.
"""

from __future__ import annotations

from facilitator.rules.core.context import Here
from facilitator.rules.steps.kind import Kind
from facilitator.view import Grace
from store.records import Step

SECONDS = 20.0


def begins(here: Here, step: Step, kind: Kind) -> float:
    """What ``Step.closed`` is from now on, as the step is closed, or is left as it is."""
    if not kind.grace or "closed" not in kind.path:
        return 0.0
    return here.now if step.state == "open" else step.closed


def lasts(here: Here, step: Step) -> bool:
    """Whether answers to a step that has been closed are still taken. A clock that was set back ends it."""
    return step.state in ("closed", "done") and 0 <= here.now - step.closed < SECONDS


def grace(here: Here) -> Grace | None:
    """The step that was closed last, whether its grace still runs or not; None when there is none."""
    last = max(here.book.steps, key=lambda step: (step.closed, step.position), default=None)
    if last is None or not last.closed or last.state not in ("closed", "done") or here.session.locked:
        return None
    return Grace(step=last.id, until=last.closed + SECONDS)
