"""A line of encouragement at half time, and one phone for a table: what is said to the room, without any answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n import messages
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.parsing import settings
from facilitator.rules.verbs.position import event, must_be_at
from facilitator.rules.verbs.stage import Switch
from facilitator.view import Nudge
from store.records import Session, Step

SECONDS = 60.0
"""How long the line is shown."""

KINDS = frozenset(
    (
        *("scale", "grid", "choice", "text", "onetwofour", "pick", "group", "vote", "crowd"),
        *("talk", "rate", "commit", "review"),
    )
)
"""Kinds of step that there is a line for."""


class Own(Struct, frozen=True):
    """The part of a step's settings that gives it a line of its own."""

    nudge: Mapping[str, str] = {}


def nudge(here: Here, wanted: Switch) -> Act:
    """Show the step's line for a while; ``on`` false, or again while it is shown, takes it away."""
    step, shows = must_be_at(here), shown(here) is not None
    if wanted.on is False or (wanted.on is None and shows):
        return Act(put=(replace(here.session, nudge="", nudge_ends=0.0),), undo="nudge_off")
    if step.state != "open" or not line(step):
        raise RuleBroken("no_nudge", 409)
    session = replace(here.session, nudge=step.id, nudge_ends=here.now + SECONDS)
    return Act(put=(session,), undo="nudge") + event(here, "nudge")


def line(step: Step) -> Mapping[str, str]:
    """The step's own line, or the one for its kind; empty when there is none."""
    if own := settings(step, Own).nudge:
        return own
    if step.kind not in KINDS:
        return {}
    return {language: messages.say(f"nudge.{step.kind}", language) for language in messages.LANGUAGES}


def shown(here: Here) -> Nudge | None:
    """The line that the room sees now; gone when the step is."""
    session: Session = here.session
    step = here.book.step(session.nudge)
    if step is None or step.id != session.step or step.state != "open" or session.nudge_ends <= here.now:
        return None
    return Nudge(text=line(step), until=session.nudge_ends)


def tables(here: Here, wanted: Switch) -> Act:
    """One phone for a table: people are told to answer together, and numbers are of tables."""
    on = wanted.on if wanted.on is not None else not here.session.tables
    return Act(put=(replace(here.session, tables=on),), undo="tables") + event(here, "tables")
