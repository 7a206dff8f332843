"""The help: what the program is doing, and which keys there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.dialogs.dialog import Dialog, Press
from screens.keys import KEYS, Key
from screens.terminal_text import plain

KEY_COLUMN, ACT_COLUMN = 20, 42
"""Widths of the table in cells: together they fit the dialog in a terminal of 80 columns."""


class Help(Dialog[bool]):
    """Shows the help and closes. It holds nothing private, because it may be opened on the stage."""

    AUTO_FOCUS = "#keys"

    def __init__(self, language: str, keys: Sequence[Key] = KEYS, now: Sequence[str] = ()) -> None:
        """``current_actions``: ids of the actions that make sense where the focus is; their keys are listed first."""
        super().__init__(language, "")
        self._keys = keys
        self._now = frozenset(now)
        self._heading = self.say("help.title")

    def body(self) -> ComposeResult:
        """A few sentences, then the tables of keys."""
        with VerticalScroll(id="keys"):
            yield Static(plain(self.say("help.text"), lines=True))
            if here := [key for key in self._keys if key.id in self._now and key.shown]:
                yield Static(plain(self.say("help.now")), classes="heading")
                yield Static(self._table(here), id="now")
            yield Static(plain(self.say("help.all")), classes="heading")
            yield Static(self._table([key for key in self._keys if key.shown]), id="table")

    def buttons(self) -> ComposeResult:
        """Only "close"."""
        yield Press(self.say("dialog.close"), key="cancel", main=True)

    def _table(self, keys: Sequence[Key]) -> Content:
        rows = (self._row(key.name_in(self.language), f"act.{key.id}") for key in keys)
        return plain("\n".join(rows), lines=True)

    def _row(self, keys: str, act: str) -> str:
        left, right = wrap(keys, KEY_COLUMN), wrap(self.say(act), ACT_COLUMN)
        return "\n".join(f"{key:<{KEY_COLUMN}}  {line}" for key, line in zip_longest(left, right, fillvalue=""))
