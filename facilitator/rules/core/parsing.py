"""Settings, opening states and answers read as typed structures, and the record of one seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import NestedMessage
from facilitator.rules.core.context import Context, Outcome
from store.records import Record, Step

S = TypeVar("S", bound=Struct)


R = TypeVar("R", bound=Record)


class NoSettings(Struct, frozen=True):
    """The settings of a kind that has no settings."""


@dataclass(frozen=True)
class AcceptedAnswer:
    """The result of an accepted answer: its outcome, and the id of the record that it created or changed."""

    outcome: Outcome
    id: str


def step_settings(step: Step, shape: type[S]) -> S:
    """The step's settings as ``shape``, without unknown fields. Raises ``RuleBroken`` for a value of a wrong type."""
    return _convert(step, step.settings, shape)


def step_frame(step: Step, shape: type[S]) -> S:
    """What was fixed when the step opened, as ``shape``. Raises ``RuleBroken`` for a value of a wrong type."""
    return _convert(step, step.frame, shape)


CACHE_SIZE = 500
"""Entries that the cache of converted settings may hold."""


_parsed: dict[tuple[int, type[Struct]], tuple[Mapping[str, Any], Struct]] = {}
"""Cache: identity of a mapping and the type it was converted to -> that mapping and the converted value.

The mapping is stored beside its value so that it stays alive and no other object can get its ``id``. Records are
immutable, so an entry never becomes outdated.
"""


def _convert(step: Step, said: Mapping[str, Any], shape: type[S]) -> S:
    """Convert a mapping to ``shape``, with a cache: every answer reads the same few settings again."""
    place = id(said), shape
    found = _parsed.get(place)
    if found is None or found[0] is not said:
        try:
            found = said, msgspec.convert(said, shape)
        except msgspec.ValidationError as wrong:
            name = NestedMessage("words.as_they_are", {"words": step.title or {"fi": step.id}})
            raise RuleBroken("bad_settings", step=name) from wrong
        # A full clear is enough: the settings of one session refill the cache at once.
        if len(_parsed) >= CACHE_SIZE:
            _parsed.clear()
        _parsed[place] = found
    made: S = found[1]  # type: ignore[assignment]  # its type is part of the key
    return made


def parse_answer(message: Mapping[str, Any], shape: type[S]) -> S:
    """The answer of a phone as ``shape``, its types checked strictly. Raises ``RuleBroken`` (400)."""
    try:
        return msgspec.convert(message, shape, strict=True)
    except msgspec.ValidationError as wrong:
        raise RuleBroken("bad_answer", 400, problem=str(wrong)) from wrong


def own_record(context: Context, kind: type[R], seat: str, record_id: str) -> R:
    """The seat's own record of this id in the step. Raises ``RuleBroken`` if it is another seat's or does not exist."""
    for record in context.index.records_of_seat(kind, context.step.id, seat):
        if record.id == record_id:
            return record
    raise not_own_error(context, kind, record_id)


def not_own_error(context: Context, kind: type[Record], record_id: str) -> RuleBroken:
    """The error for a record that is not the seat's: it is another seat's, or gone (as when a removal is repeated)."""
    return RuleBroken("not_yours", 403) if context.index.get(kind, record_id) else RuleBroken("answer_gone", 404)
