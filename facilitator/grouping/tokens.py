"""Splits a text into its words, in lower case."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
MAX_WORD_LENGTH = 40
"""Most letters of a word; longer runs of letters are skipped."""
MAX_WORDS = 300
"""Most words that are read. An idea from a phone has at most 200 characters, but imported lists have no limit."""


def tokenize(text: str) -> list[str]:
    """The words in order. A word consists of letters, hyphens and apostrophes within; digits are left out.

    The text is normalised (NFC) first, so that a letter written as two code points equals the composed one.
    """
    # Phones type the typographic apostrophe, dictionaries the plain one; both must give one word.
    even = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    found = (match.group() for match in _WORD.finditer(even[: MAX_WORDS * MAX_WORD_LENGTH]))
    return [word for word in found if len(word) <= MAX_WORD_LENGTH][:MAX_WORDS]
