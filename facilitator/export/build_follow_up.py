"""Builds the comparison of a follow-up with the workshop before it, from the records of the follow-up session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from facilitator.errors import RuleBroken
from facilitator.export.follow_up import ActionComparison, FollowUpComparison
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.followup.completeness import completeness
from facilitator.rules.followup.earlier import earlier_actions
from facilitator.rules.policy import disclosure
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.review import ReviewSettings
from facilitator.rules.timing.dates import parse_stored_date
from store.earlier_workshop import AgreedAction, EarlierWorkshop
from store.records import OPEN_STATUSES, Action


def build_follow_up(tables: Tables, today: date) -> FollowUpComparison | None:
    """The comparison as of ``today``, the day of the follow-up; None for a workshop that is not a follow-up."""
    kept = tables.session.earlier
    if kept is None:
        return None
    return FollowUpComparison(
        title=kept.title,
        held=parse_stored_date(kept.held),
        first=parse_stored_date(kept.first),
        today=today,
        promises=kept.promises,
        actions=tuple(_compare_actions(tables, kept)),
    )


def _compare_actions(tables: Tables, earlier: EarlierWorkshop) -> Iterable[ActionComparison]:
    said = _phone_reports(tables)
    for past in earlier.actions:
        action = tables.actions.get(past.id)
        if action is not None:
            yield _compare_action(tables, action, past, said)
        else:
            yield _compare_absent_action(past)
    known = earlier_actions(tables.session)
    fresh = [action for action in tables.actions.values() if action.id not in known]
    for action in sorted(fresh, key=lambda each: (each.number, each.id)):
        yield _compare_action(tables, action, None, said)


def _compare_action(
    tables: Tables, action: Action, agreed: AgreedAction | None, said: Mapping[str, Mapping[str, int]]
) -> ActionComparison:
    so_far = completeness(action, tables.steps.get(action.step), ())
    return ActionComparison(
        label=action_label(action.number),
        what=action.what,
        owner=so_far.owner,
        due=parse_stored_date(so_far.due),
        due_before=parse_stored_date(agreed.due) if agreed else None,
        first_step=action.first_step,
        notices=action.notices,
        note=action.note,
        status_before=agreed.status if agreed else "",
        status=action.status,
        phone_reports=said.get(action.id, {}),
    )


def _compare_absent_action(agreed: AgreedAction) -> ActionComparison:
    """An action without a record in this session: closed before the follow-up, or removed by the facilitator."""
    closed = agreed.status not in OPEN_STATUSES
    return ActionComparison(
        label=action_label(agreed.number),
        what=agreed.what,
        owner=agreed.owner,
        due=parse_stored_date(agreed.due),
        due_before=parse_stored_date(agreed.due),
        first_step="",
        notices=agreed.notices,
        note=agreed.note,
        status_before=agreed.status,
        status=agreed.status if closed else "",
        phone_reports={},
        closed_before=closed,
    )


def action_label(number: int) -> str:
    """The label of an action as people use it: ``T-01``."""
    return f"T-{number:02}"


def _phone_reports(tables: Tables) -> Mapping[str, Mapping[str, int]]:
    """Action id -> state -> number of phones that reported it, as far as the room may see them (disclosure control)."""
    found: dict[str, Mapping[str, int]] = {}
    for step in tables.steps.values():
        if not kind_named(step.kind).reviews_actions:
            continue
        try:
            states = step_settings(step, ReviewSettings).states
        except RuleBroken:
            continue
        for action, row in disclosure.seen_rows(step).items():
            found[action] = dict(zip(states, row.counts, strict=False))
    return found
