"""``action``: what the room will do together. Without owner, due date and first step it counts as an idea only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, human
from facilitator.rules.core.parsing import Taken, asked, settings
from facilitator.rules.followup.completeness import Wanted, standing
from facilitator.rules.steps.kind import Kind
from facilitator.view import ActionFace, Actions
from store.records import Action, Idea, Theme, replace

OWNER_LIMIT = 40


class Message(Struct, frozen=True):
    """``{"action": id, "owner": name}``: volunteer for an action under a name that the person types."""

    action: str
    owner: str


class ActionKind(Kind):
    """The facilitator types the actions; a phone can only volunteer as the owner of one."""

    name = "action"
    shape = Wanted

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        said = asked(message, Message)
        action = here.book.get(Action, said.action)
        if action is None or action.step != here.step.id:
            raise RuleBroken("no_action", 404)
        if action.owner:
            raise RuleBroken("has_owner", 409)
        return Taken(Act(put=(replace(action, owner=human(said.owner, OWNER_LIMIT)),)), action.id)

    def body(self, here: Here) -> Actions:
        wanted = settings(here.step, Wanted)
        return Actions(actions=agreed(here, here.step.id), most=wanted.most, checklist=wanted.checklist)


def agreed(here: Here, step: str | None = None) -> tuple[ActionFace, ...]:
    """The actions of one step, or of the whole session, by number."""
    actions = here.book.of(Action, step) if step else here.book.tables.actions.values()
    return tuple(action_face(here, action) for action in sorted(actions, key=lambda action: action.number))


def action_face(here: Here, action: Action) -> ActionFace:
    """An action as everybody sees it, with the parts that it lacks."""
    so_far = standing(action, here.book.step(action.step), here.book.of(Action, action.step))
    theme, idea = here.book.get(Theme, action.theme), here.book.get(Idea, action.theme)
    return ActionFace(
        id=action.id,
        number=action.number,
        what=action.what,
        owner=so_far.owner,
        due=so_far.due,
        first_step=action.first_step,
        first_step_due=action.first_step_due,
        lang=action.lang,
        missing=so_far.missing,
        size=action.size,
        lens=action.lens,
        theme=theme.name if theme else idea.text if idea and not idea.hidden else "",
        notices=action.notices,
        decision_from=action.decision_from,
        status=action.status,
        note=action.note,
    )


KIND = ActionKind()
