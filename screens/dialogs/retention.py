"""The dialog after an export: where the result files are, and whether to keep or delete the workshop."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from screens.dialogs.choose import Choose
from screens.terminal_text import literal_content

KEEP, DELETE_LATER, DELETE_NOW, OTHER_LANGUAGES = "keep", "later", "now", "also"
"""Keep the workshop, delete it after 30 days, delete it now; or write the files in the other languages too."""

DELETE_AFTER_DAYS = 30


class RetentionDialog(Choose):
    """Returns what was chosen. The first option, which Enter takes, changes nothing."""

    def __init__(self, language: str, written: str, closed: bool) -> None:
        """``written``: sentence that says which files were written where.

        ``closed``: whether the workshop has ended; only then can it be deleted at once.
        """
        self.language = language
        names = (KEEP, DELETE_LATER, *((DELETE_NOW,) if closed else ()), OTHER_LANGUAGES)
        options = [(name, self.say(f"afterwards.{name}", days=DELETE_AFTER_DAYS)) for name in names]
        super().__init__(language, self.say("afterwards.question"), options)
        self._written = written

    def body(self) -> ComposeResult:
        """Where the files are, then the options."""
        yield Static(literal_content(self._written, lines=True), id="told")
        yield Static(literal_content(self.say("afterwards.means"), lines=True), id="means")
        yield from super().body()
