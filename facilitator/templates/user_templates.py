"""Reads the user's own templates: files with the fields of the shipped ones. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from facilitator.errors import RuleBroken
from facilitator.templates.answers import words_of
from facilitator.templates.defaults import ANSWERS, filled
from facilitator.templates.errors import Key, Raw, path_of, place, wrong
from facilitator.templates.parse import LARGEST, parse
from facilitator.templates.source import Template, templates
from facilitator.templates.validation import check

SUFFIXES = (".toml", ".json")
MOST = 100
"""Most files of the folder that are read."""

_PLACE = re.compile(r"^(.*?)(?: - at `(.*)`)?$", re.DOTALL)
_FIELD = re.compile(r"(?:required|unknown) field `(\w+)`")


@dataclass(frozen=True)
class Own:
    """One file of the folder: its template, or the error in it."""

    path: Path
    template: Template | None = None
    wrong: RuleBroken | None = None


def read(path: Path) -> Template:
    """The template in a file. Raises only ``RuleBroken``, which names file, step and field."""
    try:
        # Only a regular file is read: a pipe or a device might never end.
        data = _start_of(path) if path.is_file() else None
    except OSError as bad:
        raise wrong("unreadable", path.name) from bad
    if data is None:
        raise wrong("unreadable", path.name)
    return made(parse(data, path.name), path.name, path.stem)


def _start_of(path: Path) -> bytes:
    """One byte more than allowed, which is enough to see that the file is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def made(raw: Raw, file: str, name: str) -> Template:
    """The template in plain data, checked. Raises ``RuleBroken``, as ``read_template`` does."""
    whole = filled(raw, file, name)
    try:
        found = msgspec.convert(whole, Template, str_keys=True)
    except msgspec.ValidationError as bad:
        raise _named(str(bad), whole, file) from bad
    check(whole, found, file)
    if found.id in templates():
        raise wrong("twice", file, "id", id=found.id)
    return found


def shelf(folder: Path) -> list[Own]:
    """The templates of the folder by file name; of two with the same id the second is an error."""
    found: list[Own] = []
    known: set[str] = set()
    for path in _files(folder):
        try:
            template = read(path)
            if template.id in known:
                raise wrong("twice", path.name, "id", id=template.id)
        except RuleBroken as refused:
            found.append(Own(path, wrong=refused))
        else:
            known.add(template.id)
            found.append(Own(path, template))
    return found


def sound(shelved: Iterable[Own]) -> Iterator[Template]:
    """The templates that have no error."""
    return (each.template for each in shelved if each.template is not None)


def _files(folder: Path) -> list[Path]:
    """The template files of the folder by name; empty for a folder that cannot be read."""
    try:
        found = [path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file()]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name)[:MOST]


def _named(problem: str, whole: Raw, file: str) -> RuleBroken:
    """The error for a message of msgspec. Only its place and sort are used: the text is English and names types."""
    parts = _PLACE.match(problem)
    assert parts is not None
    path = path_of(parts[2] or "$")
    field = _FIELD.search(parts[1])
    if field is None:
        known = _words(whole, path)
        return wrong("word" if known else "type", file, place(whole, path), known=", ".join(known))
    return wrong("lacks" if "required" in parts[1] else "unknown", file, place(whole, [*path, field[1]]))


def _words(whole: Raw, path: Sequence[Key]) -> tuple[str, ...]:
    """The words that the field at this place accepts, if it is a field of an answer; else empty."""
    match path:
        case ["steps", int(number), "answer", str(name)]:
            return words_of(ANSWERS[whole["steps"][number]["kind"]], name)
    return ()
