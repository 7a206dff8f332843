"""The work pane of ``action``: the shared actions, each with what it still lacks."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.view import ActionFace, Actions, ConsoleView
from screens.console.console_button import Touch
from screens.console.line_list import Wall
from screens.console.list_line import Line
from screens.console.pane import Pane
from screens.console.phrases import action_words, missing_words
from screens.dialogs.action import ActionForm
from screens.dialogs.confirm import Confirm
from screens.terminal_text import plain


class ActionsPane(Pane):
    """Up to four lines per action: what; who and when; first step; what is missing."""

    NAME = "actions"
    WORK: ClassVar[frozenset[str]] = frozenset({"add", "change", "remove"})

    heading = query_one("#actions-heading", Static)
    wall = query_one("#actions-wall", Wall)

    def compose(self) -> ComposeResult:
        """Count, list, buttons."""
        yield Static(id="actions-heading", classes="heading")
        yield Wall("actions-wall")
        with Horizontal(classes="acts"):
            yield Touch(self.say("console.new_action"), "screen.pane('add')")
            yield Touch(self.say("console.change"), "screen.pane('change')")
            yield Touch(self.say("console.remove"), "screen.pane('remove')")

    @property
    def actions(self) -> Actions | None:
        """The list of actions that is shown; None in any other step."""
        body = self.view.public.body if self.view else None
        return body if isinstance(body, Actions) else None

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the heading and the list."""
        body = self.actions
        if body is None:
            return
        self.heading.update(plain(self.say("console.actions", n=len(body.actions), most=body.most)))
        lines = [line for action in body.actions for line in self._lines(action)]
        self.wall.show(lines or [Line("", self.say("console.no_actions"))])

    def take_focus(self) -> None:
        """Give the focus to the list."""
        self.wall.focus()

    def do_add(self) -> None:
        """Open the form for a new action."""

        def filled(fields: dict[str, str] | None) -> None:
            if fields:
                given = {name: value for name, value in fields.items() if value}
                self.post_message(self.Wants("action", given, "console.done.action"))

        self.app.push_screen(ActionForm(self.language), filled)

    def do_change(self) -> None:
        """Open the form for the action under the cursor."""
        action = self._current()
        if action is None:
            return

        def filled(fields: dict[str, str] | None) -> None:
            changed = {name: value for name, value in (fields or {}).items() if value != getattr(action, name)}
            if changed:
                arguments = {"action": action.id, **changed}
                self.post_message(self.Wants("edit_action", arguments, "console.done.edit_action"))

        self.app.push_screen(ActionForm(self.language, action), filled)

    def do_remove(self) -> None:
        """Remove the action under the cursor after a confirmation."""
        action = self._current()
        if action is None:
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self.post_message(self.Wants("remove_action", {"action": action.id}, "console.done.remove_action"))

        question = self.say("console.sure_remove_action")
        self.app.push_screen(Confirm(self.language, question, action.what, self.say("console.remove")), sure)

    def _current(self) -> ActionFace | None:
        line, body = self.wall.current, self.actions
        # The lines below an action have the ids ``<action>/<part>``.
        wanted = line.id.partition("/")[0] if line else ""
        return next((action for action in body.actions if action.id == wanted), None) if body else None

    def _lines(self, action: ActionFace) -> list[Line]:
        who, first = action_words(action, self.language)
        parts = {"who": who, "first": first}
        lines = [Line(action.id, action.what, mark=str(action.number), look="head")]
        lines.extend(Line(f"{action.id}/{name}", text) for name, text in parts.items() if text)
        if missing := missing_words(action, self.language):
            lines.append(Line(f"{action.id}/missing", missing, look="alarm"))
        return lines
