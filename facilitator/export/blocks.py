"""What a summary is made of, whatever the format: headings, paragraphs, lists and tables of spans of text.

A span knows whose words it holds and in which language they are, so that each format can mark the language of a part
and make people's own words harmless in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from facilitator.i18n.messages import DEFAULT, pick, say
from store.records import Words


@dataclass(frozen=True)
class Span:
    """A piece of a line. ``own``: somebody's own words, which no format may take for anything but words."""

    text: str
    lang: str = ""
    """Empty for the language of the document."""
    own: bool = False


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; 1 is the title of the document."""

    level: int
    line: Line
    fresh_page: bool = False
    """On paper it begins a new page."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    line: Line


@dataclass(frozen=True)
class Bullets:
    """A list without an order."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    """A table with one row of headings. ``shares``: how long a bar is beside each row, 0 to 1; empty for no bars."""

    caption: str
    heads: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    shares: tuple[float, ...] = ()
    bar: int = 0
    """The column that the bars stand in."""


@dataclass(frozen=True)
class Figure:
    """Where the picture of the first result stands, in formats that have pictures."""

    alt: str


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Figure
Value: TypeAlias = "Span | Line | str | int"

_MARK = re.compile("\0(\\d+)\0")
"""Stands for a field while a message is put together; no text of ours or of anybody holds a NUL."""


def own(text: str, lang: str = "", language: str = "") -> Line:
    """Somebody's words; ``lang`` is named only where it is not the document's."""
    return (Span(text, "" if lang == language else lang, own=True),) if text else ()


def picked(words: Words, language: str) -> Line:
    """A text in several languages, in the document's; its language is named where that is missing."""
    text = pick(words, language)
    if not text or words.get(language):
        return own(text)
    return own(text, DEFAULT if words.get(DEFAULT) else next(iter(words), ""))


def called(name: str, lang: str, also: Words, language: str) -> Line:
    """What something is called: its name in the document's language if it has one, else its own."""
    return own(also[language]) if also.get(language) else own(name, lang, language)


def plain(text: str) -> Line:
    """Words of the program's own."""
    return (Span(text),) if text else ()


def told(key: str, language: str, **fields: Value) -> Line:
    """A message of the catalogue, with spans in the place of its fields."""
    kept: list[Line] = []

    def field(value: Value) -> object:
        if isinstance(value, Span):
            value = (value,)
        if not isinstance(value, tuple):
            return value
        kept.append(value)
        return f"\0{len(kept) - 1}\0"

    text = say(key, language, **{name: field(value) for name, value in fields.items()})
    found: list[Span] = []
    # Every second piece is the number of a field.
    for index, piece in enumerate(_MARK.split(text)):
        found += kept[int(piece)] if index % 2 else plain(piece)
    return tuple(found)


def joined(lines: Iterable[Line], between: str = ", ") -> Line:
    """Lines after one another, empty ones left out."""
    found: list[Span] = []
    for line in lines:
        if line:
            found += [*(plain(between) if found else ()), *line]
    return tuple(found)


def table(
    caption: str, heads: Sequence[Line], rows: Iterable[Sequence[Line]], shares: Sequence[float] = (), bar: int = 0
) -> Table:
    """A table of these rows."""
    return Table(caption, tuple(heads), tuple(tuple(row) for row in rows), tuple(shares), bar)


def names(prefix: str, keys: Iterable[str], language: str) -> list[Line]:
    """Headings of columns: ``<prefix>.<key>`` of the catalogue."""
    return [plain(say(f"{prefix}.{key}", language)) for key in keys]


def text_of(line: Line) -> str:
    """The line as plain text."""
    return "".join(span.text for span in line)


def label_of(words: Mapping[str, str], language: str) -> str:
    """A text in several languages as plain text."""
    return pick(words, language)
