"""The verbs of shared actions, typed in by the facilitator: what, who, by when, and the first step."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, structs

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, clean_text, optional_text
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.followup.completeness import ActionSettings, require_note
from facilitator.rules.followup.earlier import earlier_actions
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.action import OWNER_LIMIT
from facilitator.rules.verbs.flow import log_event
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


class ActionArguments(Struct, frozen=True, forbid_unknown_fields=True):
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


class EditActionArguments(ActionArguments, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``{"action": id, ...fields}``"""

    action: str


class RemoveActionArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"action": id}``"""

    action: str


def new_action(context: Context, arguments: ActionArguments) -> Outcome:
    """Add an action to the current action step. Raises ``RuleBroken``."""
    step = action_step(context)
    known = list(context.index.records_in(Action, step.id))
    most = step_settings(step, ActionSettings).most
    if len(known) >= most:
        raise RuleBroken("enough_actions", n=most)
    if not isinstance(arguments.what, str):
        raise RuleBroken("empty")
    # Numbers are unique in the whole session, and the actions taken over from an earlier workshop keep theirs.
    numbers = [action.number for action in context.index.tables.actions.values()]
    numbers += [past.number for past in earlier_actions(context.session).values()]
    blank = Action(
        id=context.new_id(),
        step=step.id,
        number=max(numbers, default=0) + 1,
        lang=context.session.language,
        what=clean_text(arguments.what, LIMITS["what"]),
    )
    action = apply_fields(context, blank, arguments)
    return Outcome(put=(action,), reply={"id": action.id}, undo="action") + log_event(context, "action")


def edit_action(context: Context, arguments: EditActionArguments) -> Outcome:
    """Change fields of an action. Raises ``RuleBroken``."""
    action = apply_fields(context, find_action(context, arguments.action), arguments)
    return Outcome(put=(action,), undo="edit_action") + log_event(context, "edit_action")


def remove_action(context: Context, arguments: RemoveActionArguments) -> Outcome:
    """Remove an action from the list. Raises ``RuleBroken``."""
    return Outcome(remove=(find_action(context, arguments.action),), undo="remove_action") + log_event(
        context, "remove_action"
    )


def apply_fields(context: Context, action: Action, arguments: ActionArguments) -> Action:
    """The action with the given fields, each checked. Raises ``RuleBroken``."""
    given = {name: value for name, value in structs.asdict(arguments).items() if value is not UNSET}
    given.pop("action", None)
    for name, value in given.items():
        if name in LIMITS:
            given[name] = clean_text(value, LIMITS[name]) if name == "what" else optional_text(value, LIMITS[name])
        elif name in ("due", "first_step_due"):
            given[name] = iso_date(value)
        elif name == "theme" and value not in {"", *context.index.tables.themes, *context.index.tables.ideas}:
            raise RuleBroken("no_theme", 404)
        elif name == "lens" and value not in tag_ids(context):
            raise RuleBroken("no_tag", 400)
    changed = replace(action, **given)
    if changed.status != action.status or not changed.note:
        require_note(changed.status, changed.note)
    return changed


def iso_date(value: str) -> str:
    """The text as an ISO date, or empty. Raises ``RuleBroken``."""
    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as wrong:
        raise RuleBroken("bad_date") from wrong


def tag_ids(context: Context) -> set[str]:
    """The ids of all tags that this workshop uses, and the empty id."""
    tags = (tag for step in context.index.steps for tag in step.settings.get("tags", ()))
    return {"", *(str(tag["id"]) for tag in tags)}


def find_action(context: Context, action_id: str) -> Action:
    """The action of this id. Raises ``RuleBroken``."""
    action = context.index.get(Action, action_id)
    if action is None:
        raise RuleBroken("no_action", 404)
    return action


def action_step(context: Context) -> Step:
    """The current step if it holds actions, else the last opened step that does. Raises ``RuleBroken`` without one."""
    now = context.index.step(context.session.step)
    if now is not None and kind_named(now.kind).holds_actions:
        return now
    used = [step for step in context.index.steps if kind_named(step.kind).holds_actions and step.opened]
    if not used:
        raise RuleBroken("no_action_step", 409)
    return used[-1]
