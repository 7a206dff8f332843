"""A dialog that asks for one line of text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from screens.dialogs.dialog import Dialog
from screens.dialogs.text_field import Field
from screens.terminal_text import literal


class AskText(Dialog[str]):
    """Returns the text without surrounding blanks; never an empty one. ``limit`` in characters."""

    def __init__(self, language: str, question: str, limit: int, value: str = "", example: str = "") -> None:
        super().__init__(language, question)
        self._value = literal(value)
        self._limit = limit
        self._example = literal(example)

    def body(self) -> ComposeResult:
        """The field."""
        yield Field(self._value, placeholder=self._example, max_length=self._limit, id="text", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Submit on Enter."""
        event.stop()
        self.answer()

    def answer(self) -> None:
        """Close with the text; an empty field is reported as an error."""
        text = self.query_one("#text", Input).value.strip()
        if text:
            self.give(text)
        else:
            self.wrong(self.say("dialog.empty"))
