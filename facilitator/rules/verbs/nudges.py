"""The verbs that address the whole room: an encouraging line at half time, and the mode of one phone per table."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n import messages
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.verbs.position import log_event, require_current_step
from facilitator.rules.verbs.stage import SwitchArguments
from facilitator.view import Nudge
from store.records import Session, Step, replace

NUDGE_SECONDS = 60.0
"""How long the line is shown."""


class NudgeSettings(Struct, frozen=True):
    """The part of a step's settings that holds its own line."""

    nudge: Mapping[str, str] = {}


def nudge(context: Context, arguments: SwitchArguments) -> Outcome:
    """Show the step's line for a while; ``on`` false, or the verb while it shows, hides it. Raises ``RuleBroken``."""
    step, shows = require_current_step(context), current_nudge(context) is not None
    if arguments.on is False or (arguments.on is None and shows):
        return Outcome(put=(replace(context.session, nudge="", nudge_ends=0.0),), undo="nudge_off")
    if step.state != "open" or not nudge_text(step):
        raise RuleBroken("no_nudge", 409)
    session = replace(context.session, nudge=step.id, nudge_ends=context.now + NUDGE_SECONDS)
    return Outcome(put=(session,), undo="nudge") + log_event(context, "nudge")


def nudge_text(step: Step) -> Mapping[str, str]:
    """The step's own line, or the one for its kind; empty when there is none."""
    if own := step_settings(step, NudgeSettings).nudge:
        return own
    key = f"nudge.{step.kind}"
    if not messages.has_message(key):
        return {}
    return {language: messages.say(key, language) for language in messages.LANGUAGES}


def current_nudge(context: Context) -> Nudge | None:
    """The line that the room sees now; it disappears when its step is left or closed."""
    session: Session = context.session
    step = context.index.step(session.nudge)
    if step is None or step.id != session.step or step.state != "open" or session.nudge_ends <= context.now:
        return None
    return Nudge(text=nudge_text(step), until=session.nudge_ends)


def set_tables(context: Context, arguments: SwitchArguments) -> Outcome:
    """Switch the mode of one phone per table: phones ask for a joint answer, and counts are numbers of tables."""
    on = arguments.on if arguments.on is not None else not context.session.tables
    return Outcome(put=(replace(context.session, tables=on),), undo="tables") + log_event(context, "tables")
