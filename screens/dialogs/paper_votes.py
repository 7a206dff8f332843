"""The form of votes that were counted by hand: how many people voted, and how many votes each item got."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from facilitator.i18n.messages import explain, pick
from facilitator.view import Vote, VoteItem
from screens.dialogs.dialog import Dialog
from screens.dialogs.text_field import Field
from screens.terminal_text import plain

DIGITS = 5


class CountForm(Dialog[dict[str, Any]]):
    """Returns the arguments of the verb ``paper_votes``.

    ``before``: votes per item entered until now. Numbers that so many voters cannot have given are rejected here, while
    they are still in their fields.
    """

    def __init__(self, language: str, vote: Vote, before: Mapping[str, int], voters: int) -> None:
        super().__init__(language, "")
        self._heading = self.say("count.title")
        self._vote = vote
        self._before = before
        self._voters = voters
        self._against = vote.least_per_item < 0

    def body(self) -> ComposeResult:
        """The number of voters, and one line per item; two where there are votes against."""
        yield Static(plain(self.say("count.help")), id="count-help")
        with VerticalScroll(id="counts", can_focus=False):
            yield from self._line("voters", self.say("count.voters"), self._voters)
            for number, item in enumerate(self._vote.items):
                now = self._before.get(item.id, 0)
                yield from self._line(f"for-{number}", pick(item.label, self.language), max(now, 0))
                if self._against:
                    name = self.say("count.against", name=pick(item.label, self.language))
                    yield from self._line(f"against-{number}", name, max(-now, 0))

    def _line(self, name: str, label: str, value: int) -> Iterator[Horizontal]:
        shown = str(value) if value else ""
        field = Field(shown, max_length=DIGITS, restrict=r"[0-9]*", id=name, compact=True)
        yield Horizontal(Label(plain(label)), field, classes="line count")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter moves to the next field; in the last field it submits."""
        event.stop()
        fields = list(self.query(Input))
        if event.input is fields[-1]:
            self.answer()
        else:
            self.focus_next()

    def answer(self) -> None:
        """Check the numbers and close: no item and no total may exceed what so many voters can give."""
        voters = self._number("voters")
        counts = {item.id: n for item, n in self._entered("for")}
        against = {item.id: n for item, n in self._entered("against")} if self._against else {}
        each, most = self._vote.max_per_item, voters * self._vote.budget
        over = [item for item in self._vote.items if counts.get(item.id, 0) + against.get(item.id, 0) > voters * each]
        if over:
            self._at_fault(f"for-{self._vote.items.index(over[0])}", "paper_item", voters, voters * each)
        elif sum(counts.values()) + sum(against.values()) > most:
            self._at_fault("voters", "paper_total", voters, most)
        else:
            self.give({"voters": voters, "counts": counts, **({"against": against} if against else {})})

    def _entered(self, side: str) -> Iterator[tuple[VoteItem, int]]:
        for number, item in enumerate(self._vote.items):
            if n := self._number(f"{side}-{number}"):
                yield item, n

    def _number(self, name: str) -> int:
        return int(self.query_one(f"#{name}", Input).value or 0)

    def _at_fault(self, name: str, code: str, voters: int, most: int) -> None:
        self.wrong(explain(code, self.language, voters=voters, n=most))
        self.query_one(f"#{name}", Input).focus()
