"""The dialog before a running workshop is left. A word must be typed, so that no single key press can end it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Static

from screens.dialogs.dialog import Dialog
from screens.dialogs.text_field import Field
from screens.terminal_text import plain


class Leave(Dialog[bool]):
    """Returns True once the word (LOPETA, SLUTA, QUIT) has been typed."""

    def __init__(self, language: str) -> None:
        super().__init__(language, "")
        self._word = self.say("leave.word")
        self._heading = self.say("leave.question", word=self._word)

    def body(self) -> ComposeResult:
        """What happens to the answers, and the field."""
        yield Static(plain(self.say("leave.explanation")))
        yield Field(id="text", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Submit on Enter."""
        event.stop()
        self.answer()

    def answer(self) -> None:
        """Close when the word is right, in capital or small letters."""
        if self.query_one("#text", Input).value.strip().casefold() == self._word.casefold():
            self.give(True)
        else:
            self.wrong(self.say("leave.wrong", word=self._word))
