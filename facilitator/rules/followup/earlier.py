"""What a follow-up takes over from an earlier workshop: its actions and promises at that time, for views and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from facilitator.rules.core.context import Context
from facilitator.rules.core.record_index import Tables
from facilitator.rules.followup.completeness import completeness
from facilitator.rules.policy.item_names import UNNAMED, name_of
from facilitator.rules.timing.dates import date_held
from facilitator.view import PublicAction, Recap, Text
from store.earlier_workshop import AgreedAction, EarlierWorkshop, SharedPromise
from store.records import OPEN_STATUSES, Action, Session

KEPT_FIELDS = tuple(field.name for field in fields(AgreedAction) if field.name != "why")
"""Fields that an action and its copy in a follow-up have in common."""


def earlier_record(tables: Tables) -> EarlierWorkshop:
    """The workshop in ``tables`` as its follow-up stores it, with the actions that it took over itself."""
    session = tables.session
    day = date_held(session, tables.steps.values())
    held = day.isoformat() if day else session.created
    own = {action.id: _agreed_action(tables, action) for action in tables.actions.values()}
    before = {past.id: past for past in session.earlier.actions} if session.earlier else {}
    promises = sorted(tables.promises.values(), key=lambda promise: promise.id)
    return EarlierWorkshop(
        session=session.id,
        title=session.title,
        held=held,
        first=(session.earlier.first if session.earlier else "") or held,
        promises=len(promises) or (session.earlier.promises if session.earlier else 0),
        shared=tuple(SharedPromise(text=each.text, lang=each.lang) for each in promises if each.share),
        # An action taken over keeps its id, so its own record replaces the state it came with.
        actions=tuple(sorted({**before, **own}.values(), key=lambda past: (past.number, past.id))),
    )


def _agreed_action(tables: Tables, action: Action) -> AgreedAction:
    """An action as a follow-up stores it."""
    listed = [other for other in tables.actions.values() if other.step == action.step]
    so_far = completeness(action, tables.steps.get(action.step), listed)
    kept = {name: getattr(action, name) for name in KEPT_FIELDS}
    return AgreedAction(**{**kept, "owner": so_far.owner, "due": so_far.due}, why=action_reason(tables, action))


def action_reason(tables: Tables, action: Action) -> str:
    """The theme that an action came from, in this workshop or an earlier one; empty when it is not known."""
    if action.theme:
        name = name_of(tables, action.theme)[0]
        return "" if name == UNNAMED else name
    past = earlier_actions(tables.session).get(action.id)
    return past.why if past else ""


def earlier_actions(session: Session) -> Mapping[str, AgreedAction]:
    """Action id -> the action as it was when this follow-up was made; empty in a workshop that is no follow-up."""
    return {past.id: past for past in session.earlier.actions} if session.earlier else {}


def carried_actions(session: Session, step: str) -> list[Action]:
    """The unfinished earlier actions as records of the review ``step``, with the same ids, states and numbers."""
    under_way = [past for past in earlier_actions(session).values() if past.status in OPEN_STATUSES]
    return [Action(**{name: getattr(past, name) for name in KEPT_FIELDS}, step=step) for past in under_way]


def recap(context: Context, now: Iterable[PublicAction]) -> Recap | None:
    """What was agreed, with the actions as they are ``now`` if they are still under way; None without a follow-up."""
    kept = context.session.earlier
    if kept is None:
        return None
    faces = {face.id: face for face in now}
    actions = [faces.pop(past.id) if past.id in faces else public_earlier_action(past) for past in kept.actions]
    return Recap(
        title=kept.title,
        held=kept.held,
        actions=(*actions, *faces.values()),
        promises=kept.promises,
        shared=tuple(Text(id=f"shared{n}", text=each.text, lang=each.lang) for n, each in enumerate(kept.shared)),
    )


def public_earlier_action(past: AgreedAction) -> PublicAction:
    """An action that was finished before this follow-up began."""
    return PublicAction(
        id=past.id,
        number=past.number,
        what=past.what,
        owner=past.owner,
        due=past.due,
        first_step=past.first_step,
        lang=past.lang,
        theme=past.why,
        status=past.status,
        note=past.note,
    )
