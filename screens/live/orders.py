"""Which verb a key means in the situation it is pressed in, and what is possible now. Pure: views in, orders out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from facilitator.view import ConsoleView, Group, PublicView

Order: TypeAlias = tuple[str, dict[str, Any]]
"""A verb of the room and its arguments."""

STAGE_LANGUAGES = ("fi", "sv", "en", "two")
ASKING = ("scale", "grid", "choice", "text", "pick", "vote", "rate", "commit", "review")
"""Kinds of step that phones answer."""
SHOWING = ("scale", "grid", "choice", "text", "pick", "vote", "rate", "review")
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
    "skip": lambda view: ("skip", {}),
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


ANY_TIME = ("console", "private", "export", "look", "qr", "help", "leave")
"""What the palette lists whatever the step is."""


def listed(view: ConsoleView, work: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What the palette lists now: names of acts and the screen's action for each. ``work``: what the pane can do."""
    can = possible(view)
    for name in ORDERS:
        if name in can:
            yield name, name if name in ("next", "reopen") else f"act('{name}')"
    if grouping(view.public) is not None:
        yield from (("theme", "theme"), ("take_back", "take_back"))
    yield from ((name, f"pane('{name}')") for name in sorted(work))
    yield from ((name, name) for name in ANY_TIME)


def possible(view: ConsoleView) -> frozenset[str]:
    """Names of the acts that make sense now: what the palette lists and which buttons can be pressed."""
    public = view.public
    state, kind, here = _state(public), _kind(public), not public.looking_back
    running = public.timer.state != "off"
    rules = {
        "next": public.next.act != "last",
        "back": public.step is not None,
        "black": True,
        "overlay": True,
        "more": public.session.state in ("running", "break", "closing"),
        "less": running,
        "pause": running,
        "lock": here and kind in ASKING and state == "open",
        "reopen": here and (public.session.state == "closed" or (kind in ASKING and state in ("closed", "revealed"))),
        "reveal": here and kind in SHOWING and state in ("closed", "revealed"),
        "undo": bool(view.undo),
        "redo": bool(view.redo),
        "round": here and kind == "vote" and state in ("closed", "revealed"),
        "skip": here and state == "ready",
        "stage_language": True,
    }
    return frozenset(name for name, can in rules.items() if can)
