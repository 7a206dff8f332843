"""The words of a text as they were written, in small letters."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
LONGEST = 40
"""Letters; what is longer is not a word."""
MOST = 300
"""Words of one idea that are read: an idea has 200 characters, and a list from elsewhere may hold anything."""


def tokens(text: str) -> list[str]:
    """Words in order, of letters only; one letter written as two code points counts as the one it looks like."""
    even = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    found = (match.group() for match in _WORD.finditer(even[: MOST * LONGEST]))
    return [word for word in found if len(word) <= LONGEST][:MOST]
