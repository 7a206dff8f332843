"""Shared actions in plain mode: add, change and remove them, and set the state of those of an earlier workshop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from facilitator.view.bodies import ActionBody, ReviewBody
from facilitator.view.parts import PublicAction
from screens.dialogs.dates import date_for_field, iso_day
from screens.plain.context import PlainContext

FIELDS = ("what", "owner", "due", "first_step", "first_step_due", "decision_from")
DATE_FIELDS = ("due", "first_step_due")
CLEAR = "-"
"""Typed to empty a field."""


async def add(context: PlainContext) -> None:
    """Ask for a new action. Only "what" is required; what else is missing is said afterwards."""
    fields: dict[str, str] = {}
    for name in FIELDS:
        value = await _ask_field(context, name)
        if not value and name == "what":
            return
        if value:
            fields[name] = value
    if await context.do("action", "console.done.action", **fields) is not None:
        missing = [each.missing for each in _actions(context) if each.what == fields["what"]]
        for part in missing[-1] if missing else ():
            context.conversation.tell(context.words("action.missing", parts=context.words(f"action.missing.{part}")))


async def change(context: PlainContext) -> None:
    """Change an action; an empty line keeps a field as it is."""
    action = await _choose_action(context)
    if action is None:
        return
    fields: dict[str, str] = {}
    for name in FIELDS:
        now: str = getattr(action, name)
        shown = date_for_field(now, context.language) if name in DATE_FIELDS else now
        if shown:
            context.conversation.tell(context.words("plain.now", value=shown))
        value = await _ask_field(context, name)
        if value:
            fields[name] = "" if value == CLEAR else value
    if fields:
        await context.do("edit_action", "console.done.edit_action", action=action.id, **fields)


async def remove(context: PlainContext) -> None:
    """Remove an action after a confirmation."""
    action = await _choose_action(context)
    if action is not None and await context.conversation.confirm(
        context.words("console.sure_remove_action"), action.what
    ):
        await context.do("remove_action", "console.done.remove_action", action=action.id)


async def mark_status(context: PlainContext) -> None:
    """Set the state of an action of an earlier workshop."""
    body = context.view.public.body
    action = await _choose_action(context)
    if action is None or not isinstance(body, ReviewBody):
        return
    states = [(state, context.words(f"status.{state}")) for state in body.states]
    state = await context.conversation.choose(context.words("review.status"), states)
    if state:
        note = await context.conversation.ask(context.words("review.note"))
        fields = {"note": note} if note else {}
        await context.do("edit_action", "console.done.status", action=action.id, status=state, **fields)


async def _ask_field(context: PlainContext, name: str) -> str:
    """Ask for one field; a date that cannot be parsed is asked for again."""
    example = context.words("action.date_example") if name in DATE_FIELDS else ""
    question = " ".join(part for part in (context.words(f"action.{name}"), example) if part)
    while typed := await context.conversation.ask(question):
        if name not in DATE_FIELDS or typed == CLEAR:
            return typed
        try:
            return iso_day(typed, date.today())
        except ValueError:
            context.conversation.tell(context.words("action.bad_date", field=context.words(f"action.{name}")))
    return ""


def _actions(context: PlainContext) -> tuple[PublicAction, ...]:
    match context.view.public.body:
        case ActionBody() as body:
            return body.actions
        case ReviewBody() as body:
            return tuple(item.action for item in body.items)
    return ()


async def _choose_action(context: PlainContext) -> PublicAction | None:
    known: Mapping[str, PublicAction] = {action.id: action for action in _actions(context)}
    wanted = await context.conversation.choose(
        context.words("plain.which_action"), [(key, each.what) for key, each in known.items()]
    )
    return known[wanted] if wanted else None
