"""A dialog that asks for a confirmation."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from screens.dialogs.dialog import Dialog, DialogButton
from screens.terminal_text import literal_content


class Confirm(Dialog[bool]):
    """Returns True for yes. The focus is on "cancel", so that a stray Enter does nothing."""

    def __init__(self, language: str, question: str, explanation: str, yes: str) -> None:
        super().__init__(language, question)
        self._explanation = explanation
        self._yes = yes

    AUTO_FOCUS = "#cancel"

    def body(self) -> ComposeResult:
        """What it would mean."""
        yield Static(literal_content(self._explanation, lines=True))

    def buttons(self) -> ComposeResult:
        """The button "cancel" comes first."""
        yield DialogButton(self.say("dialog.cancel"), key="cancel")
        yield DialogButton(self._yes, key="ok", main=True)

    def submit(self) -> None:
        """Close with True."""
        self.close_with(True)
