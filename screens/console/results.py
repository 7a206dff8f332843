"""The work pane of every other kind: its result, and the one or two actions that belong to it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.i18n.messages import pick
from facilitator.view import ConsoleView, Vote
from screens.console.console_button import Touch
from screens.console.line_list import Wall
from screens.console.pane import Pane
from screens.console.result_lines import can_get_more, closable, countable, outcome_lines
from screens.dialogs.confirm import Confirm
from screens.dialogs.paper_votes import CountForm
from screens.terminal_text import plain


class ResultsPane(Pane):
    """A list to read. ``finish`` closes the workshop after a confirmation; ``count`` enters votes counted by hand."""

    NAME = "results"
    WORK: ClassVar[frozenset[str]] = frozenset({"finish", "count"})

    heading = query_one("#results-heading", Static)
    wall = query_one("#results-wall", Wall)

    def compose(self) -> ComposeResult:
        """Question, list, buttons."""
        yield Static(id="results-heading", classes="heading")
        yield Wall("results-wall")
        with Horizontal(classes="acts"):
            yield Touch(self.say("console.round"), "screen.act('round')", key="results-round")
            yield Touch(self.say("console.count"), "screen.pane('count')", key="results-count")
            yield Touch(self.say("act.votes"), "screen.act('votes')", key="results-votes")
            yield Touch(self.say("console.finish"), "screen.pane('finish')", key="results-finish")

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the question, the list and the buttons."""
        step = view.public.step
        question = pick(step.question, self.language) if step else self.say("console.lobby_help")
        ahead = view.public.next
        if ahead.warning:
            question = f"{question}\n{self.say(f'warning.{ahead.warning}', n=ahead.fewest)}"
        self.heading.update(plain(question, lines=True))
        self.wall.show(outcome_lines(view, self.language))
        round_again = step is not None and step.kind == "vote" and step.state in ("closed", "revealed")
        self.query_one("#results-round").display = round_again
        self.query_one("#results-count").display = countable(view.public)
        self.query_one("#results-votes").display = can_get_more(view.public)
        self.query_one("#results-finish").display = closable(view.public)

    @property
    def offers(self) -> frozenset[str]:
        """``count`` while votes can be counted by hand, ``finish`` at the end of the workshop."""
        if self.view is None:
            return frozenset()
        can = {"count": countable(self.view.public), "finish": closable(self.view.public)}
        return frozenset(name for name, holds in can.items() if holds)

    def take_focus(self) -> None:
        """Give the focus to the list, for the arrow keys."""
        self.wall.focus()

    def do_count(self) -> None:
        """Open the form for votes that were counted by hand."""
        vote = self.view.public.body if self.view is not None else None
        if self.view is None or not isinstance(vote, Vote) or not countable(self.view.public):
            self.post_message(self.Says(self.say("live.counted_none")))
            return

        def counted(votes: dict[str, Any] | None) -> None:
            if votes is not None:
                self.post_message(self.Wants("paper_votes", votes, "live.counted"))

        self.app.push_screen(CountForm(self.language, vote, self.view.paper, self.view.paper_voters), counted)

    def do_finish(self) -> None:
        """Close the workshop after a confirmation: phones become read-only."""
        if self.view is None or not closable(self.view.public):
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self.post_message(self.Wants("close", said="console.done.finish"))

        question, meaning = self.say("console.sure_finish"), self.say("console.finish_means")
        self.app.push_screen(Confirm(self.language, question, meaning, self.say("console.finish")), sure)
