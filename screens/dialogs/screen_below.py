"""Background of a dialog: the screen below it, rendered from its own rows.

Textual would render that screen through Rich, which is several times slower. A stage that changes ten times a second
below a dialog would then delay typing in the dialog.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.css.styles import RulesMap
from textual.screen import Screen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class ScreenBelow(Visual):
    """The rows of a screen, without anything that can be clicked."""

    def __init__(self, screen: Screen[object]) -> None:
        self._screen = screen

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return the rows of the screen (at most ``height``), each ``width`` cells wide."""
        # The compositor holds the rows that were drawn last; there is no public way to them.
        rows = self._screen._compositor.render_strips()
        return [_without_links(row).adjust_cell_length(width) for row in rows[:height]]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of the container."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height of the screen."""
        return self._screen.size.height


def _without_links(row: Strip) -> Strip:
    """Return the row without links and click actions."""
    if not any(segment.style is not None and (segment.style.meta or segment.style.link) for segment in row):
        return row
    return Strip([Segment(text, style.clear_meta_and_links() if style else None) for text, style, _ in row])
