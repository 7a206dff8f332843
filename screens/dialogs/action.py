"""The form of a shared action: what, who, by when, and the first step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label

from facilitator.view import PublicAction
from screens.dialogs.dates import date_for_field, iso_day
from screens.dialogs.dialog import Dialog, DialogButton
from screens.dialogs.text_field import TextField
from screens.terminal_text import literal_content, literal_text

TEXT_LIMITS: Mapping[str, int] = {"what": 120, "owner": 40, "first_step": 120, "decision_from": 80}
"""Text fields and their limits in characters."""
DATE_FIELDS = ("due", "first_step_due")
FIELD_ORDER = ("what", "owner", "due", "first_step", "first_step_due", "decision_from")
SIZES = ("", "small", "large")
LONGEST_DATE = 12


class ActionForm(Dialog[dict[str, str]]):
    """Returns the fields as the verbs ``action`` and ``edit_action`` take them (dates in ISO form).

    Only the field "what" is required; the list names what else is missing.
    """

    def __init__(self, language: str, action: PublicAction | None = None, today: date | None = None) -> None:
        super().__init__(language, "")
        self._heading = self.say("action.change" if action else "action.new")
        self._action = action
        self._today = today or date.today()
        self._action_size = action.size if action and action.size in SIZES else ""

    def body(self) -> ComposeResult:
        """One line per field, and a button for the size."""
        for name in FIELD_ORDER:
            with Horizontal(classes="line"):
                yield Label(literal_content(self.say(f"action.{name}")))
                example = self.say("action.date_example") if name in DATE_FIELDS else ""
                limit = TEXT_LIMITS.get(name, LONGEST_DATE)
                yield TextField(self._initial_value(name), placeholder=example, max_length=limit, id=name, compact=True)
        with Horizontal(classes="line"):
            yield Label(literal_content(self.say("action.size")))
            yield DialogButton(self._size_label(), key="size")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Change to the next size. Textual also calls the handler of the base class, for the other buttons."""
        if event.button.id == "size":
            self._action_size = SIZES[(SIZES.index(self._action_size) + 1) % len(SIZES)]
            event.button.label = literal_content(self._size_label())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter moves to the next field; in the last field it submits."""
        event.stop()
        if event.input.id == FIELD_ORDER[-1]:
            self.submit()
        else:
            self.focus_next()

    def submit(self) -> None:
        """Check the fields and close. The room checks what only it can know."""
        fields = {name: self.query_one(f"#{name}", Input).value.strip() for name in FIELD_ORDER}
        if not fields["what"]:
            self._show_field_error("what", self.say("action.no_what"))
            return
        for name in DATE_FIELDS:
            try:
                fields[name] = iso_day(fields[name], self._today)
            except ValueError:
                self._show_field_error(name, self.say("action.bad_date", field=self.say(f"action.{name}")))
                return
        self.close_with({**fields, "size": self._action_size})

    def _initial_value(self, name: str) -> str:
        if self._action is None:
            return ""
        value: str = getattr(self._action, name)
        return date_for_field(value, self.language) if name in DATE_FIELDS else literal_text(value)

    def _show_field_error(self, name: str, sentence: str) -> None:
        self.show_error(sentence)
        self.query_one(f"#{name}", Input).focus()

    def _size_label(self) -> str:
        return self.say(f"action.size.{self._action_size or 'none'}")
