"""Sample views of states derived from other samples: steps before they open, and past steps that are looked back at."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from facilitator.view import ActionBody, CommitBody, GroupBody, NextPress, PickBody, PublicView, RateBody, Timer

READY = ("info-plain", "talk-open", "pick-open", "group-start", "rate-open", "commit-open", "action-empty")
DONE = ("scale-revealed", "text-revealed", "vote-revealed", "rate-revealed", "choice-revealed", "grid-revealed")


def states(samples: Mapping[str, PublicView]) -> Mapping[str, PublicView]:
    """Return ``<kind>-ready`` for kinds that lack it, ``rate-closed``, and ``<kind>-done``, which is looked back at.

    All are derived from the given samples.
    """
    ready = {f"{name.split('-')[0]}-ready": _as_ready(samples[name]) for name in READY}
    done = {f"{name.split('-')[0]}-done": _as_done(samples[name]) for name in DONE}
    return {**ready, "rate-closed": _with_state(samples["rate-open"], "closed", "reveal"), **done}


def _with_state(view: PublicView, state: str, act: str) -> PublicView:
    assert view.step is not None
    return replace(view, step=replace(view.step, state=state), next=NextPress(act=act), timer=Timer(state="off"))


def _as_ready(view: PublicView) -> PublicView:
    """Return the view before its step opens, without any answer."""
    body = view.body
    match body:
        case PickBody():
            body = replace(body, raised=0, pickers=0)
        case GroupBody():
            body = replace(body, focus="")
        case RateBody():
            body = replace(body, raters=0)
        case CommitBody():
            body = replace(body, count=0, shared=())
        case ActionBody():
            body = replace(body, actions=())
    return replace(_with_state(view, "ready", "open"), body=body)


def _as_done(view: PublicView) -> PublicView:
    return replace(_with_state(view, "done", "forward"), looking_back=True)
