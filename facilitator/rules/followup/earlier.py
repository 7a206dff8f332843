"""What a follow-up takes over from an earlier workshop: its actions and promises at that time, for views and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from facilitator.rules.core.context import Here
from facilitator.rules.core.record_index import Tables
from facilitator.rules.followup.completeness import standing
from facilitator.rules.policy.item_names import UNNAMED, name_of
from facilitator.rules.timing.dates import held_on
from facilitator.view import ActionFace, Recap, Text
from store.earlier_workshop import Agreed, Earlier, SharedPromise
from store.records import UNDER_WAY, Action, Session

KEPT = tuple(field.name for field in fields(Agreed) if field.name != "why")
"""Fields that an action and its copy in a follow-up have in common."""


def earlier(tables: Tables) -> Earlier:
    """The workshop in ``tables`` as its follow-up stores it, with the actions that it took over itself."""
    session = tables.session
    day = held_on(session, tables.steps.values())
    held = day.isoformat() if day else session.created
    own = {action.id: _past(tables, action) for action in tables.actions.values()}
    before = {past.id: past for past in session.earlier.actions} if session.earlier else {}
    promises = sorted(tables.promises.values(), key=lambda promise: promise.id)
    return Earlier(
        session=session.id,
        title=session.title,
        held=held,
        first=(session.earlier.first if session.earlier else "") or held,
        promises=len(promises) or (session.earlier.promises if session.earlier else 0),
        shared=tuple(SharedPromise(text=each.text, lang=each.lang) for each in promises if each.share),
        # An action taken over keeps its id, so its own record replaces the state it came with.
        actions=tuple(sorted({**before, **own}.values(), key=lambda past: (past.number, past.id))),
    )


def _past(tables: Tables, action: Action) -> Agreed:
    """An action as a follow-up stores it."""
    listed = [other for other in tables.actions.values() if other.step == action.step]
    so_far = standing(action, tables.steps.get(action.step), listed)
    kept = {name: getattr(action, name) for name in KEPT}
    return Agreed(**{**kept, "owner": so_far.owner, "due": so_far.due}, why=why(tables, action))


def why(tables: Tables, action: Action) -> str:
    """The theme that an action came from, in this workshop or an earlier one; empty when it is not known."""
    if action.theme:
        name = name_of(tables, action.theme)[0]
        return "" if name == UNNAMED else name
    past = before(tables.session).get(action.id)
    return past.why if past else ""


def before(session: Session) -> Mapping[str, Agreed]:
    """Action id -> the action as it was when this follow-up was made; empty in a workshop that is no follow-up."""
    return {past.id: past for past in session.earlier.actions} if session.earlier else {}


def carried(session: Session, step: str) -> list[Action]:
    """The unfinished earlier actions as records of the review ``step``, with the same ids, states and numbers."""
    under_way = [past for past in before(session).values() if past.status in UNDER_WAY]
    return [Action(**{name: getattr(past, name) for name in KEPT}, step=step) for past in under_way]


def recap(here: Here, now: Iterable[ActionFace]) -> Recap | None:
    """What was agreed, with the actions as they are ``now`` if they are still under way; None without a follow-up."""
    kept = here.session.earlier
    if kept is None:
        return None
    faces = {face.id: face for face in now}
    actions = [faces.pop(past.id) if past.id in faces else face_of(past) for past in kept.actions]
    return Recap(
        title=kept.title,
        held=kept.held,
        actions=(*actions, *faces.values()),
        promises=kept.promises,
        shared=tuple(Text(id=f"shared{n}", text=each.text, lang=each.lang) for n, each in enumerate(kept.shared)),
    )


def face_of(past: Agreed) -> ActionFace:
    """An action that was finished before this follow-up began."""
    return ActionFace(
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
