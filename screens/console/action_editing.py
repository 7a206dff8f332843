"""Adds, changes and removes shared actions: the same in the step that makes them and in the one that reviews them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facilitator.view import PublicAction
from screens.console.pane_context import Handlers, PaneContext
from screens.dialogs.action import ActionForm
from screens.dialogs.confirm import Confirm


class ActionEditing:
    """``at_cursor`` returns the action that the facilitator points at; None where there is none."""

    def __init__(self, context: PaneContext, at_cursor: Callable[[], PublicAction | None]) -> None:
        self._context = context
        self._at_cursor = at_cursor

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {"add": self.add, "change": self.change, "remove": self.remove}

    def add(self) -> None:
        """Open the form for a new action."""

        def on_fields(fields: dict[str, str] | None) -> None:
            if fields:
                given = {name: value for name, value in fields.items() if value}
                self._context.request("action", given, "console.done.action")

        self._context.open(ActionForm(self._context.language), on_fields)

    def change(self) -> None:
        """Open the form for the action under the cursor."""
        action = self._at_cursor()
        if action is not None:
            form = ActionForm(self._context.language, action)
            self._context.open(form, lambda fields: self.submit(action, fields, "console.done.edit_action"))

    def submit(self, action: PublicAction, fields: Mapping[str, str] | None, done_key: str) -> None:
        """Change those fields of an action that differ; nothing when the form was left or nothing was changed."""
        changed = {name: value for name, value in (fields or {}).items() if value != getattr(action, name)}
        if changed:
            self._context.request("edit_action", {"action": action.id, **changed}, done_key)

    def remove(self) -> None:
        """Remove the action under the cursor after a confirmation."""
        context, action = self._context, self._at_cursor()
        if action is None:
            return

        def on_confirm(yes: bool | None) -> None:
            if yes:
                context.request("remove_action", {"action": action.id}, "console.done.remove_action")

        question = context.say("console.sure_remove_action")
        context.open(Confirm(context.language, question, action.what, context.say("console.remove")), on_confirm)
