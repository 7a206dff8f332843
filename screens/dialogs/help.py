"""The help: what the program is doing and which keys there are, in plain words."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screens.dialogs.dialog import Dialog, Press
from screens.keys import KEYS
from screens.safe import plain

KEY_COLUMN, ACT_COLUMN = 20, 42
"""Widths of the table in cells: together they fit the dialog in a terminal of 80 columns."""


class Help(Dialog[bool]):
    """Shows and closes. Nothing private stands here: it may be opened on the stage."""

    AUTO_FOCUS = "#keys"

    def __init__(self, language: str) -> None:
        super().__init__(language, "")
        self._heading = self.say("help.title")

    def body(self) -> ComposeResult:
        """A few sentences, then the table of keys."""
        with VerticalScroll(id="keys"):
            yield Static(plain(self.say("help.text"), lines=True))
            rows = ("", *(self._row(key.name_in(self.language), f"act.{key.id}") for key in KEYS if key.shown))
            yield Static(plain("\n".join(rows), lines=True), id="table")

    def buttons(self) -> ComposeResult:
        """Only the way out."""
        yield Press(self.say("dialog.close"), key="cancel", main=True)

    def _row(self, keys: str, act: str) -> str:
        left, right = wrap(keys, KEY_COLUMN), wrap(self.say(act), ACT_COLUMN)
        return "\n".join(f"{key:<{KEY_COLUMN}}  {line}" for key, line in zip_longest(left, right, fillvalue=""))
