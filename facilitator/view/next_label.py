"""What the next press does, in words: on the console, in plain mode and on the remote control alike. Pure."""

from __future__ import annotations

from facilitator.i18n.messages import knows, pick, say
from facilitator.view import PublicView


def next_words(view: PublicView, language: str) -> str:
    """``Seuraava: sulje vastaaminen``."""
    what = pick(view.next.title, language)
    special = f"console.next.{view.next.act}.{view.step.kind}.{view.step.state}" if view.step else ""
    key = special if knows(special) else f"console.next.{view.next.act}"
    return say("console.next", language, what=say(key, language, what=what))
