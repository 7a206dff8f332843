"""The verb ``cut``: ways to catch up with the plan, in the order of docs/domain.md 2.2.

Promises and actions are never cut.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.steps import kind_named
from facilitator.rules.verbs.flow import SkipArguments, skip
from facilitator.rules.verbs.position import current_step, log_event
from facilitator.view import Cut
from store.records import Session, Step, replace

CutName: TypeAlias = Literal["rate", "talk", "group"]

TALK_MINUTES, MERGE_MINUTES = 4, 5
"""Minutes that a talk about results, and a grouping that only merges duplicates, take at least."""


class CutArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"cut": "rate" | "talk" | "group"}``"""

    cut: CutName


def cut(context: Context, arguments: CutArguments) -> Outcome:
    """Make one of the cuts that ``available_cuts`` offers. Raises ``RuleBroken`` when it is not available."""
    step = _step_to_cut(context, arguments.cut)
    if step is None:
        raise RuleBroken("nothing_to_cut", 409)
    act = CUTS[arguments.cut](context, step)
    won = _minutes_saved(arguments.cut, step)
    return dataclasses.replace(
        act + log_event(context, "cut", step.id), undo=f"cut_{arguments.cut}", reply={"won": won}
    )


def available_cuts(context: Context) -> tuple[Cut, ...]:
    """The cuts that are possible now, in the order in which they are offered."""
    found = ((which, _step_to_cut(context, which)) for which in CUTS)
    return tuple(
        Cut(cut=which, step=step.id, title=step.title, won=_minutes_saved(which, step))
        for which, step in found
        if step is not None
    )


def _step_to_cut(context: Context, which: CutName) -> Step | None:
    """The step that this cut changes; None when it would save no time."""
    now = current_step(context)
    if now is None or context.session.state not in ("running", "break"):
        return None
    return next((step for step in _candidates(context, which, now) if _minutes_saved(which, step) > 0), None)


def _candidates(context: Context, which: CutName, now: Step) -> Iterator[Step]:
    """The steps that this cut could change, in the order of the run of show."""
    ahead = [
        step for step in context.index.steps if step.position >= now.position and kind_named(step.kind).cut == which
    ]
    match which:
        case "rate":
            yield from (step for step in ahead if step.state == "ready")
        case "talk":
            asked = [step.position for step in context.index.steps if kind_named(step.kind).has_result_to_discuss]
            talks = (step for step in ahead if step.state in ("ready", "open"))
            yield from (step for step in talks if any(position < step.position for position in asked))
        case "group":
            # After a vote the themes can no longer be exchanged for the raised ideas.
            voted = any(kind_named(step.kind).has_runoff and step.opened for step in context.index.steps)
            groups = (step for step in ahead if step.state in ("ready", "open") and not voted)
            yield from (step for step in groups if not step.settings.get("merge_only"))


def _minutes_saved(which: CutName, step: Step) -> int:
    """Minutes that the cut saves in this step."""
    return step.minutes - {"rate": 0, "talk": TALK_MINUTES, "group": MERGE_MINUTES}[which]


def _drop(context: Context, step: Step) -> Outcome:
    return skip(context, SkipArguments(step=step.id))


def _shorten(context: Context, step: Step) -> Outcome:
    won = _minutes_saved("talk", step)
    return Outcome(
        put=(replace(step, minutes=TALK_MINUTES, cut=step.cut + won), *_session_ending_sooner(context, step, won))
    )


def _merge_only(context: Context, step: Step) -> Outcome:
    """Limit the grouping to duplicates; later votes then include every raised idea, not only those in a theme."""
    won = _minutes_saved("group", step)
    merging = replace(step, minutes=MERGE_MINUTES, cut=step.cut + won, settings={**step.settings, "merge_only": True})
    votes = (s for s in context.index.steps if kind_named(s.kind).has_runoff and s.position > step.position)
    picked = [
        replace(vote, settings={**vote.settings, "target": "picked"})
        for vote in votes
        if vote.settings.get("target", "themes") == "themes"
    ]
    return Outcome(put=(merging, *picked, *_session_ending_sooner(context, step, won)))


def _session_ending_sooner(context: Context, step: Step, minutes: int) -> tuple[Session, ...]:
    """The session with the clock ending that many minutes sooner, if the clock is this step's; else nothing."""
    session, less = context.session, minutes * 60
    if step.id != session.step or step.state != "open":
        return ()
    if session.state == "break":
        return (replace(session, step_left=session.step_left - less),)
    if session.timer == "off":
        return ()
    return (replace(session, timer_ends=session.timer_ends - less, timer_left=session.timer_left - less),)


CUTS: dict[CutName, Callable[[Context, Step], Outcome]] = {"rate": _drop, "talk": _shorten, "group": _merge_only}
"""Name of a cut -> the function that makes it, in the order in which cuts are offered."""
