"""How far an action is agreed: whose it is, by when, and what it still lacks. The same on stage, phone and in files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.parsing import settings
from store.records import UNDER_WAY, Action, Step

NEEDS_WORDS = {"dropped": "reason_missing", "passed_on": "whom_missing"}
"""States that say too little by themselves -> what is wrong without a note. Dropping is a legitimate result with its
reason, passing on with the name of whoever has it now (domain reference 9.4); silence is not."""

PARTS = ("owner", "due", "first_step")
"""What can be missing, in the order it is said."""


class Wanted(Struct, frozen=True):
    """What an action step says of its actions. A checklist has one owner and one date for all of it."""

    most: int = 3
    checklist: bool = False
    required: tuple[str, ...] = PARTS


@dataclass(frozen=True)
class Standing:
    """``owner`` and ``due`` (ISO) as they count; ``missing`` names the parts that are required and not there."""

    owner: str
    due: str
    missing: tuple[str, ...]
    checklist: bool


def standing(action: Action, step: Step | None, listed: Iterable[Action]) -> Standing:
    """How far an action is agreed; ``listed`` are all actions of its step."""
    wanted = settings(step, Wanted) if step else Wanted()
    shared = sorted(listed, key=lambda other: other.number) if wanted.checklist else []
    owner = action.owner or next((other.owner for other in shared if other.owner), "")
    due = action.due or next((other.due for other in shared if other.due), "")
    has = {"owner": owner, "due": due, "first_step": action.first_step}
    required = wanted.required if action.status in UNDER_WAY else ()
    missing = tuple(part for part in PARTS if part in required and not has[part])
    return Standing(owner=owner, due=due, missing=missing, checklist=wanted.checklist)


def explained(status: str, note: str) -> None:
    """Raises ``RuleBroken`` for a state that needs words and has none."""
    if status in NEEDS_WORDS and not note:
        raise RuleBroken(NEEDS_WORDS[status])
