"""A button for the mouse. Every key action of the console has one, so that the console can be used without any key."""

from __future__ import annotations

from screens.compact_button import CompactButton
from screens.terminal_text import literal_content, literal_text


class ConsoleButton(CompactButton, can_focus=False):
    """A button that carries out a command of ``screens/commands.py``, one row high.

    It never takes the focus, so Enter and space still drive the workshop after a click.
    """

    def __init__(self, label: str, command: str, *, key: str | None = None, main: bool = False) -> None:
        self._label_text = literal_text(label)
        super().__init__(literal_content(label), key=key, main=main)
        self.set_command(command)

    def set_command(self, command: str) -> None:
        """Change the command that a press carries out."""
        self.action = f"screen.command('{command}')"

    def set_label(self, label: str) -> None:
        """Change the label when it differs."""
        if literal_text(label) != self._label_text:
            self._label_text = literal_text(label)
            self.label = literal_content(label)
            self.refresh(layout=True)
