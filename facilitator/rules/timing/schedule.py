"""The schedule: minutes behind the plan, from the run of show and the time alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class PlannedStep(Protocol):
    """The part of a step that the schedule needs; ``store.records.Step`` and ``PlanLine`` both have it."""

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def cut(self) -> int: ...
    @property
    def opened(self) -> float: ...


def minutes_late(plan: Sequence[PlannedStep], current: str, now: float) -> int:
    """Minutes that the workshop would end late at ``now`` (seconds since the epoch); negative when early.

    It is the time since the first step opened, less the planned minutes of the steps before the current one. The
    current step counts as late only once its own minutes are used. Minutes of later steps that were skipped or cut are
    time gained.
    """
    started = [line.opened for line in plan if line.opened]
    at = next((index for index, line in enumerate(plan) if line.id == current), None)
    if not started or at is None:
        return 0
    # ``minutes + cut`` is the length before any cut, so all delays refer to the same original plan.
    late = (now - min(started)) / 60 - sum(line.minutes + line.cut for line in plan[:at])
    # Late only for what exceeds the minutes of the current step; a step that has just begun has used none of them.
    if late > 0:
        late = max(0.0, late - plan[at].minutes)
    won = sum(line.cut + (line.minutes if line.state == "skipped" else 0) for line in plan[at:])
    return round(late - won)
