"""A dialog that asks to choose one option of a list."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.dialogs.dialog import Dialog, DialogButton
from screens.terminal_text import literal_content


class Choose(Dialog[str]):
    """Returns the id of the chosen option. ``options`` are pairs (id, text); the texts are drawn literally."""

    def __init__(self, language: str, question: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(language, question)
        self._options = tuple(options)

    def body(self) -> ComposeResult:
        """The list; Enter or a click chooses."""
        yield OptionList(*(Option(literal_content(text), id=key) for key, text in self._options), id="list")

    def buttons(self) -> ComposeResult:
        """Only "cancel": choosing needs no button."""
        yield DialogButton(self.say("dialog.cancel"), key="cancel")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the id of the option."""
        event.stop()
        self.close_with(event.option_id)
