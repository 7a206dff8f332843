"""The one door between human text and the terminal: text goes in, something literal comes out.

Nothing else in ``screens`` may turn a participant's text into what a widget shows. What comes out is never
markup, never an action, and has no control character, even when the text did not come through ``clean``.
"""

from __future__ import annotations

import functools
import unicodedata

from rich.text import Text
from textual.content import Content

from store.text import one_line, tidy

_SUSPECT = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@functools.lru_cache(4096)
def literal(text: str, *, lines: bool = False) -> str:
    """The text without anything a terminal could obey: on one line, or with its newlines when ``lines``."""
    shown = tidy(text) if any(map(_suspect, text)) else text
    return shown if lines or "\n" not in shown else one_line(shown)


def plain(text: str, *, lines: bool = False) -> Content:
    """Literal content for a Textual widget: labels, buttons, options, titles, tooltips."""
    return Content(literal(text, lines=lines))


def cell(text: str) -> Text:
    """Literal text for a ``DataTable`` cell or a ``Tree`` label, which take rich's ``Text`` only."""
    return Text(literal(text))


def _suspect(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in _SUSPECT
