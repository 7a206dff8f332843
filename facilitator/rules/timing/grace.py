"""The grace period: for some seconds after a step has closed, its answers are still accepted, so that no text is lost.

It lasts 20 seconds (docs/domain.md 3.1) and ends at once when the result is shown or the step is reopened. A vote has
none, since its ballots are separated from their seats at the close. ``Step.closed`` holds its start, so it survives a
restart.
"""

from __future__ import annotations

from facilitator.rules.core.context import Context
from facilitator.rules.steps.kind import Kind
from facilitator.view import GracePeriod
from store.records import Step

GRACE_SECONDS = 20.0


def grace_start(context: Context, step: Step, kind: Kind) -> float:
    """The value of ``Step.closed`` for a step that is being closed or left; 0 for a kind without a grace period."""
    if not kind.has_grace or "closed" not in kind.path:
        return 0.0
    # Leaving a step that is already closed must not start a second grace period.
    return context.now if step.state == "open" else step.closed


def is_in_grace(context: Context, step: Step) -> bool:
    """Whether answers to a closed step are still accepted. A clock that was set back ends the grace period."""
    return step.state in ("closed", "done") and 0 <= context.now - step.closed < GRACE_SECONDS


def grace_period(context: Context) -> GracePeriod | None:
    """The grace period of the step closed last, even if it is over; None without one, and while answers are locked."""
    last = max(context.index.steps, key=lambda step: (step.closed, step.position), default=None)
    if last is None or not last.closed or last.state not in ("closed", "done") or context.session.locked:
        return None
    return GracePeriod(step=last.id, until=last.closed + GRACE_SECONDS)
