"""The form of votes that were counted by hand: how many people voted, and how many votes each item got."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Static

from facilitator.i18n.messages import explain, pick
from facilitator.view import VoteBody, VoteItem
from screens.dialogs.fields_form import FieldsForm
from screens.terminal_text import literal_content

MAX_DIGITS = 5


class PaperVotesForm(FieldsForm[dict[str, Any]]):
    """Returns the arguments of the verb ``paper_votes``.

    ``before``: votes per item entered until now. Numbers that so many voters cannot have given are rejected here, while
    they are still in their fields.
    """

    def __init__(self, language: str, vote: VoteBody, before: Mapping[str, int], voters: int) -> None:
        super().__init__(language, "")
        self._heading = self.say("count.title")
        self._vote = vote
        self._before = before
        self._voters = voters
        self._allows_against = vote.least_per_item < 0

    def body(self) -> ComposeResult:
        """The number of voters, and one line per item; two where there are votes against."""
        yield Static(literal_content(self.say("count.help")), id="count-help")
        with VerticalScroll(id="counts", can_focus=False):
            yield self._line("voters", self.say("count.voters"), self._voters)
            for number, item in enumerate(self._vote.items):
                now = self._before.get(item.id, 0)
                yield self._line(f"for-{number}", pick(item.label, self.language), max(now, 0))
                if self._allows_against:
                    name = self.say("count.against", name=pick(item.label, self.language))
                    yield self._line(f"against-{number}", name, max(-now, 0))

    def _line(self, name: str, label: str, value: int) -> Horizontal:
        line = self.field_line(name, label, str(value) if value else "", MAX_DIGITS, restrict=r"[0-9]*")
        line.add_class("count")
        return line

    def submit(self) -> None:
        """Check the numbers and close: no item and no total may exceed what so many voters can give."""
        voters = self._number("voters")
        counts = {item.id: n for item, n in self._entered_counts("for")}
        against = {item.id: n for item, n in self._entered_counts("against")} if self._allows_against else {}
        each, most = self._vote.max_per_item, voters * self._vote.budget
        over = [item for item in self._vote.items if counts.get(item.id, 0) + against.get(item.id, 0) > voters * each]
        if over:
            self._show_count_error(f"for-{self._vote.items.index(over[0])}", "paper_item", voters, voters * each)
        elif sum(counts.values()) + sum(against.values()) > most:
            self._show_count_error("voters", "paper_total", voters, most)
        else:
            self.close_with({"voters": voters, "counts": counts, **({"against": against} if against else {})})

    def _entered_counts(self, side: str) -> Iterator[tuple[VoteItem, int]]:
        for number, item in enumerate(self._vote.items):
            if n := self._number(f"{side}-{number}"):
                yield item, n

    def _number(self, name: str) -> int:
        return int(self.query_one(f"#{name}", Input).value or 0)

    def _show_count_error(self, name: str, code: str, voters: int, most: int) -> None:
        self.show_field_error(name, explain(code, self.language, voters=voters, n=most))
