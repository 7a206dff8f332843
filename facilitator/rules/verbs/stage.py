"""The verbs for stage and clock: timer, lock, black stage, join code, language, page. No participant's data changes."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.policy.source_ideas import material
from facilitator.rules.verbs.flow import LOOK, Nothing, event, kind_of, shown
from store.records import StageLanguage, replace

MOST_MINUTES = 24 * 60


class Extend(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"minutes": n}``; a negative number takes time away."""

    minutes: int


class Switch(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"on"?: bool}``; without it the switch is toggled."""

    on: bool | None = None


class Speak(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"language": "fi"|"sv"|"en"|"two"}``"""

    language: StageLanguage


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"page": n}``, from 0."""

    page: int


class Focus(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea": id}``; empty for the first idea that has no theme."""

    idea: str = ""


def extend(here: Here, wanted: Extend) -> Act:
    """Add minutes to the clock or take them away. Raises ``RuleBroken``.

    Once the time is over, added minutes count from now on, so that one more minute is really one minute.
    """
    session, change = here.session, wanted.minutes * 60
    if not -MOST_MINUTES <= wanted.minutes <= MOST_MINUTES:
        raise RuleBroken("bad_minutes", n=MOST_MINUTES)
    if session.state not in ("running", "closing", "break"):
        raise RuleBroken("not_started", 409)
    if session.timer == "paused":
        session = replace(session, timer_left=max(session.timer_left, 0.0) + change)
    else:
        ends = max(session.timer_ends, here.now) if session.timer == "running" and change > 0 else session.timer_ends
        base = ends if session.timer == "running" else here.now
        session = replace(session, timer="running", timer_ends=base + change)
    return Act(put=(session,)) + event(here, "extend")


def pause(here: Here, _: Nothing) -> Act:
    """Stop the clock, or let it go on. Answers are accepted in both cases. Raises ``RuleBroken`` without a clock."""
    session = here.session
    if session.timer == "running":
        session = replace(session, timer="paused", timer_left=session.timer_ends - here.now)
    elif session.timer == "paused":
        session = replace(session, timer="running", timer_ends=here.now + session.timer_left)
    else:
        raise RuleBroken("no_timer", 409)
    return Act(put=(session,)) + event(here, "pause")


def lock(here: Here, _: Nothing) -> Act:
    """Accept no answers for now; the clock goes on."""
    return Act(put=(replace(here.session, locked=True),)) + event(here, "lock")


def unlock(here: Here, _: Nothing) -> Act:
    """Accept answers again."""
    return Act(put=(replace(here.session, locked=False),)) + event(here, "unlock")


def black(here: Here, wanted: Switch) -> Act:
    """Make the stage black, so that the console can be used on a mirrored screen; the same verb restores it."""
    on = wanted.on if wanted.on is not None else not here.session.black
    return Act(put=(replace(here.session, black=on),))


def overlay(here: Here, wanted: Switch) -> Act:
    """Show the join code on top of whatever the stage shows, or hide it."""
    on = wanted.on if wanted.on is not None else not here.session.overlay
    return Act(put=(replace(here.session, overlay=on),))


def stage_language(here: Here, wanted: Speak) -> Act:
    """Set the language of the stage; phones have their own."""
    return Act(put=(replace(here.session, stage_language=wanted.language),))


def page(here: Here, wanted: Page) -> Act:
    """Turn to a page of the list on the stage; a number out of range means the nearest page."""
    step = shown(here)
    most = kind_of(step).pages(here.at(step)) if step else 1
    return Act(put=(replace(here.session, page=min(max(wanted.page, 0), most - 1)),), undo=LOOK)


def focus(here: Here, wanted: Focus) -> Act:
    """Select the idea that is placed next. Raises ``RuleBroken`` for an idea that the step does not work on."""
    step = shown(here)
    if wanted.idea and (step is None or wanted.idea not in {idea.id for idea in material(here.at(step))}):
        raise RuleBroken("no_idea", 404)
    return Act(put=(replace(here.session, focus=wanted.idea),))
