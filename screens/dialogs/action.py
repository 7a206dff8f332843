"""The form of a shared action: what, who, by when, and the first step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Label

from facilitator.view import PublicAction
from screens.dialogs.dialog import DialogButton
from screens.dialogs.fields_form import ActionFieldsForm
from screens.terminal_text import literal_content

SIZES = ("", "small", "large")


class ActionForm(ActionFieldsForm):
    """Returns the fields as the verbs ``action`` and ``edit_action`` take them (dates in ISO form).

    Only the field "what" is required; the list names what else is missing.
    """

    TEXT_LIMITS: ClassVar[Mapping[str, int]] = {"what": 120, "owner": 40, "first_step": 120, "decision_from": 80}
    DATE_FIELDS = ("due", "first_step_due")
    FIELDS: ClassVar[Mapping[str, str]] = {
        "what": "action.what",
        "owner": "action.owner",
        "due": "action.due",
        "first_step": "action.first_step",
        "first_step_due": "action.first_step_due",
        "decision_from": "action.decision_from",
    }

    def __init__(self, language: str, action: PublicAction | None = None, today: date | None = None) -> None:
        super().__init__(language, "", action, today)
        self._heading = self.say("action.change" if action else "action.new")
        self._action_size = action.size if action and action.size in SIZES else ""

    def body(self) -> ComposeResult:
        """One line per field, and a button for the size."""
        yield from self.field_lines()
        with Horizontal(classes="line"):
            yield Label(literal_content(self.say("action.size")))
            yield DialogButton(self._size_label(), key="size")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Change to the next size. Textual also calls the handler of the base class, for the other buttons."""
        if event.button.id == "size":
            self._action_size = SIZES[(SIZES.index(self._action_size) + 1) % len(SIZES)]
            event.button.label = literal_content(self._size_label())

    def submit(self) -> None:
        """Check the fields and close. The room checks what only it can know."""
        if not self.field_value("what"):
            self.show_field_error("what", self.say("action.no_what"))
        elif (fields := self.read_fields()) is not None:
            self.close_with({**fields, "size": self._action_size})

    def _size_label(self) -> str:
        return self.say(f"action.size.{self._action_size or 'none'}")
