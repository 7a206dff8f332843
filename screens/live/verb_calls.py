"""Which verb a key runs in the current situation, and which actions are possible now. Pure functions of views."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from facilitator.i18n.messages import has_message, say
from facilitator.ports.protocols import Reply
from facilitator.view import ConsoleView, GroupBody, PublicView, VoteBody
from screens.console.result_lines import can_add_votes

VerbCall: TypeAlias = tuple[str, dict[str, Any]]
"""A verb of the room and its arguments."""

QUIET_STATES = ("draft", "closed")
"""Session states in which the program can be left without typing the word: no participant is working."""
STAGE_LANGUAGES = ("fi", "sv", "en", "two")
REOPENABLE_STATES = ("closed", "revealed", "done")
"""Step states that can be reopened; a step in state "done" is reopened while the stage looks back at it."""


def next_stage_language(now: str) -> str:
    """Return the stage language after this one, cyclically."""
    index = STAGE_LANGUAGES.index(now) if now in STAGE_LANGUAGES else -1
    return STAGE_LANGUAGES[(index + 1) % len(STAGE_LANGUAGES)]


def _step_state(view: PublicView) -> str:
    return view.step.state if view.step is not None else ""


VERB_CALLS: Mapping[str, Callable[[PublicView], VerbCall]] = {
    "next": lambda view: ("next", {}),
    "back": lambda view: ("back", {}),
    "black": lambda view: ("black", {"on": not view.session.black}),
    "overlay": lambda view: ("overlay", {"on": not view.session.overlay}),
    "more": lambda view: ("extend", {"minutes": 1}),
    "less": lambda view: ("extend", {"minutes": -1}),
    "pause": lambda view: ("pause", {}),
    "lock": lambda view: ("unlock" if view.session.locked else "lock", {}),
    "reopen": lambda view: ("reopen", {}),
    "reveal": lambda view: ("hide_results" if _step_state(view) == "revealed" else "reveal", {}),
    "undo": lambda view: ("undo", {}),
    "redo": lambda view: ("redo", {}),
    "round": lambda view: ("round", {}),
    "votes": lambda view: ("votes", {"each": view.body.budget + 1 if isinstance(view.body, VoteBody) else 1}),
    "skip": lambda view: ("skip", {}),
    "break": lambda view: ("resume" if view.session.state == "break" else "break", {}),
    "tables": lambda view: ("tables", {"on": not view.session.tables}),
    "moderate": lambda view: ("moderate", {"on": not view.session.approve}),
    "slips_switch": lambda view: ("slips", {"on": not view.session.slips}),
    "stage_language": lambda view: (
        "stage_language",
        {"language": next_stage_language(view.session.stage_language)},
    ),
}
"""Name of an action -> its verb call, decided when its turn in the queue comes and not when the key is pressed."""


def open_group(view: PublicView) -> GroupBody | None:
    """Return the grouping that is open, which the number keys work on; None when there is none."""
    working = view.step is not None and view.step.state == "open" and not view.looking_back
    return view.body if working and isinstance(view.body, GroupBody) else None


def nudge_is_shown(view: PublicView, now: float) -> bool:
    """Return whether the line of encouragement is shown at ``now`` (seconds since the epoch)."""
    return view.nudge is not None and view.nudge.until > now


PRIVATE = frozenset(
    (
        "cut", "approve", "names", "edit", "save_template", "save_pack", "export", "remote", "private", "wifi_entry",
        "slips", "slips_switch",
    )
)  # fmt: skip
"""Actions that only the console has; the help on the stage does not list them."""
ANY_TIME = (
    "console", "private", "edit", "save_template", "save_pack", "export", "remote", "check", "network", "wifi",
    "wifi_entry",
)  # fmt: skip
ALWAYS = ("handouts", "slips", "look", "qr", "help", "documentation", "leave")
"""Actions that the palette lists at any step."""


def palette_entries(view: ConsoleView, pane_actions: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what the palette lists now: the name of each action and the screen action that runs it.

    ``pane_actions``: names of what the work pane can do.
    """
    can = possible_actions(view)
    for name in VERB_CALLS:
        if name in can and name != "slips_switch":
            yield name, name if name in ("next", "reopen") else f"act('{name}')"
    offered = {"cut": view.cuts, "nudge": view.nudge, "approve": view.waiting, "names": view.names}
    yield from ((name, name) for name, on in offered.items() if on)
    if open_group(view.public) is not None:
        yield from (("theme", "theme"), ("take_back", "take_back"))
    yield from ((name, f"pane('{name}')") for name in sorted(pane_actions))
    yield from ((name, name) for name in (*ANY_TIME, *ALWAYS))
    if "slips_switch" in can:
        # Listed last: of two entries that match the typed text the palette offers the first, and printing more
        # slips is the harmless one.
        yield "slips_switch", "act('slips_switch')"


def vote_is_open(view: PublicView) -> bool:
    """Return whether a vote is open; join slips cannot be switched on or off meanwhile."""
    return view.step is not None and view.step.ballots and view.step.state == "open"


def can_reopen(view: PublicView) -> bool:
    """Return whether something can be reopened: the session, or the step that is shown."""
    if view.session.state == "closed":
        return True
    return _step_state(view) in REOPENABLE_STATES and not view.on_break


def reopen_question(view: PublicView) -> str:
    """Return the catalogue key of the sentence that explains, before it is done, what reopening means now."""
    if view.session.state == "closed":
        return "live.reopen_session_again"
    if view.looking_back:
        asks = view.step is not None and view.step.asks
        return "live.reopen_earlier_again" if asks else "live.reopen_shown_again"
    return "live.reopen_vote_again" if view.step is not None and view.step.runoff else "live.reopen_again"


def possible_actions(view: ConsoleView) -> frozenset[str]:
    """Return the names of the actions that make sense now: the palette lists them, and their buttons are enabled."""
    public = view.public
    state, step = _step_state(public), public.step
    running = public.timer.state != "off"
    here = step is not None and not public.looking_back
    at_work = here and not public.on_break
    rules = {
        "next": public.next.act != "last",
        "back": public.step is not None,
        "black": True,
        "overlay": True,
        "more": public.session.state in ("running", "break", "closing"),
        "less": running,
        "pause": running,
        "lock": public.session.locked or (here and step is not None and step.asks and state == "open"),
        "reopen": can_reopen(public),
        "reveal": at_work and step is not None and step.reveals and state in ("closed", "revealed"),
        "undo": bool(view.undo),
        "redo": bool(view.redo),
        "round": at_work and step is not None and step.runoff and state in ("closed", "revealed"),
        "votes": here and can_add_votes(public),
        "skip": here and state == "ready",
        "break": public.session.state == "running" or public.on_break,
        "tables": public.session.state != "closed",
        "moderate": public.session.state != "closed",
        "slips_switch": (public.session.slips or view.slips_made > 0) and not vote_is_open(public),
        "stage_language": True,
    }
    return frozenset(name for name, can in rules.items() if can)


def undo_sentence(verb: str, reply: Reply, language: str) -> str:
    """Say what undo or redo (``verb``) did: which command it was, and what of it cannot be taken back."""
    label, note = f"undo.{reply.get('what', '')}", f"undo.note.{reply.get('note', '')}"
    what = say(label, language) if has_message(label) else ""
    if has_message(note):
        key = "live.undone_note" if verb == "undo" else "live.redone_note"
        return say(key, language, what=what, note=say(note, language))
    return say(f"live.{verb}", language, what=what)
