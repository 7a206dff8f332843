"""Human text is checked whenever a record is created: constructor, decoding, ``replace`` or unpickling."""

from __future__ import annotations

import ast
import copy
import json
import pickle
import tomllib
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from assertions import nonempty
from packaging.requirements import Requirement
from program_source import ROOT, modules

from store.codec import UnreadableDocument, decode, encode
from store.errors import UncleanText
from store.record_base import TextRecord
from store.records import (
    TABLE_OF,
    TABLES,
    Action,
    Answer,
    Idea,
    Promise,
    Record,
    Session,
    Step,
    Theme,
    human_fields,
    replace,
)

HUMAN: Mapping[type[Record], tuple[str, ...]] = {
    Session: ("title",),
    Step: ("title", "question", "help", "placeholder", "notes"),
    Idea: ("text",),
    Theme: ("name", "also"),
    Answer: ("text",),
    Promise: ("text", "when"),
    Action: ("what", "owner", "first_step", "notices", "decision_from", "note"),
}
"""Kind of record -> its fields of human text, written down once more: a mark that is lost shows here."""

GOOD = "abcdefgh"
BAD = (
    "\x1b[2Jevil",
    "ab\u202edef",
    "a\u0000bcdefg",
    "a\u200bbcde",
    "ab  cdef",
    " bcdefgh",
    "abcdefg\n",
    "a\n\n\nefgh",
)
"""Each eight bytes long, as ``GOOD`` is: so that it can be put in its place in a pickle."""

Way = Callable[[Record, str, Any], object]


def fields(record: Record) -> dict[str, Any]:
    """Name -> value."""
    return {name: getattr(record, name) for name in record.__struct_fields__}


def document(record: Record, name: str, value: Any) -> dict[str, Any]:
    """The record as it stands in a file, with one field of another value."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return {**plain, name: value}


def unpickled(record: Record, name: str, value: Any) -> object:
    """From a pickle in which the text was exchanged."""
    (text,) = value.values() if isinstance(value, Mapping) else (value,)
    data = pickle.dumps(record)
    assert data.count(GOOD.encode()) == 1
    return pickle.loads(data.replace(GOOD.encode(), text.encode()))


def rebuilt(record: Record, name: str, value: Any) -> object:
    """As ``copy.deepcopy`` and ``pickle`` put a record together again."""
    reduced: Any = record.__reduce__()
    rebuild, (kind, found) = reduced
    made: object = rebuild(kind, {**found, name: value})
    return made


WAYS: Mapping[str, Way] = {
    "made": lambda record, name, value: type(record)(**{**fields(record), name: value}),
    "replace": lambda record, name, value: replace(record, **{name: value}),
    "structs.replace": lambda record, name, value: msgspec.structs.replace(record, **{name: value}),
    "copy.replace": lambda record, name, value: record.__replace__(**{name: value}),
    "convert": lambda record, name, value: msgspec.convert(document(record, name, value), type(record)),
    "convert, lax": lambda record, name, value: msgspec.convert(
        document(record, name, value), type(record), strict=False
    ),
    "convert, a list": lambda record, name, value: msgspec.convert([document(record, name, value)], list[type(record)]),  # type: ignore[misc]
    "convert, attributes": lambda record, name, value: msgspec.convert(
        SimpleNamespace(**{**fields(record), name: value}), type(record), from_attributes=True
    ),
    "json": lambda record, name, value: msgspec.json.decode(
        json.dumps(document(record, name, value)), type=type(record)
    ),
    "msgpack": lambda record, name, value: msgspec.msgpack.decode(
        msgspec.msgpack.encode(document(record, name, value)), type=type(record)
    ),
    "read from a file": lambda record, name, value: decode(TABLE_OF[type(record)], [document(record, name, value)]),
    "rebuilt": rebuilt,
    "unpickled": unpickled,
}


CASES = [(kind, name) for kind, names in HUMAN.items() for name in names]
"""Every human field of every record."""


def worded(kind: type[Record], name: str, text: object) -> Any:
    """The value of a field with this text in it: ``Translations`` have it in one language."""
    return {"fi": text} if isinstance(getattr(kind(id="a"), name), Mapping) else text


def good(kind: type[Record], name: str) -> Record:
    """A record with good text in one field."""
    return kind(id="a", **{name: worded(kind, name, GOOD)})


def test_the_marked_fields_are_these_and_whoever_has_some_checks_them() -> None:
    assert {kind: human_fields(kind) for kind in TABLES.values() if human_fields(kind)} == HUMAN
    assert {kind for kind in TABLES.values() if issubclass(kind, TextRecord)} == set(HUMAN)
    assert all(len(text.encode()) == len(GOOD) for text in BAD)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("kind", "name"), CASES)
def test_no_way_makes_a_record_with_hostile_text(kind: type[Record], name: str, way: str) -> None:
    record = good(kind, name)
    made = WAYS[way](record, name, worded(kind, name, GOOD))
    assert (made[0] if isinstance(made, list) else made) == record
    for text in BAD:
        with pytest.raises((UncleanText, msgspec.ValidationError, UnreadableDocument)) as refused:
            WAYS[way](record, name, worded(kind, name, text))
        fault = refused.value
        assert isinstance(fault if isinstance(fault, UncleanText) else fault.__cause__, UncleanText)


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_another_field_that_is_replaced_has_the_text_checked_too(kind: type[Record], name: str) -> None:
    record = good(kind, name)
    msgspec.structs.force_setattr(record, name, worded(kind, name, BAD[0]))
    with pytest.raises(UncleanText):
        replace(record, id="b")
    with pytest.raises(UncleanText):
        encode(record)


@pytest.mark.parametrize(("kind", "name"), CASES)
@pytest.mark.parametrize("value", [5, None, ["a"], b"abc"])
def test_what_is_no_text_is_refused(kind: type[Record], name: str, value: object) -> None:
    record = good(kind, name)
    for way in ("made", "replace", "copy.replace", "rebuilt", "convert", "convert, attributes"):
        for wrong in (value, worded(kind, name, value)):
            with pytest.raises((UncleanText, msgspec.ValidationError)):
                WAYS[way](record, name, wrong)


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_record_cannot_be_changed_nor_made_without_the_check(kind: type[Record], name: str) -> None:
    record = good(kind, name)
    bad = worded(kind, name, BAD[0])
    with pytest.raises(AttributeError):
        setattr(record, name, bad)
    with pytest.raises(AttributeError):
        delattr(record, name)
    with pytest.raises(TypeError):
        object.__setattr__(record, name, bad)
    for new in (object.__new__, kind.__new__, msgspec.Struct.__new__):
        with pytest.raises(TypeError):
            new(kind)
    record.__init__(id="b", **{name: bad})  # type: ignore[misc]
    assert record == good(kind, name)
    assert not hasattr(record, "__dict__")
    assert not hasattr(record, "__setstate__")
    assert copy.copy(record) == copy.deepcopy(record) == record


def test_the_program_never_goes_round_the_check() -> None:
    # These two write into a frozen record: a function of msgspec, and the descriptor of a field.
    for module in nonempty(modules()):
        names = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in module.nodes
            if isinstance(node, ast.Attribute | ast.Name)
        }
        assert not names & {"force_setattr", "__set__"}, module.name


def test_msgspec_is_asked_for_from_the_edition_that_checks_what_is_replaced() -> None:
    # Up to 0.20 ``structs.replace`` did not call ``__post_init__`` (its issue 874).
    lines = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    (msgspec_wanted,) = [Requirement(line) for line in lines if line.startswith("msgspec")]
    assert not msgspec_wanted.specifier.contains("0.20.0")
    assert msgspec_wanted.specifier.contains(msgspec.__version__)
