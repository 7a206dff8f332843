"""Replaces fields of a record, fast enough for commands that change ten thousand records at once."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from store.records import TABLE_OF, Record

R = TypeVar("R", bound=Record)

_UNCHECKED_FIELDS = {
    kind: frozenset(field.name for field in dataclasses.fields(kind) if not field.metadata.get("human"))
    for kind in TABLE_OF
}
"""Kind of record -> the fields that are not human text. Human text must be checked whenever it changes."""


def replace_fields(record: R, **fields: Any) -> R:
    """Like ``dataclasses.replace``, in a fifth of its time.

    Types are not checked here, but when the store takes the record. Raises ``TypeError`` for a field that the record
    does not have, and ``UncleanText`` for human text that is not clean.
    """
    kind = type(record)
    if not fields.keys() <= _UNCHECKED_FIELDS[kind]:
        return dataclasses.replace(record, **fields)
    # ``dataclasses.replace`` calls ``__init__``, which checks every text again. None of them changes here.
    made = object.__new__(kind)
    made.__dict__.update(record.__dict__, **fields)
    return made
