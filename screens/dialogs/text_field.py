"""A text field that never selects what the user has typed.

Textual selects the whole text of a field that gets the focus. That suits an initial value. But a field gets the focus
again when a window that was too small is enlarged, and the next key would then replace everything typed so far.
"""

from __future__ import annotations

from typing import Any

from textual.widgets import Input


class TextField(Input):
    """An ``Input`` whose text is selected on focus only while it is the initial ``value``."""

    def __init__(self, value: str = "", **options: Any) -> None:
        self._value_at_start = value
        super().__init__(value, **options)

    def watch_value(self, value: str) -> None:
        """Switch the selection on focus off once the text differs from the initial value."""
        self.select_on_focus = value == self._value_at_start
