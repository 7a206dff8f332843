"""What an act of the facilitator changed, as plain data: what undo keeps of it, and how it becomes records again.

Only what the facilitator decides is looked at. What phones wrote is never wound back, and no text of theirs is copied.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act
from facilitator.rules.core.record_index import Book
from store.records import TABLE_OF, TABLES, Action, Ballot, Edit, Idea, Promise, Record, Session, Step, Theme, replace

R = TypeVar("R", bound=Record)

OWN = (Session, Step, Theme, Action)
"""Kinds of record that are the facilitator's own."""

MARKED = (Idea, Promise)
"""Kinds that phones write and the facilitator marks: hidden, in a theme."""

LEFT = frozenset({"port", "seat_key", "text", "seat"})
"""Fields that are never wound back: a text is its writer's."""

SEEN = frozenset({"seen"})

FIELDS: Mapping[type[Record], tuple[str, ...]] = {
    kind: tuple(name for name in kind.__struct_fields__ if name != "id") for kind in TABLE_OF
}
"""Kind of record -> all its fields but the id."""

_VALUES = {kind: attrgetter(*names) for kind, names in FIELDS.items()}
_SCALARS = frozenset((str, int, float, bool, type(None)))


def differences(book: Book, act: Act) -> tuple[Edit, ...]:
    """What an act is about to change, seen before it is carried out."""
    found = {(TABLE_OF[type(record)], record.id): record for record in act.put if _ours(record)}
    edits = [_difference(now(book, type(record), record.id), record) for record in found.values()]
    gone = [Edit(table=TABLE_OF[type(record)], id=record.id, before=plain(record)) for record in removed(act)]
    return tuple(edit for edit in (*edits, *gone) if edit is not None)


def now(book: Book, kind: type[Record], record_id: str) -> Record | None:
    """The record as it is; None when there is none."""
    return book.session if kind is Session else book.get(kind, record_id)


def removed(act: Act) -> Iterator[Record]:
    """What the facilitator takes away: a record that is put in the same act is only replaced."""
    put = {(type(record), record.id) for record in act.put}
    return (record for record in act.remove if _ours(record) and (type(record), record.id) not in put)


def _ours(record: Record) -> bool:
    return isinstance(record, OWN + MARKED) or (isinstance(record, Ballot) and record.paper)


def _difference(before: Record | None, after: Record) -> Edit | None:
    table = TABLE_OF[type(after)]
    if before is None:
        return Edit(table=table, id=after.id, after=plain(after))
    # One act may place ten thousand ideas: only what has changed is turned into plain data.
    kind, values = type(after), _VALUES[type(after)]
    pairs = zip(FIELDS[kind], values(before), values(after), strict=True)
    names = _wound([name for name, old, new in pairs if old is not new and old != new])
    if not names:
        return None
    return Edit(table=table, id=after.id, before=plain(before, names), after=plain(after, names))


def _wound(names: Iterable[str]) -> frozenset[str]:
    """The fields that can be wound. What the room has seen is seen; another round has been seen by nobody."""
    found = frozenset(names) - LEFT
    return found if "round" in found else found - SEEN


def plain(record: Record, names: Iterable[str] = ()) -> dict[str, Any]:
    """All fields of a record but its id, or only those of ``names`` that it has, as JSON has them."""
    known, found = FIELDS[type(record)], {}
    for name in names or known:
        if name in known:
            value = getattr(record, name)
            found[name] = value if type(value) in _SCALARS else msgspec.to_builtins(value)
    return found


def kind_of(edit: Edit) -> type[Record]:
    """The kind of record it is about. Raises ``RuleBroken`` for one that undo has nothing to do with."""
    kind = TABLES.get(edit.table)
    if kind not in (*OWN, *MARKED, Ballot):
        raise RuleBroken("undo_lost", 409)
    return kind


def made(kind: type[R], record_id: str, fields: Mapping[str, Any]) -> R:
    """The record of these fields. Raises ``RuleBroken`` for what could be none: a file may say anything."""
    try:
        return msgspec.convert({**fields, "id": record_id}, kind)
    except (msgspec.ValidationError, ValueError, TypeError) as wrong:
        raise RuleBroken("undo_lost", 409) from wrong


def with_fields(now: R, fields: Mapping[str, Any], known: dict[Hashable, Mapping[str, Any]]) -> R:
    """The record with these fields changed. Raises ``RuleBroken`` likewise.

    ``known`` keeps what was found sound, for one act that gives ten thousand records the same fields.
    """
    kind = type(now)
    same = (kind, *fields.items())
    try:
        wanted = known.get(same)
    except TypeError:  # a list among them
        return replace(now, **_sound(kind, now.id, fields))
    if wanted is None:
        wanted = known[same] = _sound(kind, now.id, fields)
    return replace(now, **wanted)


def _sound(kind: type[Record], record_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    names = _wound(name for name in fields if name in FIELDS[kind])
    wanted = made(kind, record_id, {name: fields[name] for name in names})
    return {name: getattr(wanted, name) for name in names}


def turned(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The same the other way round."""
    return tuple(Edit(table=edit.table, id=edit.id, before=edit.after, after=edit.before) for edit in edits)
