"""A dialog that shows a text which is not shown anywhere else afterwards."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from screens.dialogs.dialog import Dialog, DialogButton
from screens.terminal_text import literal_content


class Notice(Dialog[bool]):
    """Shows the text and closes."""

    def __init__(self, language: str, title: str, text: str) -> None:
        super().__init__(language, title)
        self._text = text

    def body(self) -> ComposeResult:
        """The text."""
        yield Static(literal_content(self._text, lines=True))

    def buttons(self) -> ComposeResult:
        """Only "close"."""
        yield DialogButton(self.say("dialog.close"), key="cancel", main=True)
