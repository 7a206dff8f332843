"""The work pane of ``action``: the shared actions, each with what it still lacks."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.view import ActionBody, ConsoleView, PublicAction
from screens.console.console_button import ConsoleButton
from screens.console.line_list import LineList
from screens.console.list_line import ListLine
from screens.console.pane import Pane
from screens.console.phrases import action_words, missing_words
from screens.dialogs.action import ActionForm
from screens.dialogs.confirm import Confirm
from screens.terminal_text import literal_content


class ActionsPane(Pane):
    """Up to four lines per action: what; who and when; first step; what is missing."""

    NAME = "actions"
    WORK: ClassVar[frozenset[str]] = frozenset({"add", "change", "remove"})

    heading = query_one("#actions-heading", Static)
    line_list = query_one("#actions-wall", LineList)

    def compose(self) -> ComposeResult:
        """Count, list, buttons."""
        yield Static(id="actions-heading", classes="heading")
        yield LineList("actions-wall")
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.new_action"), "screen.pane('add')")
            yield ConsoleButton(self.say("console.change"), "screen.pane('change')")
            yield ConsoleButton(self.say("console.remove"), "screen.pane('remove')")

    @property
    def actions(self) -> ActionBody | None:
        """The list of actions that is shown; None in any other step."""
        body = self.view.public.body if self.view else None
        return body if isinstance(body, ActionBody) else None

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the heading and the list."""
        body = self.actions
        if body is None:
            return
        self.heading.update(literal_content(self.say("console.actions", n=len(body.actions), most=body.most)))
        lines = [line for action in body.actions for line in self._lines(action)]
        self.line_list.show(lines or [ListLine("", self.say("console.no_actions"))])

    def take_focus(self) -> None:
        """Give the focus to the list."""
        self.line_list.focus()

    def do_add(self) -> None:
        """Open the form for a new action."""

        def on_fields(fields: dict[str, str] | None) -> None:
            if fields:
                given = {name: value for name, value in fields.items() if value}
                self.post_message(self.VerbRequested("action", given, "console.done.action"))

        self.app.push_screen(ActionForm(self.language), on_fields)

    def do_change(self) -> None:
        """Open the form for the action under the cursor."""
        action = self._action_at_cursor()
        if action is None:
            return

        def on_fields(fields: dict[str, str] | None) -> None:
            changed = {name: value for name, value in (fields or {}).items() if value != getattr(action, name)}
            if changed:
                arguments = {"action": action.id, **changed}
                self.post_message(self.VerbRequested("edit_action", arguments, "console.done.edit_action"))

        self.app.push_screen(ActionForm(self.language, action), on_fields)

    def do_remove(self) -> None:
        """Remove the action under the cursor after a confirmation."""
        action = self._action_at_cursor()
        if action is None:
            return

        def on_confirm(yes: bool | None) -> None:
            if yes:
                self.post_message(
                    self.VerbRequested("remove_action", {"action": action.id}, "console.done.remove_action")
                )

        question = self.say("console.sure_remove_action")
        self.app.push_screen(Confirm(self.language, question, action.what, self.say("console.remove")), on_confirm)

    def _action_at_cursor(self) -> PublicAction | None:
        line, body = self.line_list.current, self.actions
        # The lines below an action have the ids ``<action>/<part>``.
        wanted = line.id.partition("/")[0] if line else ""
        return next((action for action in body.actions if action.id == wanted), None) if body else None

    def _lines(self, action: PublicAction) -> list[ListLine]:
        who, first = action_words(action, self.language)
        parts = {"who": who, "first": first}
        lines = [ListLine(action.id, action.what, mark=str(action.number), look="head")]
        lines.extend(ListLine(f"{action.id}/{name}", text) for name, text in parts.items() if text)
        if missing := missing_words(action, self.language):
            lines.append(ListLine(f"{action.id}/missing", missing, look="alarm"))
        return lines
