"""Edits: the changes of a facilitator's command as plain data, and the way back from plain data to records.

Only what the facilitator decides is recorded. Texts that participants wrote are neither undone nor copied.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Outcome
from facilitator.rules.core.record_index import RecordIndex
from store.records import (
    TABLE_OF,
    TABLES,
    Action,
    Ballot,
    Idea,
    Promise,
    Record,
    RecordEdit,
    Session,
    Step,
    Theme,
    replace,
)

R = TypeVar("R", bound=Record)

FACILITATOR_KINDS = (Session, Step, Theme, Action)
"""Kinds of record that the facilitator owns."""

MODERATED_KINDS = (Idea, Promise)
"""Kinds that participants write and the facilitator only marks, as hidden or with a theme."""

NEVER_UNDONE = frozenset({"port", "seat_key", "text", "seat"})
"""Fields that are never undone: technical ones, and those that belong to the participant who wrote the record."""

SEEN_FIELD = frozenset({"seen"})
"""The field that records which results the room has seen; see ``_undoable_fields``."""

FIELDS: Mapping[type[Record], tuple[str, ...]] = {
    kind: tuple(name for name in kind.__struct_fields__ if name != "id") for kind in TABLE_OF
}
"""Kind of record -> names of all its fields except ``id``."""

_VALUES = {kind: attrgetter(*names) for kind, names in FIELDS.items()}
_SCALARS = frozenset((str, int, float, bool, type(None)))


def differences(index: RecordIndex, outcome: Outcome) -> tuple[RecordEdit, ...]:
    """The edits of an outcome, compared with the records as they are before it is applied."""
    found = {(TABLE_OF[type(record)], record.id): record for record in outcome.put if _is_undoable(record)}
    edits = [_difference(current_record(index, type(record), record.id), record) for record in found.values()]
    gone = [
        RecordEdit(table=TABLE_OF[type(record)], id=record.id, before=plain_fields(record))
        for record in removed_records(outcome)
    ]
    return tuple(edit for edit in (*edits, *gone) if edit is not None)


def current_record(index: RecordIndex, kind: type[Record], record_id: str) -> Record | None:
    """The current version of a record; None when there is none."""
    return index.session if kind is Session else index.get(kind, record_id)


def removed_records(outcome: Outcome) -> Iterator[Record]:
    """The undoable records that an outcome removes. One that it also stores is only replaced, and left out."""
    put = {(type(record), record.id) for record in outcome.put}
    return (record for record in outcome.remove if _is_undoable(record) and (type(record), record.id) not in put)


def _is_undoable(record: Record) -> bool:
    return isinstance(record, FACILITATOR_KINDS + MODERATED_KINDS) or (isinstance(record, Ballot) and record.paper)


def _difference(before: Record | None, after: Record) -> RecordEdit | None:
    table = TABLE_OF[type(after)]
    if before is None:
        return RecordEdit(table=table, id=after.id, after=plain_fields(after))
    # One command may move ten thousand ideas: convert only the fields that differ. ``attrgetter`` reads all fields in
    # C, and the identity test spares most comparisons, for unchanged fields are the same objects.
    kind, values = type(after), _VALUES[type(after)]
    pairs = zip(FIELDS[kind], values(before), values(after), strict=True)
    names = _undoable_fields([name for name, old, new in pairs if old is not new and old != new])
    if not names:
        return None
    return RecordEdit(table=table, id=after.id, before=plain_fields(before, names), after=plain_fields(after, names))


def _undoable_fields(names: Iterable[str]) -> frozenset[str]:
    """The fields among ``names`` that can be undone.

    ``seen`` is not: the room cannot unsee a result. But if the round changes too, ``seen`` belongs to that round and
    changes with it.
    """
    found = frozenset(names) - NEVER_UNDONE
    return found if "round" in found else found - SEEN_FIELD


def plain_fields(record: Record, names: Iterable[str] = ()) -> dict[str, Any]:
    """The record's fields as JSON types: those in ``names`` that it has, or, without names, all except ``id``."""
    known, found = FIELDS[type(record)], {}
    for name in names or known:
        if name in known:
            value = getattr(record, name)
            found[name] = value if type(value) in _SCALARS else msgspec.to_builtins(value)
    return found


def record_kind(edit: RecordEdit) -> type[Record]:
    """The kind of record that an edit is about. Raises ``RuleBroken`` (undo_lost) for a kind that is not undoable."""
    kind = TABLES.get(edit.table)
    if kind not in (*FACILITATOR_KINDS, *MODERATED_KINDS, Ballot):
        raise RuleBroken("undo_lost", 409)
    return kind


def build_record(kind: type[R], record_id: str, fields: Mapping[str, Any]) -> R:
    """Build a record from plain fields. Raises ``RuleBroken`` (undo_lost) for invalid ones, as a file may hold."""
    try:
        return msgspec.convert({**fields, "id": record_id}, kind)
    except (msgspec.ValidationError, ValueError, TypeError) as wrong:
        raise RuleBroken("undo_lost", 409) from wrong


def apply_fields(record: R, fields: Mapping[str, Any], checked: dict[Hashable, Mapping[str, Any]]) -> R:
    """The record with some fields replaced by plain values. Raises ``RuleBroken`` (undo_lost) for invalid ones.

    ``checked`` caches validated fields, for a command that sets the same fields on ten thousand records.
    """
    kind = type(record)
    same = (kind, *fields.items())
    try:
        wanted = checked.get(same)
    except TypeError:  # unhashable values, such as a list: not cached
        return replace(record, **_checked_fields(kind, record.id, fields))
    if wanted is None:
        wanted = checked[same] = _checked_fields(kind, record.id, fields)
    return replace(record, **wanted)


def _checked_fields(kind: type[Record], record_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The undoable ones of these fields, validated and converted by building a record from them."""
    names = _undoable_fields(name for name in fields if name in FIELDS[kind])
    wanted = build_record(kind, record_id, {name: fields[name] for name in names})
    return {name: getattr(wanted, name) for name in names}


def reverse_edits(edits: tuple[RecordEdit, ...]) -> tuple[RecordEdit, ...]:
    """The edits with ``before`` and ``after`` swapped."""
    return tuple(RecordEdit(table=edit.table, id=edit.id, before=edit.after, after=edit.before) for edit in edits)
