"""Label of the "next" button: what the next press does. Used by the console, plain mode and the remote. Pure."""

from __future__ import annotations

from facilitator.view import PublicView
from facilitator.words import knows, pick, say


def next_words(view: PublicView, language: str) -> str:
    """The label in a language, such as ``Seuraava: sulje vastaaminen``.

    A text for this kind and state of step (``console.next.<act>.<kind>.<state>``) goes before the general one.
    """
    what = pick(view.next.title, language)
    special = f"console.next.{view.next.act}.{view.step.kind}.{view.step.state}" if view.step else ""
    key = special if knows(special) else f"console.next.{view.next.act}"
    return say("console.next", language, what=say(key, language, what=what))
