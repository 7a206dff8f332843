"""Which verb a key means in the situation it is pressed in, and what is possible now. Pure: views in, orders out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from facilitator.seam import Reply
from facilitator.view import ConsoleView, Group, PublicView, Vote
from facilitator.words import knows, say
from screens.console.outcome import can_get_more
from screens.console.phrases import ASKING

Order: TypeAlias = tuple[str, dict[str, Any]]
"""A verb of the room and its arguments."""

QUIET_STATES = ("draft", "closed")
"""Session states in which leaving needs no word: nobody is working."""
STAGE_LANGUAGES = ("fi", "sv", "en", "two")
CLOSED = ("closed", "revealed", "done")
"""States of a step that can be reopened; one that is done is looked back at."""
SHOWING = ("scale", "grid", "choice", "text", "onetwofour", "pick", "vote", "crowd", "rate", "review")
"""Kinds of step with a result to reveal."""


def following_language(now: str) -> str:
    """The stage language after this one, round and round."""
    index = STAGE_LANGUAGES.index(now) if now in STAGE_LANGUAGES else -1
    return STAGE_LANGUAGES[(index + 1) % len(STAGE_LANGUAGES)]


def _state(view: PublicView) -> str:
    return view.step.state if view.step is not None else ""


def _kind(view: PublicView) -> str:
    return view.step.kind if view.step is not None else ""


ORDERS: Mapping[str, Callable[[PublicView], Order]] = {
    "next": lambda view: ("next", {}),
    "back": lambda view: ("back", {}),
    "black": lambda view: ("black", {"on": not view.session.black}),
    "overlay": lambda view: ("overlay", {"on": not view.session.overlay}),
    "more": lambda view: ("extend", {"minutes": 1}),
    "less": lambda view: ("extend", {"minutes": -1}),
    "pause": lambda view: ("pause", {}),
    "lock": lambda view: ("unlock" if view.session.locked else "lock", {}),
    "reopen": lambda view: ("reopen", {}),
    "reveal": lambda view: ("hide_results" if _state(view) == "revealed" else "reveal", {}),
    "undo": lambda view: ("undo", {}),
    "redo": lambda view: ("redo", {}),
    "round": lambda view: ("round", {}),
    "votes": lambda view: ("votes", {"each": view.body.budget + 1 if isinstance(view.body, Vote) else 1}),
    "skip": lambda view: ("skip", {}),
    "break": lambda view: ("resume" if view.session.state == "break" else "break", {}),
    "tables": lambda view: ("tables", {"on": not view.session.tables}),
    "moderate": lambda view: ("moderate", {"on": not view.session.approve}),
    "slips_switch": lambda view: ("slips", {"on": not view.session.slips}),
    "stage_language": lambda view: (
        "stage_language",
        {"language": following_language(view.session.stage_language)},
    ),
}
"""Name of an act -> the order it gives, decided when its turn comes and not when the key was pressed."""


def grouping(view: PublicView) -> Group | None:
    """The grouping in progress, which the number keys work on; None at any other time."""
    working = view.step is not None and view.step.state == "open" and not view.looking_back
    return view.body if working and isinstance(view.body, Group) else None


def nudged(view: PublicView, now: float) -> bool:
    """Whether the line of encouragement is shown at ``now``."""
    return view.nudge is not None and view.nudge.until > now


PRIVATE = frozenset(
    (
        "cut", "approve", "names", "edit", "save_template", "save_pack", "export", "remote", "private", "wifi_entry",
        "slips", "slips_switch",
    )
)  # fmt: skip
"""Acts that only the console has; on the stage the help does not even say that there is something to do."""
ANY_TIME = (
    "console", "private", "edit", "save_template", "save_pack", "export", "remote", "check", "network", "wifi",
    "wifi_entry",
)  # fmt: skip
ALWAYS = ("handouts", "slips", "look", "qr", "help", "documentation", "leave")
"""What the palette lists whatever the step is."""


def listed(view: ConsoleView, work: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What the palette lists now: names of acts and the screen's action for each. ``work``: what the pane can do."""
    can = possible(view)
    for name in ORDERS:
        if name in can and name != "slips_switch":
            yield name, name if name in ("next", "reopen") else f"act('{name}')"
    offered = {"cut": view.cuts, "nudge": view.nudge, "approve": view.waiting, "names": view.names}
    yield from ((name, name) for name, on in offered.items() if on)
    if grouping(view.public) is not None:
        yield from (("theme", "theme"), ("take_back", "take_back"))
    yield from ((name, f"pane('{name}')") for name in sorted(work))
    yield from ((name, name) for name in (*ANY_TIME, *ALWAYS))
    if "slips_switch" in can:
        # Of two that match what is typed the first one stands first: making more is the harmless one.
        yield "slips_switch", "act('slips_switch')"


def voting(view: PublicView) -> bool:
    """Whether people vote now: slips are not switched meanwhile."""
    return _kind(view) in ("vote", "crowd") and _state(view) == "open"


def can_reopen(view: PublicView) -> bool:
    """Whether there is something to reopen: the session, or the step that is shown."""
    if view.session.state == "closed":
        return True
    resting = view.session.state == "break" and _kind(view) != "break"
    return _state(view) in CLOSED and not resting


def reopening(view: PublicView) -> str:
    """Key of the sentence that says what reopening means now, before it is done."""
    if view.session.state == "closed":
        return "live.reopen_session_again"
    if view.looking_back:
        return "live.reopen_earlier_again" if _kind(view) in ASKING else "live.reopen_shown_again"
    return "live.reopen_vote_again" if _kind(view) == "vote" else "live.reopen_again"


def possible(view: ConsoleView) -> frozenset[str]:
    """Names of the acts that make sense now: what the palette lists and which buttons can be pressed."""
    public = view.public
    state, kind, here = _state(public), _kind(public), not public.looking_back
    running = public.timer.state != "off"
    resting = public.session.state == "break" and kind != "break"
    rules = {
        "next": public.next.act != "last",
        "back": public.step is not None,
        "black": True,
        "overlay": True,
        "more": public.session.state in ("running", "break", "closing"),
        "less": running,
        "pause": running,
        "lock": public.session.locked or (here and kind in ASKING and state == "open"),
        "reopen": can_reopen(public),
        "reveal": here and not resting and kind in SHOWING and state in ("closed", "revealed"),
        "undo": bool(view.undo),
        "redo": bool(view.redo),
        "round": here and not resting and kind == "vote" and state in ("closed", "revealed"),
        "votes": here and can_get_more(public),
        "skip": here and state == "ready",
        "break": public.session.state == "running" or (public.session.state == "break" and kind != "break"),
        "tables": public.session.state != "closed",
        "moderate": public.session.state != "closed",
        "slips_switch": (public.session.slips or view.slips_made > 0) and not voting(public),
        "stage_language": True,
    }
    return frozenset(name for name, can in rules.items() if can)


def wound(verb: str, reply: Reply, language: str) -> str:
    """What undo or redo did, in words: which act it was, and what of it cannot be taken back."""
    label, note = f"undo.{reply.get('what', '')}", f"undo.note.{reply.get('note', '')}"
    what = say(label, language) if knows(label) else ""
    if knows(note):
        key = "live.undone_note" if verb == "undo" else "live.redone_note"
        return say(key, language, what=what, note=say(note, language))
    return say(f"live.{verb}", language, what=what)
