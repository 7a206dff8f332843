"""Builds the actions of a report, with the votes that led to each and the parts that it still lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from facilitator.export.report import Deed, Poll
from facilitator.rules.core.record_index import Tables
from facilitator.rules.followup.completeness import Standing, standing
from facilitator.rules.followup.earlier import why
from facilitator.rules.policy.item_names import UNNAMED, name_of, names_of
from store.records import Action, Words


def deeds(tables: Tables, labels: Mapping[str, Words], closed: Sequence[Poll]) -> tuple[Deed, ...]:
    """All actions by number. On a common checklist the owner and date of one line apply to all lines."""
    actions = sorted(tables.actions.values(), key=lambda action: (action.number, action.id))
    found = []
    for action in actions:
        listed = [other for other in actions if other.step == action.step]
        so_far = standing(action, tables.steps.get(action.step), listed)
        found.append(_deed(action, so_far, labels, _behind(tables, action, closed), names_of(tables, action.theme)))
    return tuple(found)


def _behind(tables: Tables, action: Action, closed: Sequence[Poll]) -> tuple[str, int | None, int | None]:
    """The theme or idea that an action came from: name, votes and voters; empty and None where there is none."""
    if not action.theme:
        return why(tables, action), None, None
    name, _ = name_of(tables, action.theme)
    for poll in closed:
        for candidate in poll.candidates:
            if candidate.id == action.theme:
                return name, candidate.votes, poll.voters
    return ("" if name == UNNAMED else name), None, None


def _deed(
    action: Action,
    so_far: Standing,
    labels: Mapping[str, Words],
    behind: tuple[str, int | None, int | None],
    also: Words,
) -> Deed:
    return Deed(
        number=action.number,
        what=action.what,
        lang=action.lang,
        owner=so_far.owner,
        due=day_of(so_far.due),
        first_step=action.first_step,
        first_step_due=day_of(action.first_step_due),
        size=labels.get(action.size, {}),
        lens=labels.get(action.lens, {}),
        theme=behind[0],
        votes=behind[1],
        voters=behind[2],
        notices=action.notices,
        decision_from=action.decision_from,
        status=action.status,
        note=action.note,
        missing=so_far.missing,
        checklist=so_far.checklist,
        theme_also=also,
        id=action.id,
    )


def day_of(text: str) -> date | None:
    """The date of an ISO string; None for an empty string or an invalid one (from an old or edited file)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
