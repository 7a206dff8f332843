"""Label of the "next" button: what the next press does. Used by the console, plain mode and the remote. Pure."""

from __future__ import annotations

from facilitator.i18n.messages import has_message, pick, say
from facilitator.view import PublicView


def next_label(view: PublicView, language: str) -> str:
    """The label in a language, such as ``Seuraava: sulje vastaaminen``.

    A text for this kind and state of step (``console.next.<act>.<kind>.<state>``) precedes the general one.
    """
    what = pick(view.next.title, language)
    special = f"console.next.{view.next.act}.{view.step.kind}.{view.step.state}" if view.step else ""
    key = special if has_message(special) else f"console.next.{view.next.act}"
    return say("console.next", language, what=say(key, language, what=what))
