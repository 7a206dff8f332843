"""The work pane of ``action``: the shared actions, each with what it still lacks."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.view import ActionBody, ConsoleView, PublicAction
from screens.console.action_editing import ActionEditing
from screens.console.console_button import ConsoleButton
from screens.console.list_line import ListLine
from screens.console.literal_static import LiteralStatic
from screens.console.pane import Pane
from screens.console.pane_context import Handlers
from screens.console.phrases import action_words, missing_words
from screens.terminal_text import literal_content


class ActionsPane(Pane):
    """Up to four lines per action: what; who and when; first step; what is missing."""

    NAME = "actions"
    LIST_ID = "actions-wall"

    heading = query_one("#actions-heading", Static)

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._editing = ActionEditing(self.context, self._action_at_cursor)

    def handlers(self) -> Handlers:
        """Return the commands that this pane carries out."""
        return self._editing.handlers()

    def compose(self) -> ComposeResult:
        """Count, list, buttons."""
        yield LiteralStatic(id="actions-heading", classes="heading")
        yield self.line_list
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.new_action"), "add")
            yield ConsoleButton(self.say("console.change"), "change")
            yield ConsoleButton(self.say("console.remove"), "remove")

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
