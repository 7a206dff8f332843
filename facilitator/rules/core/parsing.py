"""Settings, opening states and answers read as typed structures, and the record of one seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import Message
from facilitator.rules.core.context import Act, Here
from store.records import Record, Step

S = TypeVar("S", bound=Struct)


R = TypeVar("R", bound=Record)


class Unset(Struct, frozen=True):
    """The settings of a kind that has no settings."""


@dataclass(frozen=True)
class Taken:
    """The result of an accepted answer: its outcome, and the id of the record that it created or changed."""

    act: Act
    id: str


def settings(step: Step, shape: type[S]) -> S:
    """The step's settings as ``shape``, without unknown fields. Raises ``RuleBroken`` for a value of a wrong type."""
    return _read(step, step.settings, shape)


def frame(step: Step, shape: type[S]) -> S:
    """What was fixed when the step opened, as ``shape``. Raises ``RuleBroken`` for a value of a wrong type."""
    return _read(step, step.frame, shape)


MOST_READ = 500
"""Entries that the cache of converted settings may hold."""


_known: dict[tuple[int, type[Struct]], tuple[Mapping[str, Any], Struct]] = {}
"""Cache: identity of a mapping and the type it was converted to -> that mapping and the converted value.

The mapping is stored beside its value so that it stays alive and no other object can get its ``id``. Records are
immutable, so an entry never becomes outdated.
"""


def _read(step: Step, said: Mapping[str, Any], shape: type[S]) -> S:
    """Convert a mapping to ``shape``, with a cache: every answer reads the same few settings again."""
    place = id(said), shape
    found = _known.get(place)
    if found is None or found[0] is not said:
        try:
            found = said, msgspec.convert(said, shape)
        except msgspec.ValidationError as wrong:
            name = Message("words.as_they_are", {"words": step.title or {"fi": step.id}})
            raise RuleBroken("bad_settings", step=name) from wrong
        # A full clear is enough: the settings of one session refill the cache at once.
        if len(_known) >= MOST_READ:
            _known.clear()
        _known[place] = found
    made: S = found[1]  # type: ignore[assignment]  # its type is part of the key
    return made


def asked(message: Mapping[str, Any], shape: type[S]) -> S:
    """The answer of a phone as ``shape``, its types checked strictly. Raises ``RuleBroken`` (400)."""
    try:
        return msgspec.convert(message, shape, strict=True)
    except msgspec.ValidationError as wrong:
        raise RuleBroken("bad_answer", 400, problem=str(wrong)) from wrong


def own(here: Here, kind: type[R], seat: str, record_id: str) -> R:
    """The seat's own record of this id in the step. Raises ``RuleBroken`` if it is another seat's or does not exist."""
    for record in here.book.own(kind, here.step.id, seat):
        if record.id == record_id:
            return record
    raise not_own(here, kind, record_id)


def not_own(here: Here, kind: type[Record], record_id: str) -> RuleBroken:
    """The error for a record that is not the seat's: it is another seat's, or gone (as when a removal is repeated)."""
    return RuleBroken("not_yours", 403) if here.book.get(kind, record_id) else RuleBroken("answer_gone", 404)
