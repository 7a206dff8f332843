"""Builds the actions of a report, each with its votes and the names of its missing parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from facilitator.export.report import ReportedAction, VoteRoundResult
from facilitator.rules.core.record_index import Tables
from facilitator.rules.followup.completeness import Completeness, completeness
from facilitator.rules.followup.earlier import action_reason
from facilitator.rules.policy.item_names import UNNAMED, name_of, theme_translations
from facilitator.rules.timing.dates import parse_stored_date
from store.records import Action, Translations


def build_actions(
    tables: Tables, labels: Mapping[str, Translations], closed_polls: Sequence[VoteRoundResult]
) -> tuple[ReportedAction, ...]:
    """All actions, sorted by number. In a common checklist, the owner and date of one line apply to all lines."""
    actions = sorted(tables.actions.values(), key=lambda action: (action.number, action.id))
    found = []
    for action in actions:
        listed = [other for other in actions if other.step == action.step]
        so_far = completeness(action, tables.steps.get(action.step), listed)
        found.append(
            _build_action(
                action, so_far, labels, _origin(tables, action, closed_polls), theme_translations(tables, action.theme)
            )
        )
    return tuple(found)


def _origin(
    tables: Tables, action: Action, closed_polls: Sequence[VoteRoundResult]
) -> tuple[str, int | None, int | None]:
    """The theme or idea that an action came from: name, votes and voters; empty and None where there is none."""
    if not action.theme:
        return action_reason(tables, action), None, None
    name, _ = name_of(tables, action.theme)
    for poll in closed_polls:
        for candidate in poll.candidates:
            if candidate.id == action.theme:
                return name, candidate.votes, poll.voters
    return ("" if name == UNNAMED else name), None, None


def _build_action(
    action: Action,
    completeness: Completeness,
    labels: Mapping[str, Translations],
    origin: tuple[str, int | None, int | None],
    translations: Translations,
) -> ReportedAction:
    return ReportedAction(
        number=action.number,
        what=action.what,
        lang=action.lang,
        owner=completeness.owner,
        due=parse_stored_date(completeness.due),
        first_step=action.first_step,
        first_step_due=parse_stored_date(action.first_step_due),
        size=labels.get(action.size, {}),
        lens=labels.get(action.lens, {}),
        theme=origin[0],
        votes=origin[1],
        voters=origin[2],
        notices=action.notices,
        decision_from=action.decision_from,
        status=action.status,
        note=action.note,
        missing=completeness.missing,
        checklist=completeness.checklist,
        theme_translations=translations,
        id=action.id,
        item=action.theme,
    )
