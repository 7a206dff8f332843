"""The filter field of a list: hidden until it is asked for, gone again with Esc."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class Finder(Input):
    """Holds what is looked for. Found means: holds every word that is typed, whatever the case."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "clear", show=False)]
    DEFAULT_CSS = "Finder { display: none; height: 1; border: none; } Finder.-open { display: block; }"

    class Left(Message):
        """The field was left, with its text (Enter) or without (Esc)."""

    def __init__(self, example: str, key: str) -> None:
        super().__init__(placeholder=example, id=key, compact=True, max_length=60)

    def open(self) -> None:
        """Show the field and type in it."""
        self.add_class("-open")
        self.focus()

    def sieve(self) -> Callable[[str], bool]:
        """Says of a text whether it is one of those looked for: asked once for a whole list."""
        wanted = self.value.casefold().split()
        if not wanted:
            return lambda text: True
        return lambda text: all(word in text.casefold() for word in wanted)

    def action_clear(self) -> None:
        """Look for nothing any more, and leave."""
        self.value = ""
        self.remove_class("-open")
        self.post_message(self.Left())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep what is looked for, and go back to the list."""
        event.stop()
        if self.value.strip():
            self.post_message(self.Left())
        else:
            self.action_clear()
