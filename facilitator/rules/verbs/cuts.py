"""The verb ``cut``: ways to catch up with the plan, in the order of docs/domain.md 2.2.

Promises and actions are never cut.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.verbs.flow import Skip, skip
from facilitator.rules.verbs.position import current, event
from facilitator.view import Cut
from store.records import Session, Step, replace

Which: TypeAlias = Literal["rate", "talk", "group"]

TALK, MERGE = 4, 5
"""Minutes that a talk about results, and a grouping that only merges duplicates, take at least."""

RESULTS = frozenset(("vote", "crowd", "grid", "choice", "rate"))
"""Kinds of step with a result to talk about."""


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"cut": "rate" | "talk" | "group"}``"""

    cut: Which


def cut(here: Here, wanted: Wanted) -> Act:
    """Make one of the cuts that ``available_cuts`` offers. Raises ``RuleBroken`` when it is not available."""
    step = _found(here, wanted.cut)
    if step is None:
        raise RuleBroken("nothing_to_cut", 409)
    act = CUTS[wanted.cut](here, step)
    won = _won(wanted.cut, step)
    return dataclasses.replace(act + event(here, "cut", step.id), undo=f"cut_{wanted.cut}", reply={"won": won})


def cuts(here: Here) -> tuple[Cut, ...]:
    """The cuts that are possible now, in the order in which they are offered."""
    found = ((which, _found(here, which)) for which in CUTS)
    return tuple(
        Cut(cut=which, step=step.id, title=step.title, won=_won(which, step))
        for which, step in found
        if step is not None
    )


def _found(here: Here, which: Which) -> Step | None:
    """The step that this cut changes; None when it would save no time."""
    now = current(here)
    if now is None or here.session.state not in ("running", "break"):
        return None
    return next((step for step in _of(here, which, now) if _won(which, step) > 0), None)


def _of(here: Here, which: Which, now: Step) -> Iterator[Step]:
    """The steps that this cut could change, in the order of the run of show."""
    ahead = [step for step in here.book.steps if step.position >= now.position and step.kind == which]
    match which:
        case "rate":
            yield from (step for step in ahead if step.state == "ready")
        case "talk":
            asked = [step.position for step in here.book.steps if step.kind in RESULTS]
            talks = (step for step in ahead if step.state in ("ready", "open"))
            yield from (step for step in talks if any(position < step.position for position in asked))
        case "group":
            # After a vote the themes can no longer be exchanged for the raised ideas.
            voted = any(step.kind == "vote" and step.opened for step in here.book.steps)
            groups = (step for step in ahead if step.state in ("ready", "open") and not voted)
            yield from (step for step in groups if not step.settings.get("merge_only"))


def _won(which: Which, step: Step) -> int:
    """Minutes that the cut saves in this step."""
    return step.minutes - {"rate": 0, "talk": TALK, "group": MERGE}[which]


def _drop(here: Here, step: Step) -> Act:
    return skip(here, Skip(step=step.id))


def _shorten(here: Here, step: Step) -> Act:
    won = _won("talk", step)
    return Act(put=(replace(step, minutes=TALK, cut=step.cut + won), *_sooner(here, step, won)))


def _merge_only(here: Here, step: Step) -> Act:
    """Limit the grouping to duplicates; later votes then include every raised idea, not only those in a theme."""
    won = _won("group", step)
    merging = replace(step, minutes=MERGE, cut=step.cut + won, settings={**step.settings, "merge_only": True})
    votes = (s for s in here.book.steps if s.kind == "vote" and s.position > step.position)
    picked = [
        replace(vote, settings={**vote.settings, "target": "picked"})
        for vote in votes
        if vote.settings.get("target", "themes") == "themes"
    ]
    return Act(put=(merging, *picked, *_sooner(here, step, won)))


def _sooner(here: Here, step: Step, minutes: int) -> tuple[Session, ...]:
    """The session with the clock ending that many minutes sooner, if the clock is this step's; else nothing."""
    session, less = here.session, minutes * 60
    if step.id != session.step or step.state != "open":
        return ()
    if session.state == "break":
        return (replace(session, step_left=session.step_left - less),)
    if session.timer == "off":
        return ()
    return (replace(session, timer_ends=session.timer_ends - less, timer_left=session.timer_left - less),)


CUTS: dict[Which, Callable[[Here, Step], Act]] = {"rate": _drop, "talk": _shorten, "group": _merge_only}
"""Name of a cut -> the function that makes it, in the order in which cuts are offered."""
