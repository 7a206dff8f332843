"""The dialog before a running workshop is left. A word must be typed, so that no single key press can end it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Static

from screens.dialogs.dialog import Dialog
from screens.dialogs.text_field import TextField
from screens.terminal_text import literal_content


class Leave(Dialog[bool]):
    """Returns True once the word (LOPETA, SLUTA, QUIT) has been typed."""

    def __init__(self, language: str) -> None:
        super().__init__(language, "")
        self._word = self.say("leave.word")
        self._heading = self.say("leave.question", word=self._word)

    def body(self) -> ComposeResult:
        """What happens to the answers, and the field."""
        yield Static(literal_content(self.say("leave.explanation")))
        yield TextField(id="text", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Submit on Enter."""
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Close when the word is right, in capital or small letters."""
        if self.query_one("#text", Input).value.strip().casefold() == self._word.casefold():
            self.close_with(True)
        else:
            self.show_error(self.say("leave.wrong", word=self._word))
