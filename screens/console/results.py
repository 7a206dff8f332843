"""The work pane of all other kinds: what there is to see, and the one or two acts that belong to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.view import ConsoleView
from facilitator.words import pick
from screens.console.outcome import closable, outcome_lines
from screens.console.pane import Pane
from screens.console.touch import Touch
from screens.console.wall import Wall
from screens.dialogs.confirm import Confirm
from screens.safe import plain


class ResultsPane(Pane):
    """A list to read. ``finish`` closes the workshop, after a question."""

    NAME = "results"
    WORK: ClassVar[frozenset[str]] = frozenset({"finish"})

    heading = query_one("#results-heading", Static)
    wall = query_one("#results-wall", Wall)

    def compose(self) -> ComposeResult:
        """Question, list, buttons."""
        yield Static(id="results-heading", classes="heading")
        yield Wall("results-wall")
        with Horizontal(classes="acts"):
            yield Touch(self.say("console.round"), "screen.act('round')", key="results-round")
            yield Touch(self.say("console.finish"), "screen.pane('finish')", key="results-finish")

    def refresh_from(self, view: ConsoleView) -> None:
        """By difference."""
        step = view.public.step
        self.heading.update(plain(pick(step.question, self.language) if step else self.say("console.lobby_help")))
        self.wall.show(outcome_lines(view, self.language))
        round_again = step is not None and step.kind == "vote" and step.state in ("closed", "revealed")
        self.query_one("#results-round").display = round_again
        self.query_one("#results-finish").display = closable(view.public)

    def take_focus(self) -> None:
        """The list has the arrow keys."""
        self.wall.focus()

    def do_finish(self) -> None:
        """Close the workshop: phones become read-only."""
        if self.view is None or not closable(self.view.public):
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self.post_message(self.Wants("close", said="console.done.finish"))

        question, meaning = self.say("console.sure_finish"), self.say("console.finish_means")
        self.app.push_screen(Confirm(self.language, question, meaning, self.say("console.finish")), sure)
