"""Facts about a view that decide what a command does and whether it makes sense now. Pure functions of views."""

from __future__ import annotations

from facilitator.view import Body, ConsoleView, GroupBody, PublicView

QUIET_STATES = ("draft", "closed")
"""Session states in which the program can be left without typing the word: no participant is working."""
STAGE_LANGUAGES = ("fi", "sv", "en", "two")
REOPENABLE_STATES = ("closed", "revealed", "done")
"""Step states that can be reopened; a step in state "done" is reopened while the stage looks back at it."""


def next_stage_language(now: str) -> str:
    """Return the stage language after this one, cyclically."""
    index = STAGE_LANGUAGES.index(now) if now in STAGE_LANGUAGES else -1
    return STAGE_LANGUAGES[(index + 1) % len(STAGE_LANGUAGES)]


def step_state(view: PublicView) -> str:
    """Return the state of the step that is shown; empty in the lobby."""
    return view.step.state if view.step is not None else ""


def open_group(view: PublicView) -> GroupBody | None:
    """Return the grouping that is open, which the number keys work on; None when there is none."""
    working = view.step is not None and view.step.state == "open" and not view.looking_back
    return view.body if working and isinstance(view.body, GroupBody) else None


def nudge_is_shown(view: PublicView, now: float) -> bool:
    """Return whether the line of encouragement is shown at ``now`` (seconds since the epoch)."""
    return view.nudge is not None and view.nudge.until > now


def vote_is_open(view: PublicView) -> bool:
    """Return whether a vote is open; join slips cannot be switched on or off meanwhile."""
    return view.step is not None and view.step.ballots and view.step.state == "open"


def can_reopen(view: PublicView) -> bool:
    """Return whether something can be reopened: the session, or the step that is shown."""
    if view.session.state == "closed":
        return True
    return step_state(view) in REOPENABLE_STATES and not view.on_break


def reopen_question(view: PublicView) -> str:
    """Return the catalogue key of the sentence that explains, before it is done, what reopening means now."""
    if view.session.state == "closed":
        return "live.reopen_session_again"
    if view.looking_back:
        asks = view.step is not None and view.step.asks
        return "live.reopen_earlier_again" if asks else "live.reopen_shown_again"
    return "live.reopen_vote_again" if view.step is not None and view.step.runoff else "live.reopen_again"


def can_lock(view: PublicView) -> bool:
    """Return whether answers can be locked now, or unlocked wherever the workshop is."""
    answering = view.step is not None and view.step.asks and view.step.state == "open"
    return view.session.locked or (answering and not view.looking_back)


def can_reveal(view: PublicView) -> bool:
    """Return whether the step that is shown has a result to reveal or to hide again."""
    over = view.step is not None and view.step.reveals and view.step.state in ("closed", "revealed")
    return over and not view.looking_back and not view.on_break


def can_vote_again(view: PublicView) -> bool:
    """Return whether another round of the vote can begin."""
    over = view.step is not None and view.step.runoff and view.step.state in ("closed", "revealed")
    return over and not view.looking_back and not view.on_break


def can_add_paper(view: ConsoleView) -> bool:
    """Return whether an idea that was written on paper can be added."""
    return view.paper_ideas and not view.public.looking_back and step_state(view.public) == "open"


def step_at_hand(view: PublicView) -> Body | None:
    """Return the body of the step that is being worked on; None in the lobby and while the stage looks back."""
    return view.body if view.step is not None and not view.looking_back else None


def has_themes(view: PublicView) -> bool:
    """Return whether a grouping is open that has themes."""
    group = open_group(view)
    return group is not None and bool(group.themes)
