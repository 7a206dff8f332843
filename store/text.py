"""Sanitises human text: everything typed on a phone or read from a file passes through here, or is refused.

The result contains no character that can control a terminal, reorder a line, hide a message or break an export.
Ordinary text of any script is unchanged, except that it is normalised to NFC. Text is never silently truncated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from store.errors import TextRefused, UncleanText

LIMIT = 500
"""Default limit of one answer in characters; as UTF-8 at most four times as many bytes."""

_MARKS_PER_BASE = 4
"""Combining marks per base character. No script in use needs more; further ones would overlap neighbouring lines."""

_MARKS_BEFORE_NFC = 16
"""Limit before normalisation. NFC composes any legitimate run to at most four marks, but sorting a run of thousands, as
NFC must, would take seconds."""

_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0f"
_CONNECTORS = _JOINERS + "\ufe0e" + _EMOJI_STYLE
_KEYCAP = "\u20e3"
_KEYCAP_BASES = "0123456789#*"
_NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANK_LOOKALIKES = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Invisible characters that Unicode classifies as letters or symbols. A text of these alone counts as empty."""

_EMOJI_PUNCTUATION = frozenset("\u203c\u2049\u3030")
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that are visible: number and verse signs of Arabic, Syriac and Kaithi."""

_HIDDEN_MARKS = frozenset("\u034f\u17b4\u17b5")
_PLAIN_SIGNS = "\u2010-\u2015\u2018-\u201f\u2022\u2026\u20ac\u2190-\u2193\u25a0-\u25ff\u2660-\u2667"
_PLAIN_CHARACTERS = f"[!-~\u00a1-\u00ac\u00ae-\u024f{_PLAIN_SIGNS}]++"
_PLAIN = re.compile(f"(?:{_PLAIN_CHARACTERS}(?:(?: |\n\n?+){_PLAIN_CHARACTERS})*+)?+")
"""Precomposed Latin text and the signs that templates use, with single spaces and at most one blank line in a row:
certainly unchanged by ``tidy``. The possessive quantifiers keep matching linear."""


def clean(text: object, limit: int = LIMIT) -> str:
    """The sanitised text. Raises ``TextRefused``: not text, empty, or more than ``limit`` characters."""
    if not isinstance(text, str):
        raise TextRefused("not_text")
    tidied = tidy(text)
    if not tidied:
        raise TextRefused("empty")
    if len(tidied) > limit:
        raise TextRefused("too_long", len(tidied) - limit)
    return tidied


def tidy(text: str) -> str:
    """The sanitised text without limits; empty for a text that shows nothing. Idempotent."""
    while not _PLAIN.fullmatch(text):
        # Dropping characters can bring two together that then compose: repeat until nothing changes.
        composed = unicodedata.normalize("NFC", _drop_unsafe(_NEWLINES.sub("\n", text), _MARKS_BEFORE_NFC))
        again = unicodedata.normalize("NFC", _drop_unsafe(composed, _MARKS_PER_BASE))
        if again == text:
            return text if any(map(_is_visible, text)) else ""
        text = again
    return text


def one_line(text: str) -> str:
    """Clean text for a list or a table cell: line breaks become single spaces."""
    return " ".join(text.split())


def check(text: object) -> None:
    """Raise ``UncleanText`` unless this is text (possibly empty) that ``tidy`` would leave unchanged."""
    if not isinstance(text, str):
        raise UncleanText("not text")
    if not _PLAIN.fullmatch(text) and tidy(text) != text:
        raise UncleanText("holds characters that are never kept")


def all_plain(texts: Iterable[str]) -> bool:
    """Whether all texts are certainly clean, found with one match. False is inconclusive: call ``check`` for each."""
    # Ids and hashes, which are the majority, need no pattern.
    unusual = {text for text in texts if not (text.isascii() and text.isalnum())}
    unusual.discard("")
    return not unusual or _PLAIN.fullmatch("\n\n".join(unusual)) is not None


def _drop_unsafe(text: str, most_marks: int) -> str:
    """One pass of ``tidy``: drops forbidden characters, spaces around line breaks, repeated spaces, surplus marks."""
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
            # A mark without a base would combine with whatever the program writes before the text.
            if before != "\n" and marks < most_marks:
                kept.append(char)
                marks += 1
            continue
        else:
            kept.append(char)
        marks = 0
    return "".join(kept).strip(" \n")


def _end_line(kept: list[str]) -> None:
    """Append a line break: no space before it, and at most one blank line in a row."""
    if kept and kept[-1] == " ":
        kept.pop()
    if kept and kept[-2:] != ["\n", "\n"]:
        kept.append("\n")


def _is_kept(char: str, category: str) -> bool:
    """Whether a character is allowed. For characters that are neither spaces nor in ``_CONNECTORS``."""
    code = ord(char)
    if category == "Cf":
        return char in _VISIBLE_FORMATS
    if category in ("Cc", "Cs", "Co") or char in _HIDDEN_MARKS:
        return False
    if code >= 0xE0000 or 0xFE00 <= code <= 0xFE0F or code & 0xFFFE == 0xFFFE:
        return False
    # Characters newer than Python's Unicode tables are allowed (new emoji), but not ranges reserved for invisible ones.
    return not (0xFDD0 <= code <= 0xFDEF or 0xFFF0 <= code <= 0xFFF8 or code == 0x2065)


def _is_connecting(before: str, char: str, after: str) -> bool:
    """Whether a joiner or a variation selector has an effect between these two characters."""
    if char in _JOINERS:
        return _may_join(before) and _may_join(after)
    if before.isascii():
        return before in _KEYCAP_BASES and after == _KEYCAP
    return before in _EMOJI_PUNCTUATION or _is_symbol(before, unicodedata.category(before))


def _may_join(char: str) -> bool:
    """Whether a joiner may be next to this character: a letter, mark or emoji outside ASCII."""
    if not char or char.isascii() or char in _BLANK_LOOKALIKES:
        return False
    category = unicodedata.category(char)
    return category[0] in "LM" or char == _EMOJI_STYLE or _is_symbol(char, category)


def _is_symbol(char: str, category: str) -> bool:
    """Whether this can be part of an emoji. Emoji newer than Python's Unicode tables count as unassigned there."""
    return category[0] == "S" or (category == "Cn" and 0x1F000 <= ord(char) <= 0x1FBFF)


def _is_visible(char: str) -> bool:
    """Whether the character is visible by itself."""
    return char not in _BLANK_LOOKALIKES and not char.isspace() and unicodedata.category(char)[0] != "M"
