"""Moderation: texts that await the facilitator's approval before the stage may show them. Pure.

A text that awaits approval is also marked hidden, so everything that filters hidden texts (stage, files) covers it
without a rule of its own. The facilitator hides texts and never deletes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from facilitator.rules.core.context import Context
from facilitator.rules.core.record_index import RecordIndex
from store.records import Idea, Promise, replace

TextT = TypeVar("TextT", Idea, Promise)


def needs_approval(context: Context) -> bool:
    """Whether new texts need approval: a setting of the whole session or of the current step."""
    return context.session.approve or context.step.settings.get("approve") is True


def apply_moderation(context: Context, before: TextT | None, text: TextT) -> TextT:
    """The record as it is stored after a phone wrote ``text``. ``before``: its previous version; None if it is new.

    An unchanged text keeps its status. A changed one awaits approval if approval is on, or if it is hidden: otherwise
    the facilitator would not be asked to look at a hidden text that its writer has corrected.
    """
    # Otherwise a change of another field would submit an approved text for approval again.
    if before is not None and before.text == text.text:
        return text
    if needs_approval(context) or text.hidden:
        return replace(text, hidden=True, waits=True)
    return text


def awaits_approval(text: Idea | Promise) -> bool:
    """Whether the text awaits approval. Promises that are not shared never do: the facilitator may not see them."""
    return text.hidden and text.waits and not (isinstance(text, Promise) and not text.share)


def texts_awaiting_approval(index: RecordIndex) -> Iterator[Idea | Promise]:
    """All texts of the session that await approval."""
    # A text that awaits approval is always hidden, so the index of hidden records spares a search through all texts.
    yield from (idea for idea in index.hidden_records(Idea) if awaits_approval(idea))
    yield from (promise for promise in index.hidden_records(Promise) if awaits_approval(promise))
