"""The work pane of ``commit``: the shared promises, any of which can be hidden from the stage."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from facilitator.view import CommitBody, ConsoleView
from screens.console.console_button import ConsoleButton
from screens.console.finder import Finder
from screens.console.literal_static import LiteralStatic
from screens.console.texts import TextsPane


class PromisesPane(TextsPane):
    """Shows shared promises only. A private promise is visible to its writer only."""

    NAME = "promises"
    PAPER = False

    def compose(self) -> ComposeResult:
        """Counts, list, full text, filter, buttons."""
        yield LiteralStatic(id="texts-heading", classes="heading")
        yield self.line_list
        yield LiteralStatic(id="texts-whole", classes="whole")
        yield Finder(self.say("console.filter"), "texts-finder")
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.approve"), "approve", key="texts-approve")
            yield ConsoleButton(self.say("console.hide"), "hide", key="texts-hide")
            yield ConsoleButton(self.say("console.find"), "filter")

    def count_words(self, view: ConsoleView) -> str:
        """Return how many promises there are, and how many of them are shared."""
        body = view.public.body
        made = body.count if isinstance(body, CommitBody) else len(view.texts)
        return f"{self.say('console.promises', n=made)} · {self.say('console.of_them_shared', n=len(view.texts))}"
