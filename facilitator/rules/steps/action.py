"""``action``: what the room will do together. Without owner, due date and first step it counts as an idea only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.rules.core.context import Context, Outcome, clean_text
from facilitator.rules.core.parsing import AcceptedAnswer, parse_answer, step_settings
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.template_answer import LIVE, MOST_NUMBER, AnswerSpec, FieldPath
from facilitator.rules.followup.completeness import ActionSettings, completeness
from facilitator.rules.steps.kind import Kind
from facilitator.view import ActionBody, Body, PublicAction
from facilitator.view.mine import SeatView
from store.records import Action, Idea, Theme, replace

OWNER_LIMIT = 40


class VolunteerMessage(Struct, frozen=True):
    """``{"action": id, "owner": name}``: volunteer for an action under a name that the person types."""

    action: str
    owner: str


class ActionAnswer(AnswerSpec, tag="action", frozen=True):
    """Shared actions, or one common checklist. ``fields`` are fields of ``store.records.Action``."""

    most: int
    fields: tuple[str, ...]
    required: tuple[str, ...]
    checklist: bool = False
    max_chars: int = 200

    defaults: ClassVar[Mapping[str, Any]] = {
        "most": 3,
        "fields": ["what", "owner", "due", "first_step", "decision_from"],
        "required": ["what", "owner", "due", "first_step"],
    }
    visibility: ClassVar[Mapping[str, Any]] = LIVE
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {
        ("most",): (1, MOST_NUMBER),
        ("max_chars",): (1, MOST_NUMBER),
    }


class ActionKind(Kind):
    """The facilitator types the actions; a phone can only volunteer as the owner of one."""

    name = "action"
    answer_type = ActionAnswer
    body_type = ActionBody
    phone_mirrors_stage = True
    holds_actions = True
    agrees_actions = True
    home_of = "actions"
    pane = "actions"
    settings_type = ActionSettings

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        answer = parse_answer(message, VolunteerMessage)
        action = context.index.get(Action, answer.action)
        if action is None or action.step != context.step.id:
            raise RuleBroken("no_action", 404)
        if action.owner:
            raise RuleBroken("has_owner", 409)
        return AcceptedAnswer(Outcome(put=(replace(action, owner=clean_text(answer.owner, OWNER_LIMIT)),)), action.id)

    def body(self, context: Context) -> ActionBody:
        settings = step_settings(context.step, ActionSettings)
        return ActionBody(
            actions=public_actions(context, context.step.id), most=settings.most, checklist=settings.checklist
        )

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        for action in body.actions if isinstance(body, ActionBody) else ():
            # One participant in five offers to take an action; the first to send gets it.
            if not action.owner and person.chance.random() < 0.2:
                # The owner is a table, five participants each, because the rehearsal has no names of people.
                owner = say("demo.table", person.language, number=person.number // 5 + 1)
                yield SimulatedAnswer(person.thinking_time(10, 60), {"action": action.id, "owner": owner})

    def rehearsal_turn(self, body: Body) -> tuple[str, ...]:
        return tuple(each.id for each in body.actions if not each.owner) if isinstance(body, ActionBody) else ()


def public_actions(context: Context, step: str | None = None) -> tuple[PublicAction, ...]:
    """The actions of one step, or of the whole session, by number."""
    actions = context.index.records_in(Action, step) if step else context.index.tables.actions.values()
    return tuple(public_action(context, action) for action in sorted(actions, key=lambda action: action.number))


def public_action(context: Context, action: Action) -> PublicAction:
    """An action as everybody sees it, with the parts that it lacks."""
    so_far = completeness(action, context.index.step(action.step), context.index.records_in(Action, action.step))
    theme, idea = context.index.get(Theme, action.theme), context.index.get(Idea, action.theme)
    return PublicAction(
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
