"""The help: what the program is doing, and which keys there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from screens.dialogs.dialog import Dialog, DialogButton
from screens.keys import KEYS, Key
from screens.terminal_text import literal_content

KEY_COLUMN, ACT_COLUMN = 20, 42
"""Widths of the table in cells: together they fit the dialog in a terminal of 80 columns."""


class Help(Dialog[bool]):
    """Shows the help and closes. It holds nothing private, because it may be opened on the stage."""

    AUTO_FOCUS = "#keys"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "documentation", show=False)]

    def __init__(self, language: str, keys: Sequence[Key] = KEYS, current_actions: Sequence[str] = ()) -> None:
        """``current_actions``: ids of the actions that make sense where the focus is; their keys are listed first."""
        super().__init__(language, "")
        self._keys = keys
        self._current_actions = frozenset(current_actions)
        self._heading = self.say("help.title")

    def body(self) -> ComposeResult:
        """A few sentences, then the tables of keys."""
        with VerticalScroll(id="keys"):
            yield Static(literal_content(self.say("help.text"), lines=True))
            if here := [key for key in self._keys if key.id in self._current_actions and key.display]:
                yield Static(literal_content(self.say("help.now")), classes="heading")
                yield Static(self._table(here), id="now")
            yield Static(literal_content(self.say("help.all")), classes="heading")
            yield Static(self._table([key for key in self._keys if key.display]), id="table")

    def buttons(self) -> ComposeResult:
        """The way out, and the way to the documentation."""
        yield DialogButton(self.say("dialog.close"), key="cancel", main=True)
        yield DialogButton(self.say("docs.open"), key="documentation")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The button of the documentation, or as in every dialog."""
        if event.button.id == "documentation":
            event.stop()
            self.action_documentation()
        else:
            super().on_button_pressed(event)

    def action_documentation(self) -> None:
        """The pages that are shipped with the program; Esc comes back here."""
        from screens.documentation import Documentation  # late: it is rarely read while a workshop runs

        self.app.push_screen(Documentation(self.language))

    def _table(self, keys: Sequence[Key]) -> Content:
        rows = (self._row(key.display_in(self.language), f"act.{key.id}") for key in keys)
        return literal_content("\n".join(rows), lines=True)

    def _row(self, keys: str, act: str) -> str:
        left, right = wrap(keys, KEY_COLUMN), wrap(self.say(act), ACT_COLUMN)
        return "\n".join(f"{key:<{KEY_COLUMN}}  {line}" for key, line in zip_longest(left, right, fillvalue=""))
