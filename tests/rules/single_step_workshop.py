"""A workshop around one kind of step, made as a template of one's own would be."""

from __future__ import annotations

from typing import Any, TypeAlias

from workshop_in_memory import Play

from facilitator.templates.user_templates import build_template

Circle: TypeAlias = Play


def words(text: str) -> dict[str, str]:
    """The same in three languages."""
    return {"fi": text, "sv": text, "en": text}


def step(name: str, kind: str, **fields: Any) -> dict[str, Any]:
    """One step as it stands in a file."""
    return {"id": name, "kind": kind, "minutes": 5, "title": words(name), "question": words(f"{name}?"), **fields}


ROUNDS: dict[str, list[dict[str, Any]]] = {
    "crowd": [
        step("join", "info", answer={"join": True}),
        step("ideas", "text"),
        step("crowd", "crowd"),
        step("talk", "talk"),
        step("rate", "rate"),
        step("close", "close"),
    ],
    "onetwofour": [
        step("join", "info", answer={"join": True}),
        step("before", "scale"),
        step("circle", "onetwofour"),
        step("vote", "vote", answer={"target": "ideas"}),
        step("crowd", "crowd"),
        step("close", "close"),
    ],
}


def circle(name: str) -> Circle:
    """The workshop in its lobby."""
    raw = {"title": words("Oma"), "steps": ROUNDS[name]}
    return Play(build_template(raw, "oma.toml", "oma"), None)
