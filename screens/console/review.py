"""The work pane of ``review``: the actions with their states, and what phones have reported about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.view import ActionReport, ConsoleView, PublicAction, ReviewBody, ReviewItem
from screens.console.action_editing import ActionEditing
from screens.console.console_button import ConsoleButton
from screens.console.list_line import ListLine
from screens.console.literal_static import LiteralStatic
from screens.console.pane import Pane
from screens.console.pane_context import Handlers
from screens.console.phrases import action_words
from screens.dialogs.status import NOTE_REQUIRED, StatusForm
from screens.terminal_text import literal_content

STATUS_DONE = "console.done.status"
"""Catalogue key of what is said when the state of an action has been set."""


class ReviewPane(Pane):
    """The number keys set the state of the action under the cursor; a state that needs a note opens the form."""

    NAME = "review"
    LIST_ID = "review-wall"
    BINDINGS: ClassVar[list[BindingType]] = [Binding(str(n), f"state({n})", show=False) for n in range(1, 6)]

    heading = query_one("#review-heading", Static)

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._editing = ActionEditing(self.context, self._action_at_cursor)

    def handlers(self) -> Handlers:
        """Return the commands that this pane carries out. A change is one of the action's state."""
        return {**self._editing.handlers(), "change": self.open_status}

    def compose(self) -> ComposeResult:
        """Count and states, list, full text of the line under the cursor, buttons."""
        yield LiteralStatic(id="review-heading", classes="heading")
        yield self.line_list
        yield LiteralStatic(id="review-whole", classes="whole")
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.change"), "change")
            yield ConsoleButton(self.say("console.new_action"), "add")
            yield ConsoleButton(self.say("console.remove"), "remove")

    @property
    def review(self) -> ReviewBody | None:
        """The review that is shown; None in any other step."""
        body = self.view.public.body if self.view else None
        return body if isinstance(body, ReviewBody) else None

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the heading, the list and the full text."""
        body = self.review
        if body is None:
            return
        states = "   ".join(f"{n} {self.say(f'status.{state}')}" for n, state in enumerate(body.states, 1))
        self.heading.update(literal_content(f"{self.say('console.review', n=len(body.items))}:   {states}"))
        lines = [line for item in body.items for line in self._lines(item, view.reports)]
        self.line_list.show(lines or [ListLine("", self.say("console.no_actions"))])
        self.show_full_text()

    def show_full_text(self) -> None:
        """Show the full text of the line under the cursor."""
        line = self.line_list.current
        self.query_one("#review-whole", Static).update(literal_content(line.text if line else ""))

    def action_state(self, number: int) -> None:
        """Set the state with this number (from 1)."""
        body, item = self.review, self._item_at_cursor()
        if body is None or item is None or number > len(body.states):
            return
        state = body.states[number - 1]
        if state in NOTE_REQUIRED and not (item.action.note and item.action.status == state):
            self._open_status_form(item, state, "")
        elif state != item.action.status:
            # A note that was the reason for the old state does not apply to the new one.
            note = {"note": ""} if item.action.status in NOTE_REQUIRED else {}
            self.context.request("edit_action", {"action": item.action.id, "status": state, **note}, STATUS_DONE)

    def open_status(self) -> None:
        """Open the form of the action; on the line of a phone's report, with that report filled in."""
        item, report = self._item_at_cursor(), self._report_at_cursor()
        if item is not None:
            self._open_status_form(item, report.status if report else "", report.text if report else None)

    def _open_status_form(self, item: ReviewItem, status: str, note: str | None) -> None:
        body, action = self.review, item.action
        if body is not None:
            form = StatusForm(self.language, action, body.states, status=status, note=note)
            self.context.open(form, lambda fields: self._editing.submit(action, fields, STATUS_DONE))

    def _action_at_cursor(self) -> PublicAction | None:
        item = self._item_at_cursor()
        return item.action if item is not None else None

    def _item_at_cursor(self) -> ReviewItem | None:
        line, body = self.line_list.current, self.review
        wanted = line.id.partition("/")[0] if line else ""
        return next((item for item in body.items if item.action.id == wanted), None) if body else None

    def _report_at_cursor(self) -> ActionReport | None:
        line = self.line_list.current
        wanted = line.id.rpartition("/")[2] if line else ""
        return next((report for report in self.view.reports if report.id == wanted), None) if self.view else None

    def _lines(self, item: ReviewItem, reports: tuple[ActionReport, ...]) -> Iterator[ListLine]:
        action = item.action
        state = self.say(f"status.{action.status}")
        if item.before and item.before != action.status:
            state = self.say("console.review.state", state=state, before=self.say(f"status.{item.before}"))
        yield ListLine(action.id, action.what, mark=str(action.number), tail=state, look="head")
        told = {
            "who": action_words(action, self.language)[0],
            "step": self.say("console.review.step", what=action.first_step) if action.first_step else "",
            "note": self.say("console.review.note", note=action.note) if action.note else "",
            "notices": self.say("console.review.notices", what=action.notices) if action.notices else "",
            "reports": self.say("console.review.reports", n=item.reports) if item.reports else "",
        }
        for name, text in told.items():
            if text:
                yield ListLine(f"{action.id}/{name}", text)
        for report in reports:
            if report.action == action.id:
                said = self.say("console.review.report", state=self.say(f"status.{report.status}"), text=report.text)
                yield ListLine(f"{action.id}/{report.id}", said)
