"""A line to type in. What somebody has typed is never selected by itself.

Textual selects all of a field that gets the focus. That is right for what was there before; but a field gets the focus
anew when a window that was made tiny is made large again, and the next letter would replace everything typed so far.
"""

from __future__ import annotations

from typing import Any

from textual.widgets import Input


class Field(Input):
    """As ``Input``; ``value`` is what stands in it before anybody types."""

    def __init__(self, value: str = "", **options: Any) -> None:
        self._before = value
        super().__init__(value, **options)

    def watch_value(self, value: str) -> None:
        """Somebody types."""
        self.select_on_focus = value == self._before
