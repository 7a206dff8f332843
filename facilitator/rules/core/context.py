"""The input (``Context``) and output (``Outcome``) of a rule. Rules use no clock, randomness or I/O of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from facilitator.errors import RuleBroken
from facilitator.rules.core.record_index import RecordIndex
from store.errors import TextRefused
from store.records import Change, Record, Session, Step
from store.text import clean

if TYPE_CHECKING:
    import random

NO_STEP = Step(id="")
"""Placeholder for "no step". Records are immutable, so one instance serves every context."""


@dataclass(frozen=True)
class Context:
    """Everything a rule may read: the records, the step it applies to, the time, an id source and randomness."""

    index: RecordIndex
    now: float
    """Seconds since the epoch."""
    new_id: Callable[[], str]
    rng: random.Random
    step: Step = NO_STEP

    def with_step(self, step: Step) -> Context:
        """A copy of this context that applies to another step."""
        return Context(self.index, self.now, self.new_id, self.rng, step)

    @property
    def session(self) -> Session:
        """The session's own record."""
        return self.index.session

    @property
    def minute(self) -> float:
        """``now`` rounded down to the minute. Stored times are never finer, so a time does not identify an answer."""
        return self.now // 60 * 60


@dataclass(frozen=True)
class Outcome:
    """What a rule decided: the records to store and remove, and the reply to the caller (besides the version)."""

    put: tuple[Record, ...] = ()
    remove: tuple[Record, ...] = ()
    reply: Mapping[str, Any] = field(default_factory=dict)
    undo: str = ""
    """Name of the command in the undo list, catalogue key ``undo.<key>``; empty uses the verb's own name."""
    forget: bool = False
    """True when the removed records must also disappear from the disk, such as the seats of a closed vote."""

    def __add__(self, other: Outcome) -> Outcome:
        """Combine two outcomes into one change. Of a record that both store, ``other``'s version wins."""
        put = {(type(record), record.id): record for record in (*self.put, *other.put)}
        return Outcome(
            put=tuple(put.values()),
            remove=self.remove + other.remove,
            reply={**self.reply, **other.reply},
            undo=other.undo or self.undo,
            forget=self.forget or other.forget,
        )

    def with_record(self, record: Record) -> Outcome:
        """This outcome with one more record to store. The caller ensures that it does not already contain it."""
        return Outcome((*self.put, record), self.remove, self.reply, self.undo, self.forget)

    def change(self, key: str = "") -> Change:
        """The storable part, as the store takes it. ``key`` is ``Change.key``."""
        return Change(put=self.put, remove=self.remove, key=key)


def clean_text(text: object, limit: int, min_length: int = 1) -> str:
    """Clean a text that a person typed; it must have ``min_length`` to ``limit`` characters after cleaning.

    Raises ``RuleBroken``: too_long (n, limit), too_short (n), empty, not_text.
    """
    try:
        cleaned = clean(text, limit)
    except TextRefused as refused:
        if refused.code == "too_long":
            raise RuleBroken("too_long", n=refused.over, limit=limit) from refused
        raise RuleBroken("empty" if refused.code == "empty" else "not_text") from refused
    if len(cleaned) < min_length:
        raise RuleBroken("too_short", n=min_length)
    return cleaned


def optional_text(text: object, limit: int) -> str:
    """Like ``clean_text``, but None or a blank text is accepted and returns an empty text. Raises ``RuleBroken``."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return ""
    return clean_text(text, limit)
