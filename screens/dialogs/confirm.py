"""A dialog that asks whether something should be done."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from screens.dialogs.dialog import Dialog, Press
from screens.terminal_text import plain


class Confirm(Dialog[bool]):
    """Gives back True for yes. The focus is on no, so that a stray Enter does nothing."""

    def __init__(self, language: str, question: str, explanation: str, yes: str) -> None:
        super().__init__(language, question)
        self._explanation = explanation
        self._yes = yes

    AUTO_FOCUS = "#cancel"

    def body(self) -> ComposeResult:
        """What it would mean."""
        yield Static(plain(self._explanation, lines=True))

    def buttons(self) -> ComposeResult:
        """No comes first."""
        yield Press(self.say("dialog.cancel"), key="cancel")
        yield Press(self._yes, key="ok", main=True)

    def answer(self) -> None:
        """Yes."""
        self.give(True)
