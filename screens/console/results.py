"""The work pane of every other kind: its result, and the one or two actions that belong to it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.i18n.messages import pick
from facilitator.view import ConsoleView, VoteBody
from screens.console.console_button import ConsoleButton
from screens.console.line_list import LineList
from screens.console.pane import Pane
from screens.console.result_lines import can_add_votes, can_close, can_count_by_hand, result_lines
from screens.dialogs.confirm import Confirm
from screens.dialogs.paper_votes import PaperVotesForm
from screens.terminal_text import literal_content


class ResultsPane(Pane):
    """A list to read. ``finish`` closes the workshop after a confirmation; ``count`` enters votes counted by hand."""

    NAME = "results"
    WORK: ClassVar[frozenset[str]] = frozenset({"finish", "count"})

    heading = query_one("#results-heading", Static)
    line_list = query_one("#results-wall", LineList)

    def compose(self) -> ComposeResult:
        """Question, list, buttons."""
        yield Static(id="results-heading", classes="heading")
        yield LineList("results-wall")
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.round"), "screen.act('round')", key="results-round")
            yield ConsoleButton(self.say("console.count"), "screen.pane('count')", key="results-count")
            yield ConsoleButton(self.say("act.votes"), "screen.act('votes')", key="results-votes")
            yield ConsoleButton(self.say("console.finish"), "screen.pane('finish')", key="results-finish")

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the question, the list and the buttons."""
        step = view.public.step
        question = pick(step.question, self.language) if step else self.say("console.lobby_help")
        ahead = view.public.next
        if ahead.warning:
            question = f"{question}\n{self.say(f'warning.{ahead.warning}', n=ahead.fewest)}"
        self.heading.update(literal_content(question, lines=True))
        self.line_list.show(result_lines(view, self.language))
        round_again = step is not None and step.runoff and step.state in ("closed", "revealed")
        self.query_one("#results-round").display = round_again
        self.query_one("#results-count").display = can_count_by_hand(view.public)
        self.query_one("#results-votes").display = can_add_votes(view.public)
        self.query_one("#results-finish").display = can_close(view.public)

    @property
    def available_work(self) -> frozenset[str]:
        """``count`` while votes can be counted by hand, ``finish`` at the end of the workshop."""
        if self.view is None:
            return frozenset()
        can = {"count": can_count_by_hand(self.view.public), "finish": can_close(self.view.public)}
        return frozenset(name for name, holds in can.items() if holds)

    def take_focus(self) -> None:
        """Give the focus to the list, for the arrow keys."""
        self.line_list.focus()

    def do_count(self) -> None:
        """Open the form for votes that were counted by hand."""
        vote = self.view.public.body if self.view is not None else None
        if self.view is None or not isinstance(vote, VoteBody) or not can_count_by_hand(self.view.public):
            self.post_message(self.StatusMessage(self.say("live.counted_none")))
            return

        def on_votes(votes: dict[str, Any] | None) -> None:
            if votes is not None:
                self.post_message(self.VerbRequested("paper_votes", votes, "live.counted"))

        self.app.push_screen(PaperVotesForm(self.language, vote, self.view.paper, self.view.paper_voters), on_votes)

    def do_finish(self) -> None:
        """Close the workshop after a confirmation: phones become read-only."""
        if self.view is None or not can_close(self.view.public):
            return

        def on_confirm(yes: bool | None) -> None:
            if yes:
                self.post_message(self.VerbRequested("close", done_key="console.done.finish"))

        question, meaning = self.say("console.sure_finish"), self.say("console.finish_means")
        self.app.push_screen(Confirm(self.language, question, meaning, self.say("console.finish")), on_confirm)
