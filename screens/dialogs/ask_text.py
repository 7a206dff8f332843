"""A dialog that asks for one line of text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from screens.dialogs.dialog import Dialog
from screens.dialogs.text_field import TextField
from screens.terminal_text import literal_text


class AskText(Dialog[str]):
    """Returns the text without surrounding blanks; never an empty one. ``limit`` in characters."""

    def __init__(self, language: str, question: str, limit: int, value: str = "", example: str = "") -> None:
        super().__init__(language, question)
        self._value = literal_text(value)
        self._limit = limit
        self._example = literal_text(example)

    def body(self) -> ComposeResult:
        """The field."""
        yield TextField(self._value, placeholder=self._example, max_length=self._limit, id="text", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Submit on Enter."""
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Close with the text; an empty field is reported as an error."""
        text = self.query_one("#text", Input).value.strip()
        if text:
            self.close_with(text)
        else:
            self.show_error(self.say("dialog.empty"))
