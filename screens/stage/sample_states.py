"""Sample views of states derived from other samples: steps before they open, and past steps that are looked back at."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from facilitator.view import Actions, Commit, Group, Next, Pick, PublicView, Rate, Timer

READY = ("info-plain", "talk-open", "pick-open", "group-start", "rate-open", "commit-open", "action-empty")
DONE = ("scale-revealed", "text-revealed", "vote-revealed", "rate-revealed", "choice-revealed", "grid-revealed")


def states(samples: Mapping[str, PublicView]) -> Mapping[str, PublicView]:
    """Return ``<kind>-ready`` for kinds that lack it, ``rate-closed``, and ``<kind>-done``, which is looked back at.

    All are derived from the given samples.
    """
    ready = {f"{name.split('-')[0]}-ready": _ready(samples[name]) for name in READY}
    done = {f"{name.split('-')[0]}-done": _done(samples[name]) for name in DONE}
    return {**ready, "rate-closed": _in(samples["rate-open"], "closed", "reveal"), **done}


def _in(view: PublicView, state: str, act: str) -> PublicView:
    assert view.step is not None
    return replace(view, step=replace(view.step, state=state), next=Next(act=act), timer=Timer(state="off"))


def _ready(view: PublicView) -> PublicView:
    """Return the view before its step opens, without any answer."""
    body = view.body
    match body:
        case Pick():
            body = replace(body, raised=0, pickers=0)
        case Group():
            body = replace(body, focus="")
        case Rate():
            body = replace(body, raters=0)
        case Commit():
            body = replace(body, count=0, shared=())
        case Actions():
            body = replace(body, actions=())
    return replace(_in(view, "ready", "open"), body=body)


def _done(view: PublicView) -> PublicView:
    return replace(_in(view, "done", "forward"), looking_back=True)
