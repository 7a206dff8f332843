"""What all records have in common: an id, and human text that is checked in every way that makes a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias, TypeVar, get_type_hints

import msgspec
from msgspec import Meta, Struct

from store.errors import UncleanText
from store.text import check

Translations: TypeAlias = Mapping[str, str]
"""One text in up to three languages: language code -> text. A missing language falls back to another."""

_HUMAN = Meta(extra={"human": True})
"""Marks a field of human text, so that the record refuses text that ``clean`` would change."""

HumanText: TypeAlias = Annotated[str, _HUMAN]
HumanTranslations: TypeAlias = Annotated[Translations, _HUMAN]


class Record(Struct, frozen=True, kw_only=True):
    """The common base of all records."""

    id: str


R = TypeVar("R", bound=Record)


class TextRecord(Record, frozen=True, kw_only=True):
    """A record with human text. Raises ``UncleanText`` for text that ``clean`` would change.

    msgspec calls the check whenever a record is created: by the constructor, by decoding, conversion, ``replace`` and
    unpickling. Only an exact copy (``copy.copy``) is not checked again. tests/files/test_human_text_guard.py covers
    every way for every field.
    """

    def __post_init__(self) -> None:
        for name in _HUMAN_FIELDS.get(type(self)) or human_fields(type(self)):
            value = getattr(self, name)
            if isinstance(value, str):
                check(value)
            elif isinstance(value, Mapping):
                for text in value.values():
                    check(text)
            else:
                raise UncleanText(f"{name} is not text")


_HUMAN_FIELDS: dict[type[Record], tuple[str, ...]] = {}


def human_fields(kind: type[Record]) -> tuple[str, ...]:
    """Names of the fields that hold human text, cached per kind of record."""
    hints = get_type_hints(kind, include_extras=True)
    names = tuple(name for name in kind.__struct_fields__ if _HUMAN in getattr(hints[name], "__metadata__", ()))
    _HUMAN_FIELDS[kind] = names
    return names


def replace(record: R, **changes: Any) -> R:
    """The record with some fields changed. Its human text is checked; types are checked when the store encodes it.

    Raises ``UncleanText``, and ``TypeError`` for a field that the record does not have.
    """
    return msgspec.structs.replace(record, **changes)
