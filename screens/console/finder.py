"""The filter field of a list. It is hidden until it is opened, and hidden again by Esc."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class Finder(Input):
    """Holds the filter text. A line matches when it contains every word of it, whatever the case."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "clear", show=False)]
    DEFAULT_CSS = "Finder { display: none; height: 1; border: none; } Finder.-open { display: block; }"

    class EditingFinished(Message):
        """Editing has ended: the filter is kept (Enter) or cleared (Esc)."""

    def __init__(self, example: str, key: str) -> None:
        super().__init__(placeholder=example, id=key, compact=True, max_length=60)

    def open(self) -> None:
        """Show the field and give it the focus."""
        self.add_class("-open")
        self.focus()

    def matcher(self) -> Callable[[str], bool]:
        """Return a predicate that tells whether a text matches. The filter is parsed once for a whole list."""
        wanted = self.value.casefold().split()
        if not wanted:
            return lambda text: True
        return lambda text: all(word in text.casefold() for word in wanted)

    def action_clear(self) -> None:
        """Clear the filter, hide the field, and leave it."""
        self.value = ""
        self.remove_class("-open")
        self.post_message(self.EditingFinished())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter and go back to the list; an empty filter is cleared."""
        event.stop()
        if self.value.strip():
            self.post_message(self.EditingFinished())
        else:
            self.action_clear()
