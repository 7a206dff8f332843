"""What a verb works with and what it gives back. Verbs have no clock, chance or I/O of their own: all is handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from facilitator.errors import RuleBroken
from facilitator.rules.core.record_index import Book
from store.errors import TextRefused
from store.records import Change, Record, Session, Step
from store.text import clean

if TYPE_CHECKING:
    import random

NO_STEP = Step(id="")
"""Stands for the step where there is none: records are never changed, so one serves all."""


@dataclass(frozen=True)
class Here:
    """The session as a verb finds it: the records, the step in question, the time, ids and chance."""

    book: Book
    now: float
    """Seconds since the epoch."""
    new_id: Callable[[], str]
    chance: random.Random
    step: Step = NO_STEP

    def at(self, step: Step) -> Here:
        """The same, looking at another step."""
        return Here(self.book, self.now, self.new_id, self.chance, step)

    @property
    def session(self) -> Session:
        """The session itself."""
        return self.book.session

    @property
    def minute(self) -> float:
        """Now, rounded down to the minute: nobody's answer can be told by the second."""
        return self.now // 60 * 60


@dataclass(frozen=True)
class Act:
    """One verb's outcome: the change, and what the caller is told besides the version."""

    put: tuple[Record, ...] = ()
    remove: tuple[Record, ...] = ()
    reply: Mapping[str, Any] = field(default_factory=dict)
    undo: str = ""
    """Catalogue key of what undo takes back, ``undo.<key>``; empty for what cannot be taken back."""
    forget: bool = False
    """True when what was removed must leave the disk too (the seats of a closed vote)."""

    def __add__(self, other: Act) -> Act:
        """Both in one change; a record put twice counts as the later one says."""
        put = {(type(record), record.id): record for record in (*self.put, *other.put)}
        return Act(
            put=tuple(put.values()),
            remove=self.remove + other.remove,
            reply={**self.reply, **other.reply},
            undo=other.undo or self.undo,
            forget=self.forget or other.forget,
        )

    def also(self, record: Record) -> Act:
        """With one record more, which is in it in no other form."""
        return Act((*self.put, record), self.remove, self.reply, self.undo, self.forget)

    def change(self, key: str = "") -> Change:
        """As the store takes it."""
        return Change(put=self.put, remove=self.remove, key=key)


def human(text: object, limit: int, fewest: int = 1) -> str:
    """Clean human text of ``fewest`` to ``limit`` characters. Raises ``RuleBroken`` that says what is wrong."""
    try:
        cleaned = clean(text, limit)
    except TextRefused as refused:
        if refused.code == "too_long":
            raise RuleBroken("too_long", n=refused.over, limit=limit) from refused
        raise RuleBroken("empty" if refused.code == "empty" else "not_text") from refused
    if len(cleaned) < fewest:
        raise RuleBroken("too_short", n=fewest)
    return cleaned


def maybe(text: object, limit: int) -> str:
    """Like ``human``, but nothing (None, or only blanks) is fine and gives an empty text."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return ""
    return human(text, limit)
