"""What the facilitator looks at before the stage may show it: texts that wait, and those that were hidden. Pure.

A text that waits is hidden too, so nothing that keeps hidden texts off the stage and out of the files has to know of
waiting. Nothing is ever deleted by the facilitator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from facilitator.rules.core.context import Context
from facilitator.rules.core.record_index import RecordIndex
from store.records import Idea, Promise

TextT = TypeVar("TextT", Idea, Promise)


def needs_approval(context: Context) -> bool:
    """Whether texts wait for the facilitator: in the whole session, or in the step in question."""
    return context.session.approve or context.step.settings.get("approve") is True


def apply_moderation(context: Context, before: TextT | None, text: TextT) -> TextT:
    """What a phone wrote, as it is kept. ``before``: the same record until now; None for a new one.

    Other words than the facilitator has seen wait; so do those of a hidden text, or nobody would look at them again.
    """
    if before is not None and before.text == text.text:
        return text
    if needs_approval(context) or text.hidden:
        return replace(text, hidden=True, waits=True)
    return text


def awaits_approval(text: Idea | Promise) -> bool:
    """Whether the facilitator has yet to look at it. A promise that is not shared is not the facilitator's to see."""
    return text.hidden and text.waits and not (isinstance(text, Promise) and not text.share)


def texts_awaiting_approval(index: RecordIndex) -> Iterator[Idea | Promise]:
    """All texts of the session that wait."""
    yield from (idea for idea in index.hidden_records(Idea) if awaits_approval(idea))
    yield from (promise for promise in index.hidden_records(Promise) if awaits_approval(promise))
