"""Reads the user's own templates: files with the fields of the shipped ones. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from facilitator.errors import RuleBroken
from facilitator.templates.answers import allowed_words
from facilitator.templates.defaults import with_defaults
from facilitator.templates.errors import Key, Raw, location, parse_pointer, template_error
from facilitator.templates.parse import MOST_BYTES, parse
from facilitator.templates.source import Template, templates
from facilitator.templates.validation import check_template

SUFFIXES = (".toml", ".json")
MOST_FILES = 100
"""Most files of the folder that are read."""

_PLACE = re.compile(r"^(.*?)(?: - at `(.*)`)?$", re.DOTALL)
_FIELD = re.compile(r"(?:required|unknown) field `(\w+)`")


@dataclass(frozen=True)
class TemplateFile:
    """One file of the folder: its template, or the error in it."""

    path: Path
    template: Template | None = None
    error: RuleBroken | None = None


def read_template(path: Path) -> Template:
    """The template in a file. Raises only ``RuleBroken``, which names file, step and field."""
    try:
        # Only a regular file is read: a pipe or a device might never end.
        data = _read_start(path) if path.is_file() else None
    except OSError as bad:
        raise template_error("unreadable", path.name) from bad
    if data is None:
        raise template_error("unreadable", path.name)
    return build_template(parse(data, path.name), path.name, path.stem)


def _read_start(path: Path) -> bytes:
    """One byte more than allowed, which is enough to see that the file is too large."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def build_template(raw: Raw, file: str, name: str) -> Template:
    """The template in plain data, checked. Raises ``RuleBroken``, as ``read_template`` does."""
    whole = with_defaults(raw, file, name)
    try:
        found = msgspec.convert(whole, Template, str_keys=True)
    except msgspec.ValidationError as bad:
        raise _validation_error(str(bad), whole, file) from bad
    check_template(whole, found, file)
    if found.id in templates():
        raise template_error("twice", file, "id", id=found.id)
    return found


def list_files(folder: Path) -> list[TemplateFile]:
    """The templates of the folder by file name; of two with the same id the second is an error."""
    found: list[TemplateFile] = []
    known: set[str] = set()
    for path in _files(folder):
        try:
            template = read_template(path)
            if template.id in known:
                raise template_error("twice", path.name, "id", id=template.id)
        except RuleBroken as refused:
            found.append(TemplateFile(path, error=refused))
        else:
            known.add(template.id)
            found.append(TemplateFile(path, template))
    return found


def usable_templates(files: Iterable[TemplateFile]) -> Iterator[Template]:
    """The templates that have no error."""
    return (each.template for each in files if each.template is not None)


def _files(folder: Path) -> list[Path]:
    """The template files of the folder by name; empty for a folder that cannot be read."""
    try:
        found = [path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file()]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name)[:MOST_FILES]


def _validation_error(problem: str, whole: Raw, file: str) -> RuleBroken:
    """The error for a message of msgspec. Only its place and sort are used: the text is English and names types."""
    parts = _PLACE.match(problem)
    assert parts is not None
    path = parse_pointer(parts[2] or "$")
    field = _FIELD.search(parts[1])
    if field is None:
        known = _words_at(whole, path)
        return template_error("word" if known else "type", file, location(whole, path), known=", ".join(known))
    return template_error("lacks" if "required" in parts[1] else "unknown", file, location(whole, [*path, field[1]]))


def _words_at(whole: Raw, path: Sequence[Key]) -> tuple[str, ...]:
    """The words that the field at this place accepts, if it is a field of an answer; else empty."""
    match path:
        case ["steps", int(number), "answer", str(name)]:
            return allowed_words(whole["steps"][number]["kind"], name)
    return ()
