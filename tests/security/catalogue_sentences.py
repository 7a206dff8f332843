"""Whether a refusal is one of the catalogue's sentences, in the language that was asked for."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from facilitator.i18n.messages import catalogue

FIELD = re.compile(r"\\\{\w+\\\}")


@functools.cache
def sentences(language: str) -> Sequence[re.Pattern[str]]:
    """Every sentence about what went wrong; its fields may say anything."""
    found = []
    for key, texts in catalogue().items():
        if key.startswith("error."):
            entry = texts[language]
            for text in [entry] if isinstance(entry, str) else entry.values():
                found.append(re.compile(FIELD.sub(lambda _: ".*", re.escape(text)), re.DOTALL))
    return found


@functools.lru_cache(maxsize=4096)
def spoken(message: str, language: str) -> bool:
    """Whether the text is an error message of the catalogue in this language."""
    return any(sentence.fullmatch(message) for sentence in sentences(language))
