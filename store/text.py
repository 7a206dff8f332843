"""The one door for human text: what is typed on a phone or read from a file is made safe, or refused, here.

What comes out holds no character that can steer a terminal, reorder a line, hide a message or break an
export; ordinary text of any script comes out as it went in, normalised to NFC. Nothing is cut in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from store.errors import TextRefused, UncleanText

LIMIT = 500
"""Characters in one answer unless the field says otherwise; as UTF-8 at most four times as many bytes."""

_MARKS_PER_BASE = 4
"""No living script needs more; stacked marks beyond this climb over the neighbouring lines."""

_MARKS_BEFORE_NFC = 16
"""Composing makes four or fewer out of any honest run; sorting a run of thousands would take seconds."""

_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0f"
_CONNECTORS = _JOINERS + "\ufe0e" + _EMOJI_STYLE
_KEYCAP = "\u20e3"
_KEYCAP_BASES = "0123456789#*"
_NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANK_LOOKALIKES = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Drawn as nothing although Unicode calls them letters or symbols; a text of these alone is empty."""

_EMOJI_PUNCTUATION = frozenset("\u203c\u2049\u3030")
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that are drawn: number and verse signs of Arabic, Syriac and Kaithi."""

_HIDDEN_MARKS = frozenset("\u034f\u17b4\u17b5")
_PLAIN_CHARACTERS = "[!-~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2015\u2018-\u201f\u2022\u2026\u20ac]++"
_PLAIN = re.compile(f"(?:{_PLAIN_CHARACTERS}(?:(?: |\n\n?+){_PLAIN_CHARACTERS})*+)?+")
"""Text of precomposed Latin, single blanks and at most one blank line: certainly its own tidy form."""


def clean(text: object, limit: int = LIMIT) -> str:
    """The text as it may be kept. Raises ``TextRefused``: not text, empty, or over ``limit`` characters."""
    if not isinstance(text, str):
        raise TextRefused("not_text")
    tidied = tidy(text)
    if not tidied:
        raise TextRefused("empty")
    if len(tidied) > limit:
        raise TextRefused("too_long", len(tidied) - limit)
    return tidied


def tidy(text: str) -> str:
    """The same without refusing: empty for a text that shows nothing. ``tidy(tidy(x)) == tidy(x)``."""
    while not _PLAIN.fullmatch(text):
        # What is left out can bring two characters together that then compose: go on until nothing changes.
        composed = unicodedata.normalize("NFC", _drop_unsafe(_NEWLINES.sub("\n", text), _MARKS_BEFORE_NFC))
        again = unicodedata.normalize("NFC", _drop_unsafe(composed, _MARKS_PER_BASE))
        if again == text:
            return text if any(map(_is_visible, text)) else ""
        text = again
    return text


def one_line(text: str) -> str:
    """Clean text for a list or a cell: its line breaks become single spaces."""
    return " ".join(text.split())


def check(text: object) -> None:
    """Raise ``UncleanText`` unless this is text, maybe empty, that ``tidy`` leaves as it is."""
    if not isinstance(text, str):
        raise UncleanText("not text")
    if not _PLAIN.fullmatch(text) and tidy(text) != text:
        raise UncleanText("holds characters that are never kept")


def all_plain(texts: Iterable[str]) -> bool:
    """Whether all are certainly tidy, found in one go; False says nothing, ask ``check`` about each."""
    # Ids and hashes, which are most of what is kept, need no pattern.
    unusual = {text for text in texts if not (text.isascii() and text.isalnum())}
    unusual.discard("")
    return not unusual or _PLAIN.fullmatch("\n\n".join(unusual)) is not None


def _drop_unsafe(text: str, most_marks: int) -> str:
    """One pass: drops what is never kept, blanks around line breaks, repeated blanks, and marks too many."""
    kept: list[str] = []
    marks = 0
    for place, char in enumerate(text):
        before = kept[-1] if kept else "\n"
        category = unicodedata.category(char)
        if char == "\n":
            _end_line(kept)
        elif category == "Zs" or char == "\t":
            if before not in " \n":
                kept.append(" ")
        elif char in _CONNECTORS:
            if _is_connecting(before, char, text[place + 1 : place + 2]):
                kept.append(char)
            continue
        elif not _is_kept(char, category):
            continue
        elif category[0] == "M":
            # A mark without a base would sit on whatever the program itself writes before the text.
            if before != "\n" and marks < most_marks:
                kept.append(char)
                marks += 1
            continue
        else:
            kept.append(char)
        marks = 0
    return "".join(kept).strip(" \n")


def _end_line(kept: list[str]) -> None:
    """Break the line: no blank before the break, and never more than one blank line."""
    if kept and kept[-1] == " ":
        kept.pop()
    if kept and kept[-2:] != ["\n", "\n"]:
        kept.append("\n")


def _is_kept(char: str, category: str) -> bool:
    """Whether a character that is neither blank nor connector may stay."""
    code = ord(char)
    if category == "Cf":
        return char in _VISIBLE_FORMATS
    if category in ("Cc", "Cs", "Co") or char in _HIDDEN_MARKS:
        return False
    if code >= 0xE0000 or 0xFE00 <= code <= 0xFE0F or code & 0xFFFE == 0xFFFE:
        return False
    # Characters younger than this Python's tables stay (new emoji), but not those reserved to be invisible.
    return not (0xFDD0 <= code <= 0xFDEF or 0xFFF0 <= code <= 0xFFF8 or code == 0x2065)


def _is_connecting(before: str, char: str, after: str) -> bool:
    """Whether a joiner or a style selector does something between these two characters."""
    if char in _JOINERS:
        return _may_join(before) and _may_join(after)
    if before.isascii():
        return before in _KEYCAP_BASES and after == _KEYCAP
    return before in _EMOJI_PUNCTUATION or _is_symbol(before, unicodedata.category(before))


def _may_join(char: str) -> bool:
    """Whether a joiner may stand beside this character: a letter, mark or emoji outside ASCII."""
    if not char or char.isascii() or char in _BLANK_LOOKALIKES:
        return False
    category = unicodedata.category(char)
    return category[0] in "LM" or char == _EMOJI_STYLE or _is_symbol(char, category)


def _is_symbol(char: str, category: str) -> bool:
    """Whether this can be part of an emoji; those younger than this Python's tables are unassigned to it."""
    return category[0] == "S" or (category == "Cn" and 0x1F000 <= ord(char) <= 0x1FBFF)


def _is_visible(char: str) -> bool:
    """Whether the character draws something of its own."""
    return char not in _BLANK_LOOKALIKES and not char.isspace() and unicodedata.category(char)[0] != "M"
