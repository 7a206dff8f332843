"""Shared actions in plain mode: add, change and remove them, and set the state of those of an earlier workshop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from facilitator.view.bodies import Actions, Review
from facilitator.view.parts import ActionFace
from screens.dialogs.dates import iso_day, typed_day
from screens.plain.context import Desk

FIELDS = ("what", "owner", "due", "first_step", "first_step_due", "decision_from")
DATES = ("due", "first_step_due")
CLEAR = "-"
"""Typed to empty a field."""


async def add(desk: Desk) -> None:
    """Ask for a new action. Only "what" is required; what else is missing is said afterwards."""
    fields: dict[str, str] = {}
    for name in FIELDS:
        value = await _field(desk, name)
        if not value and name == "what":
            return
        if value:
            fields[name] = value
    if await desk.do("action", "console.done.action", **fields) is not None:
        missing = [each.missing for each in _actions(desk) if each.what == fields["what"]]
        for part in missing[-1] if missing else ():
            desk.talk.tell(desk.words("action.missing", parts=desk.words(f"action.missing.{part}")))


async def change(desk: Desk) -> None:
    """Change an action; an empty line keeps a field as it is."""
    action = await _which(desk)
    if action is None:
        return
    fields: dict[str, str] = {}
    for name in FIELDS:
        now: str = getattr(action, name)
        shown = typed_day(now, desk.language) if name in DATES else now
        if shown:
            desk.talk.tell(desk.words("plain.now", value=shown))
        value = await _field(desk, name)
        if value:
            fields[name] = "" if value == CLEAR else value
    if fields:
        await desk.do("edit_action", "console.done.edit_action", action=action.id, **fields)


async def remove(desk: Desk) -> None:
    """Remove an action after a confirmation."""
    action = await _which(desk)
    if action is not None and await desk.talk.sure(desk.words("console.sure_remove_action"), action.what):
        await desk.do("remove_action", "console.done.remove_action", action=action.id)


async def status(desk: Desk) -> None:
    """Set the state of an action of an earlier workshop."""
    body = desk.view.public.body
    action = await _which(desk)
    if action is None or not isinstance(body, Review):
        return
    states = [(state, desk.words(f"status.{state}")) for state in body.states]
    state = await desk.talk.choose(desk.words("review.status"), states)
    if state:
        note = await desk.talk.ask(desk.words("review.note"))
        fields = {"note": note} if note else {}
        await desk.do("edit_action", "console.done.status", action=action.id, status=state, **fields)


async def _field(desk: Desk, name: str) -> str:
    """Ask for one field; a date that cannot be parsed is asked for again."""
    example = desk.words("action.date_example") if name in DATES else ""
    question = " ".join(part for part in (desk.words(f"action.{name}"), example) if part)
    while typed := await desk.talk.ask(question):
        if name not in DATES or typed == CLEAR:
            return typed
        try:
            return iso_day(typed, date.today())
        except ValueError:
            desk.talk.tell(desk.words("action.bad_date", field=desk.words(f"action.{name}")))
    return ""


def _actions(desk: Desk) -> tuple[ActionFace, ...]:
    match desk.view.public.body:
        case Actions() as body:
            return body.actions
        case Review() as body:
            return tuple(item.action for item in body.items)
    return ()


async def _which(desk: Desk) -> ActionFace | None:
    known: Mapping[str, ActionFace] = {action.id: action for action in _actions(desk)}
    wanted = await desk.talk.choose(desk.words("plain.which_action"), [(key, each.what) for key, each in known.items()])
    return known[wanted] if wanted else None
