"""The documentation as formatted text: the same on the screen of the program and from the command line.

Rich draws it, and not Textual's own Markdown widget: that makes a widget of every paragraph and of every cell of a
table, so that the manual would take seconds to open.
"""

from __future__ import annotations

import functools
import re

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown
from rich.segment import Segment
from rich.theme import Theme

_LINK_TO_A_PAGE = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]+\)")
_FENCE = re.compile(r"^```\w+$", re.MULTILINE)

_STYLES = {
    "h1": "bold underline",
    "h2": "bold underline",
    "h3": "bold",
    "h4": "bold",
    "code": "bold",
    "code_block": "none",
    "list": "none",
    "item.bullet": "bold",
    "item.number": "bold",
    "link": "underline",
    "link_url": "underline",
    "table.border": "none",
    "table.header": "bold",
}
PLAIN = Theme({f"markdown.{name}": style for name, style in _STYLES.items()})
"""No colours: whether they can be read depends on the palette of the terminal."""


class Page:
    """Markdown that Rich and Textual can draw. Links to other pages are shown as their words only."""

    def __init__(self, text: str) -> None:
        # A fence without a language is not coloured either.
        plain = _FENCE.sub("```text", _LINK_TO_A_PAGE.sub(r"\1", text))
        self._markdown = Markdown(plain, code_theme="ansi_light", hyperlinks=False)
        self._drawn: dict[tuple[object, ...], list[Segment]] = {}
        """Options of the console that change the drawing -> the drawing."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As Rich asks for it."""
        # Textual asks for the same drawing again and again: for its height, and for its rows.
        fit = (options.max_width, options.encoding, options.justify, options.overflow, options.no_wrap)
        if fit not in self._drawn:
            with console.use_theme(PLAIN):
                self._drawn[fit] = list(console.render(self._markdown, options.reset_height()))
        yield from self._drawn[fit]


@functools.lru_cache(256)
def page_of(text: str) -> Page:
    """Return the page of this text; who comes back to it does not wait again."""
    return Page(text)


def print_page(text: str) -> None:
    """Print Markdown on stdout, wrapped to the width of the terminal."""
    Console(highlight=False).print(Page(text))
