"""The base class of all buttons: one row high, and styled for the first time when it is mounted."""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.widgets import Button


class CompactButton(Button):
    """A button of one row. ``main`` buttons have the strong colour."""

    def __init__(self, label: Content, *, key: str | None = None, main: bool = False) -> None:
        variant: Literal["primary", "default"] = "primary" if main else "default"
        super().__init__(label, variant, id=key, compact=True)

    def update_node_styles(self, animate: bool = True) -> None:
        """Apply the style sheets after a change of classes, but not before the button is part of a screen.

        Textual's constructor sets classes one after the other, and each would match every rule of the style sheets.
        All of them are matched when the button is mounted.
        """
        if self.parent is not None:
            super().update_node_styles(animate)
