"""A text of the console."""

from __future__ import annotations

from textual.visual import VisualType
from textual.widgets import Static


class LiteralStatic(Static):
    """A text without styles, laid out again only when it changes.

    The console sets all its texts whenever a view is published, and some every second, and most are the same as before.
    Textual would lay out the whole screen for each.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show this text when it differs. Contents are compared by their text: they have nothing else."""
        if content != self.content:
            super().update(content, layout=layout)
