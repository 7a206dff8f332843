"""Builds the comparison of a follow-up with the workshop before it, from the records of the follow-up session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from facilitator.errors import RuleBroken
from facilitator.export.build_actions import day_of
from facilitator.export.follow_up import Followed, Turn
from facilitator.rules.core.parsing import settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.followup.completeness import standing
from facilitator.rules.followup.earlier import before
from facilitator.rules.policy import disclosure
from facilitator.rules.steps.review import Settings
from store.earlier_workshop import Agreed, Earlier
from store.records import UNDER_WAY, Action


def followed(tables: Tables, today: date) -> Followed | None:
    """The comparison as of ``today``, the day of the follow-up; None for a workshop that is not a follow-up."""
    kept = tables.session.earlier
    if kept is None:
        return None
    return Followed(
        title=kept.title,
        held=day_of(kept.held),
        first=day_of(kept.first),
        today=today,
        promises=kept.promises,
        turns=tuple(_turns(tables, kept)),
    )


def _turns(tables: Tables, kept: Earlier) -> Iterable[Turn]:
    said = _said(tables)
    for past in kept.actions:
        action = tables.actions.get(past.id)
        if action is not None:
            yield _turn(tables, action, past, said)
        else:
            yield _gone(past)
    known = before(tables.session)
    fresh = [action for action in tables.actions.values() if action.id not in known]
    for action in sorted(fresh, key=lambda each: (each.number, each.id)):
        yield _turn(tables, action, None, said)


def _turn(tables: Tables, action: Action, past: Agreed | None, said: Mapping[str, Mapping[str, int]]) -> Turn:
    so_far = standing(action, tables.steps.get(action.step), ())
    return Turn(
        label=label(action.number),
        what=action.what,
        owner=so_far.owner,
        due=day_of(so_far.due),
        due_before=day_of(past.due) if past else None,
        first_step=action.first_step,
        notices=action.notices,
        note=action.note,
        was=past.status if past else "",
        status=action.status,
        said=said.get(action.id, {}),
    )


def _gone(past: Agreed) -> Turn:
    """An action without a record in this session: closed before the follow-up, or removed by the facilitator."""
    closed = past.status not in UNDER_WAY
    return Turn(
        label=label(past.number),
        what=past.what,
        owner=past.owner,
        due=day_of(past.due),
        due_before=day_of(past.due),
        first_step="",
        notices=past.notices,
        note=past.note,
        was=past.status,
        status=past.status if closed else "",
        said={},
        closed_before=closed,
    )


def label(number: int) -> str:
    """The label of an action as people use it: ``T-01``."""
    return f"T-{number:02}"


def _said(tables: Tables) -> Mapping[str, Mapping[str, int]]:
    """Action id -> state -> number of phones that reported it, as far as the room may see them (disclosure control)."""
    found: dict[str, Mapping[str, int]] = {}
    for step in tables.steps.values():
        if step.kind != "review":
            continue
        try:
            states = settings(step, Settings).states
        except RuleBroken:
            continue
        for action, row in disclosure.seen(step).items():
            found[action] = dict(zip(states, row.counts, strict=False))
    return found
