"""Converts text that people wrote into literal text for the terminal.

Only these functions may turn a participant's text into the content of a widget. Their result is never read as markup
or as an action and contains no control characters, even if the text has not passed ``store.text.clean``.
"""

from __future__ import annotations

import functools
import unicodedata

from rich.text import Text
from textual.content import Content

from store.text import one_line, tidy

_SUSPECT_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories of control, format and unassigned characters and of line and paragraph separators."""


@functools.lru_cache(4096)
def literal_text(text: str, *, lines: bool = False) -> str:
    """Return the text without control characters and other characters that a terminal could interpret.

    The result is one line; with ``lines`` it keeps its newlines.
    """
    # Most texts are clean: tidy() is called only for those with a character of a suspect category.
    shown = tidy(text) if any(map(_is_suspect, text)) else text
    return shown if lines or "\n" not in shown else one_line(shown)


def literal_content(text: str, *, lines: bool = False) -> Content:
    """Return literal content for a Textual widget: a label, button, option, title or tooltip."""
    return Content(literal_text(text, lines=lines))


def literal_cell(text: str) -> Text:
    """Return literal text for a ``DataTable`` cell or a ``Tree`` label, which accept only rich's ``Text``."""
    return Text(literal_text(text))


def _is_suspect(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in _SUSPECT_CATEGORIES
