"""The form of a shared action: what, who, by when, and the first step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label

from facilitator.view import ActionFace
from screens.dialogs.dates import iso_day, typed_day
from screens.dialogs.dialog import Dialog, Press
from screens.dialogs.text_field import Field
from screens.terminal_text import literal, plain

LINES: Mapping[str, int] = {"what": 120, "owner": 40, "first_step": 120, "decision_from": 80}
"""Text fields and their limits in characters."""
DATES = ("due", "first_step_due")
ORDER = ("what", "owner", "due", "first_step", "first_step_due", "decision_from")
SIZES = ("", "small", "large")
LONGEST_DATE = 12


class ActionForm(Dialog[dict[str, str]]):
    """Returns the fields as the verbs ``action`` and ``edit_action`` take them (dates in ISO form).

    Only the field "what" is required; the list names what else is missing.
    """

    def __init__(self, language: str, action: ActionFace | None = None, today: date | None = None) -> None:
        super().__init__(language, "")
        self._heading = self.say("action.change" if action else "action.new")
        self._action = action
        self._today = today or date.today()
        self._deed = action.size if action and action.size in SIZES else ""

    def body(self) -> ComposeResult:
        """One line per field, and a button for the size."""
        for name in ORDER:
            with Horizontal(classes="line"):
                yield Label(plain(self.say(f"action.{name}")))
                example = self.say("action.date_example") if name in DATES else ""
                limit = LINES.get(name, LONGEST_DATE)
                yield Field(self._now(name), placeholder=example, max_length=limit, id=name, compact=True)
        with Horizontal(classes="line"):
            yield Label(plain(self.say("action.size")))
            yield Press(self._deed_label(), key="size")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Change to the next size. Textual also calls the handler of the base class, for the other buttons."""
        if event.button.id == "size":
            self._deed = SIZES[(SIZES.index(self._deed) + 1) % len(SIZES)]
            event.button.label = plain(self._deed_label())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter moves to the next field; in the last field it submits."""
        event.stop()
        if event.input.id == ORDER[-1]:
            self.answer()
        else:
            self.focus_next()

    def answer(self) -> None:
        """Check the fields and close. The room checks what only it can know."""
        fields = {name: self.query_one(f"#{name}", Input).value.strip() for name in ORDER}
        if not fields["what"]:
            self._at_fault("what", self.say("action.no_what"))
            return
        for name in DATES:
            try:
                fields[name] = iso_day(fields[name], self._today)
            except ValueError:
                self._at_fault(name, self.say("action.bad_date", field=self.say(f"action.{name}")))
                return
        self.give({**fields, "size": self._deed})

    def _now(self, name: str) -> str:
        if self._action is None:
            return ""
        value: str = getattr(self._action, name)
        return typed_day(value, self.language) if name in DATES else literal(value)

    def _at_fault(self, name: str, sentence: str) -> None:
        self.wrong(sentence)
        self.query_one(f"#{name}", Input).focus()

    def _deed_label(self) -> str:
        return self.say(f"action.size.{self._deed or 'none'}")
