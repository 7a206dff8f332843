"""The verbs that address the whole room: an encouraging line at half time, and the mode of one phone per table."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n import messages
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.parsing import settings
from facilitator.rules.verbs.position import event, must_be_at
from facilitator.rules.verbs.stage import Switch
from facilitator.view import Nudge
from store.records import Session, Step, replace

SECONDS = 60.0
"""How long the line is shown."""

KINDS = frozenset(
    (
        *("scale", "grid", "choice", "text", "onetwofour", "pick", "group", "vote", "crowd"),
        *("talk", "rate", "commit", "review"),
    )
)
"""Kinds of step for which the catalogue has a line."""


class Own(Struct, frozen=True):
    """The part of a step's settings that holds its own line."""

    nudge: Mapping[str, str] = {}


def nudge(here: Here, wanted: Switch) -> Act:
    """Show the step's line for a while; ``on`` false, or the verb while it shows, hides it. Raises ``RuleBroken``."""
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
    """The line that the room sees now; it disappears when its step is left or closed."""
    session: Session = here.session
    step = here.book.step(session.nudge)
    if step is None or step.id != session.step or step.state != "open" or session.nudge_ends <= here.now:
        return None
    return Nudge(text=line(step), until=session.nudge_ends)


def tables(here: Here, wanted: Switch) -> Act:
    """Switch the mode of one phone per table: people are told to answer together, and numbers are of tables."""
    on = wanted.on if wanted.on is not None else not here.session.tables
    return Act(put=(replace(here.session, tables=on),), undo="tables") + event(here, "tables")
