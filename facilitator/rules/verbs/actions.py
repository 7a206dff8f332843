"""The verbs of shared actions, typed in by the facilitator: what, who, by when, and the first step."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, structs

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, human, maybe
from facilitator.rules.core.parsing import settings
from facilitator.rules.followup.completeness import Wanted, explained
from facilitator.rules.followup.earlier import before
from facilitator.rules.steps.action import OWNER_LIMIT
from facilitator.rules.verbs.flow import event
from store.records import Action, ActionStatus, Step, replace

LIMITS = {
    "what": 120,
    "owner": OWNER_LIMIT,
    "first_step": 120,
    "notices": 120,
    "decision_from": 80,
    "note": 200,
}
"""Characters per field. What, owner and first step are as in docs/domain.md 6.4."""


LISTING = ("action", "review")
"""Kinds of step that hold actions."""


class Fields(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of an action; one that is left out keeps its value. Dates are ISO dates or empty."""

    what: str | UnsetType = UNSET
    owner: str | UnsetType = UNSET
    due: str | UnsetType = UNSET
    first_step: str | UnsetType = UNSET
    first_step_due: str | UnsetType = UNSET
    size: Literal["", "small", "large"] | UnsetType = UNSET
    lens: str | UnsetType = UNSET
    theme: str | UnsetType = UNSET
    notices: str | UnsetType = UNSET
    decision_from: str | UnsetType = UNSET
    status: ActionStatus | UnsetType = UNSET
    note: str | UnsetType = UNSET


class Edit(Fields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``{"action": id, ...fields}``"""

    action: str


class Remove(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"action": id}``"""

    action: str


def new(here: Here, wanted: Fields) -> Act:
    """Add an action to the current action step. Raises ``RuleBroken``."""
    step = action_step(here)
    known = list(here.book.of(Action, step.id))
    most = settings(step, Wanted).most
    if len(known) >= most:
        raise RuleBroken("enough_actions", n=most)
    if not isinstance(wanted.what, str):
        raise RuleBroken("empty")
    # Numbers are unique in the whole session, and the actions taken over from an earlier workshop keep theirs.
    numbers = [action.number for action in here.book.tables.actions.values()]
    numbers += [past.number for past in before(here.session).values()]
    blank = Action(
        id=here.new_id(),
        step=step.id,
        number=max(numbers, default=0) + 1,
        lang=here.session.language,
        what=human(wanted.what, LIMITS["what"]),
    )
    action = filled(here, blank, wanted)
    return Act(put=(action,), reply={"id": action.id}, undo="action") + event(here, "action")


def edit(here: Here, wanted: Edit) -> Act:
    """Change fields of an action. Raises ``RuleBroken``."""
    action = filled(here, find(here, wanted.action), wanted)
    return Act(put=(action,), undo="edit_action") + event(here, "edit_action")


def remove(here: Here, wanted: Remove) -> Act:
    """Remove an action from the list. Raises ``RuleBroken``."""
    return Act(remove=(find(here, wanted.action),), undo="remove_action") + event(here, "remove_action")


def filled(here: Here, action: Action, wanted: Fields) -> Action:
    """The action with the given fields, each checked. Raises ``RuleBroken``."""
    given = {name: value for name, value in structs.asdict(wanted).items() if value is not UNSET}
    given.pop("action", None)
    for name, value in given.items():
        if name in LIMITS:
            given[name] = human(value, LIMITS[name]) if name == "what" else maybe(value, LIMITS[name])
        elif name in ("due", "first_step_due"):
            given[name] = iso_date(value)
        elif name == "theme" and value not in {"", *here.book.tables.themes, *here.book.tables.ideas}:
            raise RuleBroken("no_theme", 404)
        elif name == "lens" and value not in lenses(here):
            raise RuleBroken("no_tag", 400)
    changed = replace(action, **given)
    if changed.status != action.status or not changed.note:
        explained(changed.status, changed.note)
    return changed


def iso_date(value: str) -> str:
    """The text as an ISO date, or empty. Raises ``RuleBroken``."""
    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as wrong:
        raise RuleBroken("bad_date") from wrong


def lenses(here: Here) -> set[str]:
    """The ids of all tags that this workshop uses, and the empty id."""
    tags = (tag for step in here.book.steps for tag in step.settings.get("tags", ()))
    return {"", *(str(tag["id"]) for tag in tags)}


def find(here: Here, action_id: str) -> Action:
    """The action of this id. Raises ``RuleBroken``."""
    action = here.book.get(Action, action_id)
    if action is None:
        raise RuleBroken("no_action", 404)
    return action


def action_step(here: Here) -> Step:
    """The current step if it holds actions, else the last opened step that does. Raises ``RuleBroken`` without one."""
    now = here.book.step(here.session.step)
    if now is not None and now.kind in LISTING:
        return now
    used = [step for step in here.book.steps if step.kind in LISTING and step.opened]
    if not used:
        raise RuleBroken("no_action_step", 409)
    return used[-1]
