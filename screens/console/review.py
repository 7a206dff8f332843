"""The work pane of ``review``: the actions with their states, and what phones have reported about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.view import ActionReport, ConsoleView, ReviewBody, ReviewItem
from screens.console.console_button import ConsoleButton
from screens.console.line_list import LineList
from screens.console.list_line import ListLine
from screens.console.pane import Pane
from screens.console.phrases import action_words
from screens.dialogs.action import ActionForm
from screens.dialogs.confirm import Confirm
from screens.dialogs.status import NOTE_REQUIRED, StatusForm
from screens.terminal_text import literal_content


class ReviewPane(Pane):
    """The number keys set the state of the action under the cursor; a state that needs a note opens the form."""

    NAME = "review"
    WORK: ClassVar[frozenset[str]] = frozenset({"add", "change", "remove"})
    BINDINGS: ClassVar[list[BindingType]] = [Binding(str(n), f"state({n})", show=False) for n in range(1, 6)]

    heading = query_one("#review-heading", Static)
    line_list = query_one("#review-wall", LineList)

    def compose(self) -> ComposeResult:
        """Count and states, list, full text of the line under the cursor, buttons."""
        yield Static(id="review-heading", classes="heading")
        yield LineList("review-wall")
        yield Static(id="review-whole", classes="whole")
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.change"), "screen.pane('change')")
            yield ConsoleButton(self.say("console.new_action"), "screen.pane('add')")
            yield ConsoleButton(self.say("console.remove"), "screen.pane('remove')")

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

    @on(LineList.CursorMoved)
    def update_full_text(self, event: LineList.CursorMoved) -> None:
        """Show the full text of the line that the cursor has moved to."""
        event.stop()
        self.show_full_text()

    def show_full_text(self) -> None:
        """Show the full text of the line under the cursor."""
        line = self.line_list.current
        self.query_one("#review-whole", Static).update(literal_content(line.text if line else ""))

    def take_focus(self) -> None:
        """Give the focus to the list."""
        self.line_list.focus()

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
            self._submit_status({"action": item.action.id, "status": state, **note})

    def do_change(self) -> None:
        """Open the form of the action; on the line of a phone's report, with that report filled in."""
        item, report = self._item_at_cursor(), self._report_at_cursor()
        if item is not None:
            self._open_status_form(item, report.status if report else "", report.text if report else None)

    def do_add(self) -> None:
        """Open the form for an action that is not on the list."""

        def on_fields(fields: dict[str, str] | None) -> None:
            if fields:
                given = {name: value for name, value in fields.items() if value}
                self.post_message(self.VerbRequested("action", given, "console.done.action"))

        self.app.push_screen(ActionForm(self.language), on_fields)

    def do_remove(self) -> None:
        """Remove the action under the cursor after a confirmation."""
        item = self._item_at_cursor()
        if item is None:
            return
        action = item.action

        def on_confirm(yes: bool | None) -> None:
            if yes:
                self.post_message(
                    self.VerbRequested("remove_action", {"action": action.id}, "console.done.remove_action")
                )

        question = self.say("console.sure_remove_action")
        self.app.push_screen(Confirm(self.language, question, action.what, self.say("console.remove")), on_confirm)

    def _open_status_form(self, item: ReviewItem, status: str, note: str | None) -> None:
        body, action = self.review, item.action
        if body is None:
            return

        def on_fields(fields: dict[str, str] | None) -> None:
            changed = {name: value for name, value in (fields or {}).items() if value != getattr(action, name)}
            if changed:
                self._submit_status({"action": action.id, **changed})

        self.app.push_screen(StatusForm(self.language, action, body.states, status=status, note=note), on_fields)

    def _submit_status(self, fields: dict[str, str]) -> None:
        self.post_message(self.VerbRequested("edit_action", fields, "console.done.status"))

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
