"""``GET /{code}/state``: the session as JSON, for ``facilitator stage``, load clients and scripts; needs no seat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from facilitator.i18n.messages import pick
from facilitator.view import PublicView
from facilitator.web.visitor import Visitor

API_VERSION = 1
"""Version of the HTTP interface; it goes up when something documented changes, not when something is added."""


def state_json(view: PublicView, task: PublicView, visitor: Visitor, now: float) -> bytes:
    """The JSON text. ``stage`` is the whole ``PublicView``, ``step`` the step that phones answer (from ``task``)."""
    return msgspec.json.encode(
        {
            "api": API_VERSION,
            "version": view.version,
            "session": _session_data(view, visitor.language),
            "step": _step_data(task, visitor.language),
            "stage": view,
            "mine": visitor.mine,
            "now": now,
        }
    )


def _session_data(view: PublicView, language: str) -> Mapping[str, Any]:
    session = view.session
    return {
        "title": pick(session.title, language),
        "titles": session.title,
        "code": session.code,
        "state": session.state,
        "language": session.language,
        "locked": session.locked,
        "joined": view.joined,
    }


def _step_data(view: PublicView, language: str) -> Mapping[str, Any] | None:
    """The step that takes answers, even while the stage looks back at another; None in the lobby."""
    step = view.step
    if step is None:
        return None
    return {
        "id": step.id,
        "kind": step.kind,
        "state": step.state,
        "number": step.number,
        "of": step.of,
        "round": step.round,
        "current": view.current,
        "title": pick(step.title, language),
        "question": pick(step.question, language),
        "help": pick(step.help, language),
        "placeholder": pick(step.placeholder, language),
        "titles": step.title,
        "questions": step.question,
    }
