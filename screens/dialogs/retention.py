"""The dialog after the files have been written: where they are, and what becomes of the workshop itself."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from screens.dialogs.choose import Choose
from screens.terminal_text import plain

KEEP, LATER, NOW, ALSO = "keep", "later", "now", "also"
"""Keep it, delete it in thirty days, delete it now; or first write the files in the other languages too."""

DAYS = 30


class Afterwards(Choose):
    """Gives back what was chosen. The first line, which Enter takes, changes nothing."""

    def __init__(self, language: str, told: str, closed: bool) -> None:
        """``told``: what was written where. ``closed``: only a finished workshop can be deleted at once."""
        self.language = language
        names = (KEEP, LATER, *((NOW,) if closed else ()), ALSO)
        options = [(name, self.say(f"afterwards.{name}", days=DAYS)) for name in names]
        super().__init__(language, self.say("afterwards.question"), options)
        self._told = told

    def body(self) -> ComposeResult:
        """Where the files are, then the list."""
        yield Static(plain(self._told, lines=True), id="told")
        yield Static(plain(self.say("afterwards.means"), lines=True), id="means")
        yield from super().body()
