"""The work pane of every other kind: its result, and the one or two actions that belong to it."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.i18n.messages import pick
from facilitator.view import ConsoleView, VoteBody
from screens.console.console_button import ConsoleButton
from screens.console.literal_static import LiteralStatic
from screens.console.pane import Pane
from screens.console.pane_context import Handlers
from screens.console.result_lines import can_add_votes, can_close, can_count_by_hand, result_lines
from screens.dialogs.confirm import Confirm
from screens.dialogs.paper_votes import PaperVotesForm
from screens.terminal_text import literal_content


class ResultsPane(Pane):
    """A list to read. ``finish`` closes the workshop after a confirmation; ``count`` enters votes counted by hand."""

    NAME = "results"
    LIST_ID = "results-wall"

    heading = query_one("#results-heading", Static)

    def compose(self) -> ComposeResult:
        """Question, list, buttons."""
        yield LiteralStatic(id="results-heading", classes="heading")
        yield self.line_list
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.round"), "round", key="results-round")
            yield ConsoleButton(self.say("console.count"), "count", key="results-count")
            yield ConsoleButton(self.say("act.votes"), "votes", key="results-votes")
            yield ConsoleButton(self.say("console.finish"), "finish", key="results-finish")

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

    def handlers(self) -> Handlers:
        """Return the commands that this pane carries out."""
        return {"count": self.count_by_hand, "finish": self.finish}

    @property
    def available_work(self) -> frozenset[str]:
        """``count`` while votes can be counted by hand, ``finish`` at the end of the workshop."""
        if self.view is None:
            return frozenset()
        can = {"count": can_count_by_hand(self.view.public), "finish": can_close(self.view.public)}
        return frozenset(name for name, holds in can.items() if holds)

    def count_by_hand(self) -> None:
        """Open the form for votes that were counted by hand."""
        vote = self.view.public.body if self.view is not None else None
        if self.view is None or not isinstance(vote, VoteBody) or not can_count_by_hand(self.view.public):
            self.context.tell(self.say("live.counted_none"))
            return

        def on_votes(votes: dict[str, Any] | None) -> None:
            if votes is not None:
                self.context.request("paper_votes", votes, "live.counted")

        self.context.open(PaperVotesForm(self.language, vote, self.view.paper, self.view.paper_voters), on_votes)

    def finish(self) -> None:
        """Close the workshop after a confirmation: phones become read-only."""
        if self.view is None or not can_close(self.view.public):
            return

        def on_confirm(yes: bool | None) -> None:
            if yes:
                self.context.request("close", done_key="console.done.finish")

        question, meaning = self.say("console.sure_finish"), self.say("console.finish_means")
        self.context.open(Confirm(self.language, question, meaning, self.say("console.finish")), on_confirm)
