"""The document model of a summary, independent of the format: headings, paragraphs, lists and tables of text spans.

A span records its language and whether a person wrote it, so that each format can mark the language and escape text by
people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from facilitator.i18n.messages import DEFAULT_LANGUAGE, pick, say
from store.records import Translations


@dataclass(frozen=True)
class Span:
    """A piece of a line. ``human``: written by a person, so every format must escape it."""

    text: str
    lang: str = ""
    """Empty for the language of the document."""
    human: bool = False


SpanLine: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading. ``level`` 1 is the title of the document."""

    level: int
    line: SpanLine
    fresh_page: bool = False
    """Whether it starts a new page in print."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    line: SpanLine


@dataclass(frozen=True)
class Bullets:
    """An unordered list."""

    lines: tuple[SpanLine, ...]


@dataclass(frozen=True)
class Table:
    """A table with one heading row. ``shares``: length of the bar in each row, 0 to 1; empty for no bars."""

    caption: str
    heads: tuple[SpanLine, ...]
    rows: tuple[tuple[SpanLine, ...], ...]
    shares: tuple[float, ...] = ()
    bar: int = 0
    """Index of the column with the bars."""


@dataclass(frozen=True)
class FigureBlock:
    """Placeholder for the picture of the first result; formats without pictures omit it. ``alt``: text alternative."""

    alt: str


Block: TypeAlias = Heading | Paragraph | Bullets | Table | FigureBlock
FieldValue: TypeAlias = "Span | SpanLine | str | int"

_MARK = re.compile("\0(\\d+)\0")
"""Placeholder for a field while a message is formatted. NUL occurs in no text: ``store.text`` removes it."""


def human_text(text: str, lang: str = "", language: str = "") -> SpanLine:
    """Text that a person wrote; its language is marked only where it differs from the document's."""
    return (Span(text, "" if lang == language else lang, human=True),) if text else ()


def localized_line(words: Translations, language: str) -> SpanLine:
    """A translated text in the document's language, or else in a fallback language, which is then marked."""
    text = pick(words, language)
    # Only a text in a fallback language has to be marked as such.
    if not text or words.get(language):
        return human_text(text)
    return human_text(text, DEFAULT_LANGUAGE if words.get(DEFAULT_LANGUAGE) else next(iter(words), ""))


def localized_name(name: str, lang: str, also: Translations, language: str) -> SpanLine:
    """A name: its translation (``also``) into the document's language if there is one, else the original."""
    return human_text(also[language]) if also.get(language) else human_text(name, lang, language)


def program_text(text: str) -> SpanLine:
    """Text of the program itself, which needs no escaping."""
    return (Span(text),) if text else ()


def message_line(key: str, language: str, **fields: FieldValue) -> SpanLine:
    """A catalogue message in which fields may be spans or lines.

    The message is formatted with placeholders first and split at them afterwards, because the catalogue only formats
    strings, and formatting the spans as text would lose who wrote them.
    """
    kept: list[SpanLine] = []

    def field(value: FieldValue) -> object:
        if isinstance(value, Span):
            value = (value,)
        if not isinstance(value, tuple):
            return value
        # Numbered placeholders, because a translation may use the fields in another order or more than once.
        kept.append(value)
        return f"\0{len(kept) - 1}\0"

    text = say(key, language, **{name: field(value) for name, value in fields.items()})
    found: list[Span] = []
    # ``split`` returns text and captured field numbers alternately.
    # Only the pieces between fields are text of the program; fields keep their own authors and languages.
    for index, piece in enumerate(_MARK.split(text)):
        found += kept[int(piece)] if index % 2 else program_text(piece)
    return tuple(found)


def join_lines(lines: Iterable[SpanLine], between: str = ", ") -> SpanLine:
    """The non-empty lines as one line, with ``between`` in between."""
    found: list[Span] = []
    for line in lines:
        if line:
            found += [*(program_text(between) if found else ()), *line]
    return tuple(found)


def make_table(
    caption: str,
    heads: Sequence[SpanLine],
    rows: Iterable[Sequence[SpanLine]],
    shares: Sequence[float] = (),
    bar: int = 0,
) -> Table:
    """Create a ``Table``, converting all sequences to tuples."""
    return Table(caption, tuple(heads), tuple(tuple(row) for row in rows), tuple(shares), bar)


def column_headings(prefix: str, keys: Iterable[str], language: str) -> list[SpanLine]:
    """Column headings: the catalogue messages ``<prefix>.<key>``."""
    return [program_text(say(f"{prefix}.{key}", language)) for key in keys]


def plain_text(line: SpanLine) -> str:
    """The text of a line, without languages and authorship."""
    return "".join(span.text for span in line)


def pick_text(words: Mapping[str, str], language: str) -> str:
    """A translated text in ``language``, or else in a fallback language, as a plain string."""
    return pick(words, language)
