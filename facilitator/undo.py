"""Taking back and doing again the facilitator's acts, field by field, so that nothing a participant wrote meanwhile
is ever undone with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from facilitator.act import Act
from facilitator.book import Book
from store.records import Action, Idea, Record, Theme

DEPTH = 50
"""How many acts can be taken back."""

KEPT = (Idea, Theme, Action)
"""Kinds of record whose changes undo looks at: the log and the state of the stage are never wound back."""


@dataclass(frozen=True)
class Edit:
    """One record before and after: both None-able, with only the fields that differ when both are there."""

    kind: type[Record]
    id: str
    before: Record | None
    after: Record | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One act: its name in the catalogue (``undo.<label>``) and what it edited."""

    label: str
    edits: tuple[Edit, ...]


class History:
    """The acts that can be undone and redone, newest last."""

    def __init__(self) -> None:
        self.done: list[Entry] = []
        self.undone: list[Entry] = []

    def note(self, label: str, edits: tuple[Edit, ...]) -> None:
        """Remember a new act; what was undone before it can no longer be redone."""
        self.done = [*self.done, Entry(label, edits)][-DEPTH:]
        self.undone = []

    def clear(self) -> None:
        """Forget everything: after a recovery the records may be others."""
        self.done, self.undone = [], []

    @property
    def undo(self) -> str:
        """Label of the act that undo would take back; empty when there is none."""
        return self.done[-1].label if self.done else ""

    @property
    def redo(self) -> str:
        """Label of the act that redo would do again; empty when there is none."""
        return self.undone[-1].label if self.undone else ""


def edits(book: Book, act: Act) -> tuple[Edit, ...]:
    """What an act is about to change, seen before it is carried out."""
    found = []
    for record in act.put:
        if isinstance(record, KEPT):
            before = book.get(type(record), record.id)
            fields = differing(before, record) if before is not None else ()
            if before is None or fields:
                found.append(Edit(type(record), record.id, before, record, fields))
    for record in act.remove:
        if isinstance(record, KEPT):
            found.append(Edit(type(record), record.id, record, None))
    return tuple(found)


def differing(before: Record, after: Record) -> tuple[str, ...]:
    """Names of the fields in which two records of one kind differ."""
    names = (field.name for field in dataclasses.fields(after))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def back(book: Book, wanted: Iterable[Edit]) -> Act:
    """The act that takes the edits back on the records as they are now."""
    return _apply(book, ((edit, edit.after, edit.before) for edit in wanted))


def again(book: Book, wanted: Iterable[Edit]) -> Act:
    """The act that does the edits once more."""
    return _apply(book, ((edit, edit.before, edit.after) for edit in wanted))


def _apply(book: Book, moves: Iterable[tuple[Edit, Record | None, Record | None]]) -> Act:
    put: list[Record] = []
    remove: list[Record] = []
    for edit, source, target in moves:
        now = book.get(edit.kind, edit.id)
        if target is None:
            if now is not None:
                remove.append(now)
        elif source is None:
            put.append(target)
        elif now is not None:
            put.append(replace(now, **_values(target, edit.fields)))
    return Act(put=tuple(put), remove=tuple(remove))


def _values(record: Record, fields: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: getattr(record, name) for name in fields}


def touches_themes(entry: Entry) -> bool:
    """Whether undoing it changes what people vote on."""
    return any(edit.kind is Theme or "theme" in edit.fields for edit in entry.edits)

