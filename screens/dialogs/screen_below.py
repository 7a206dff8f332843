"""What is seen around a dialog: the screen beneath it, just as it is.

Textual draws it again by way of Rich, several times as slowly; a stage that changes ten times a second under a dialog
would make whoever types there wait.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.css.styles import RulesMap
from textual.screen import Screen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Beneath(Visual):
    """The rows of a screen. What can be clicked there can't be here."""

    def __init__(self, screen: Screen[object]) -> None:
        self._screen = screen

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """All rows of the screen, or ``height`` of them, each ``width`` cells wide."""
        rows = self._screen._compositor.render_strips()
        return [_still(row).adjust_cell_length(width) for row in rows[:height]]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as there is room."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """As high as the screen."""
        return self._screen.size.height


def _still(row: Strip) -> Strip:
    """A row without links and acts."""
    if not any(segment.style is not None and (segment.style.meta or segment.style.link) for segment in row):
        return row
    return Strip([Segment(text, style.clear_meta_and_links() if style else None) for text, style, _ in row])
