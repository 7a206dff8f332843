"""The completeness of an action: its owner, its due date, and what it lacks. The same on stage, phones and in files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.parsing import step_settings
from store.records import OPEN_STATUSES, Action, Step

NOTE_REQUIRED = {"dropped": "reason_missing", "passed_on": "whom_missing"}
"""State that requires a note -> code of the error without one.

Dropping an action is a legitimate result with its reason, and passing it on with the name of the new owner; silence is
not (docs/domain.md 9.4).
"""

PARTS = ("owner", "due", "first_step")
"""The parts that can be missing, in the order in which they are named."""


class ActionSettings(Struct, frozen=True):
    """The settings of an action step. A ``checklist`` has one owner and one due date for all of its actions."""

    most: int = 3
    checklist: bool = False
    required: tuple[str, ...] = PARTS


@dataclass(frozen=True)
class Completeness:
    """``owner`` and ``due`` (ISO) as they apply to the action; ``missing`` names the required parts that it lacks."""

    owner: str
    due: str
    missing: tuple[str, ...]
    checklist: bool


def completeness(action: Action, step: Step | None, listed: Iterable[Action]) -> Completeness:
    """The completeness of an action; ``listed`` are all actions of its step."""
    settings = step_settings(step, ActionSettings) if step else ActionSettings()
    shared = sorted(listed, key=lambda other: other.number) if settings.checklist else []
    owner = action.owner or next((other.owner for other in shared if other.owner), "")
    due = action.due or next((other.due for other in shared if other.due), "")
    has = {"owner": owner, "due": due, "first_step": action.first_step}
    # An action that is done, dropped or passed on lacks nothing any more.
    required = settings.required if action.status in OPEN_STATUSES else ()
    missing = tuple(part for part in PARTS if part in required and not has[part])
    return Completeness(owner=owner, due=due, missing=missing, checklist=settings.checklist)


def require_note(status: str, note: str) -> None:
    """Raise ``RuleBroken`` for a state that requires a note when there is none."""
    if status in NOTE_REQUIRED and not note:
        raise RuleBroken(NOTE_REQUIRED[status])
