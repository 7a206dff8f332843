"""What the facilitator looks at before the stage may show it: texts that wait, and those that were hidden. Pure.

A text that waits is hidden too, so nothing that keeps hidden texts off the stage and out of the files has to know of
waiting. Nothing is ever deleted by the facilitator.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from facilitator.rules.core.context import Here
from facilitator.rules.core.record_index import Book
from store.records import Idea, Promise, replace

Written = TypeVar("Written", Idea, Promise)


def asks_first(here: Here) -> bool:
    """Whether texts wait for the facilitator: in the whole session, or in the step in question."""
    return here.session.approve or here.step.settings.get("approve") is True


def as_written(here: Here, before: Written | None, text: Written) -> Written:
    """What a phone wrote, as it is kept. ``before``: the same record until now; None for a new one.

    Other words than the facilitator has seen wait; so do those of a hidden text, or nobody would look at them again.
    """
    if before is not None and before.text == text.text:
        return text
    if asks_first(here) or text.hidden:
        return replace(text, hidden=True, waits=True)
    return text


def waits(text: Idea | Promise) -> bool:
    """Whether the facilitator has yet to look at it. A promise that is not shared is not the facilitator's to see."""
    return text.hidden and text.waits and not (isinstance(text, Promise) and not text.share)


def waiting(book: Book) -> Iterator[Idea | Promise]:
    """All texts of the session that wait."""
    yield from (idea for idea in book.hidden(Idea) if waits(idea))
    yield from (promise for promise in book.hidden(Promise) if waits(promise))
