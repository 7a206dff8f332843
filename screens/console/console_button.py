"""A button for the mouse. Every key action of the console has one, so that the console can be used without any key."""

from __future__ import annotations

from textual.widgets import Button

from screens.terminal_text import literal, plain


class Touch(Button, can_focus=False):
    """A button, one row high. It never takes the focus, so Enter and space still drive the workshop after a click."""

    def __init__(self, label: str, action: str, *, key: str | None = None, main: bool = False) -> None:
        self._said = literal(label)
        super().__init__(plain(label), "primary" if main else "default", id=key, compact=True, action=action)

    def say(self, label: str) -> None:
        """Change the label when it differs."""
        if literal(label) != self._said:
            self._said = literal(label)
            self.label = plain(label)
            self.refresh(layout=True)
