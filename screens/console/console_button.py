"""A button for the mouse: every key of the console has one, so that it can be run without knowing any key."""

from __future__ import annotations

from textual.widgets import Button

from screens.terminal_text import literal, plain


class Touch(Button, can_focus=False):
    """One row high. It never takes the focus, so that Enter and space go on driving the workshop after a click."""

    def __init__(self, label: str, action: str, *, key: str | None = None, main: bool = False) -> None:
        self._said = literal(label)
        super().__init__(plain(label), "primary" if main else "default", id=key, compact=True, action=action)

    def say(self, label: str) -> None:
        """Change the label, if it is another."""
        if literal(label) != self._said:
            self._said = literal(label)
            self.label = plain(label)
            self.refresh(layout=True)
