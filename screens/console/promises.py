"""The work pane of ``commit``: the shared promises, so that one that should not be on the wall can be hidden."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from facilitator.view import Commit, ConsoleView
from screens.console.console_button import Touch
from screens.console.finder import Finder
from screens.console.line_list import Wall
from screens.console.texts import TextsPane


class PromisesPane(TextsPane):
    """Private promises are not here: they are nobody's but their writers'."""

    NAME = "promises"
    WORK: ClassVar[frozenset[str]] = frozenset({"hide", "filter", "approve_all"})

    def compose(self) -> ComposeResult:
        """Counts, list, whole text, filter, buttons."""
        yield Static(id="texts-heading", classes="heading")
        yield Wall("texts-wall")
        yield Static(id="texts-whole", classes="whole")
        yield Finder(self.say("console.filter"), "texts-finder")
        with Horizontal(classes="acts"):
            yield Touch(self.say("console.approve"), "screen.approve", key="texts-approve")
            yield Touch(self.say("console.hide"), "screen.hide", key="texts-hide")
            yield Touch(self.say("console.find"), "screen.filter")

    def count(self, view: ConsoleView) -> str:
        """How many promises there are, and how many are shared."""
        body = view.public.body
        made = body.count if isinstance(body, Commit) else len(view.texts)
        return f"{self.say('console.promises', n=made)} · {self.say('console.of_them_shared', n=len(view.texts))}"
