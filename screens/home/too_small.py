"""The screen that covers everything while the terminal is too small."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator.i18n.messages import say
from screens.terminal_text import literal_content

MIN_COLUMNS, MIN_ROWS = 60, 20
"""The smallest terminal, in columns and rows."""


class TooSmall(ModalScreen[None]):
    """Says how large the terminal must be. The app closes it when there is room; what was being typed is kept below."""

    DEFAULT_CSS = """
    TooSmall { align: center middle; background: $background; color: $foreground; }
    TooSmall Static { width: 100%; text-align: center; text-style: bold; }
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(literal_content(say("app.too_small", self._language, width=MIN_COLUMNS, height=MIN_ROWS)))
