"""The verbs for stage and clock: timer, lock, black stage, join code, language, page. No participant's data changes."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.policy.source_ideas import source_ideas
from facilitator.rules.verbs.flow import LOOK_LABEL, NoArguments, kind_of, log_event, shown_step
from store.records import StageLanguage, replace

MOST_MINUTES = 24 * 60


class ExtendArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"minutes": n}``; a negative number takes time away."""

    minutes: int


class SwitchArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"on"?: bool}``; without it the switch is toggled."""

    on: bool | None = None


class StageLanguageArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"language": "fi"|"sv"|"en"|"two"}``"""

    language: StageLanguage


class PageArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"page": n}``, from 0."""

    page: int


class FocusArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea": id}``; empty for the first idea that has no theme."""

    idea: str = ""


def extend(context: Context, arguments: ExtendArguments) -> Outcome:
    """Add minutes to the clock or take them away. Raises ``RuleBroken``.

    Once the time is over, added minutes count from now on, so that one more minute is really one minute.
    """
    session, change = context.session, arguments.minutes * 60
    if not -MOST_MINUTES <= arguments.minutes <= MOST_MINUTES:
        raise RuleBroken("bad_minutes", n=MOST_MINUTES)
    if session.state not in ("running", "closing", "break"):
        raise RuleBroken("not_started", 409)
    if session.timer == "paused":
        session = replace(session, timer_left=max(session.timer_left, 0.0) + change)
    else:
        ends = max(session.timer_ends, context.now) if session.timer == "running" and change > 0 else session.timer_ends
        base = ends if session.timer == "running" else context.now
        session = replace(session, timer="running", timer_ends=base + change)
    return Outcome(put=(session,)) + log_event(context, "extend")


def pause(context: Context, _: NoArguments) -> Outcome:
    """Stop the clock, or let it go on. Answers are accepted in both cases. Raises ``RuleBroken`` without a clock."""
    session = context.session
    if session.timer == "running":
        session = replace(session, timer="paused", timer_left=session.timer_ends - context.now)
    elif session.timer == "paused":
        session = replace(session, timer="running", timer_ends=context.now + session.timer_left)
    else:
        raise RuleBroken("no_timer", 409)
    return Outcome(put=(session,)) + log_event(context, "pause")


def lock(context: Context, _: NoArguments) -> Outcome:
    """Accept no answers for now; the clock goes on."""
    return Outcome(put=(replace(context.session, locked=True),)) + log_event(context, "lock")


def unlock(context: Context, _: NoArguments) -> Outcome:
    """Accept answers again."""
    return Outcome(put=(replace(context.session, locked=False),)) + log_event(context, "unlock")


def set_black(context: Context, arguments: SwitchArguments) -> Outcome:
    """Make the stage black, so that the console can be used on a mirrored screen; the same verb restores it."""
    on = arguments.on if arguments.on is not None else not context.session.black
    return Outcome(put=(replace(context.session, black=on),))


def set_overlay(context: Context, arguments: SwitchArguments) -> Outcome:
    """Show the join code on top of whatever the stage shows, or hide it."""
    on = arguments.on if arguments.on is not None else not context.session.overlay
    return Outcome(put=(replace(context.session, overlay=on),))


def set_stage_language(context: Context, arguments: StageLanguageArguments) -> Outcome:
    """Set the language of the stage; phones have their own."""
    return Outcome(put=(replace(context.session, stage_language=arguments.language),))


def turn_to_page(context: Context, arguments: PageArguments) -> Outcome:
    """Turn to a page of the list on the stage; a number out of range means the nearest page."""
    step = shown_step(context)
    most = kind_of(step).page_count(context.with_step(step)) if step else 1
    return Outcome(put=(replace(context.session, page=min(max(arguments.page, 0), most - 1)),), undo=LOOK_LABEL)


def focus_idea(context: Context, arguments: FocusArguments) -> Outcome:
    """Select the idea that is placed next. Raises ``RuleBroken`` for an idea that the step does not work on."""
    step = shown_step(context)
    if arguments.idea and (
        step is None or arguments.idea not in {idea.id for idea in source_ideas(context.with_step(step))}
    ):
        raise RuleBroken("no_idea", 404)
    return Outcome(put=(replace(context.session, focus=arguments.idea),))
