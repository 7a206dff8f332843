"""The form of a follow-up: what has become of one action, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Label

from facilitator.view import PublicAction
from screens.dialogs.dialog import DialogButton
from screens.dialogs.fields_form import ActionFieldsForm
from screens.terminal_text import literal_content

NOTE_REQUIRED = {"dropped": "error.reason_missing", "passed_on": "error.whom_missing"}
"""State that needs a note -> catalogue key of the error when there is none."""


class StateButton(DialogButton):
    """Shows the state. Space and Enter change to the next one, the number keys choose one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(str(n), f"choose({n})", show=False) for n in range(1, 10)]

    @dataclass
    class StateChosen(Message):
        """The state with this number (from 1) was chosen."""

        number: int

    def action_choose(self, number: int) -> None:
        """Choose the state with this number."""
        self.post_message(self.StateChosen(number))


class StatusForm(ActionFieldsForm):
    """Returns the fields as the verb ``edit_action`` takes them. ``status`` and ``note`` are the initial values."""

    TEXT_LIMITS: ClassVar[Mapping[str, int]] = {"note": 200, "notices": 120, "first_step": 120, "owner": 40}
    DATE_FIELDS = ("due",)
    FIELDS: ClassVar[Mapping[str, str]] = {
        "note": "review.note",
        "notices": "review.notices",
        "first_step": "review.first_step",
        "due": "review.due",
        "owner": "review.owner",
    }

    def __init__(
        self,
        language: str,
        action: PublicAction,
        states: Sequence[str],
        *,
        status: str = "",
        note: str | None = None,
        today: date | None = None,
    ) -> None:
        super().__init__(language, action.what, action, today)
        self._states = tuple(states)
        self._status = status or action.status
        self._note = note

    def body(self) -> ComposeResult:
        """The state, and one line per field."""
        with Horizontal(classes="line"):
            yield Label(literal_content(self.say("review.status")))
            yield StateButton(self._state_words(), key="status")
        yield from self.field_lines()

    def buttons(self) -> ComposeResult:
        """The main button says "mark", because "done" is a state here."""
        yield DialogButton(self.say("review.mark"), key="ok", main=True)
        yield DialogButton(self.say("dialog.cancel"), key="cancel")

    def on_mount(self) -> None:
        """Give the focus to the note when the state needs one, else to the state."""
        self.query_one("#note" if self._status in NOTE_REQUIRED else "#status").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Change to the next state. Textual also calls the handler of the base class, for the other buttons."""
        if event.button.id == "status":
            here = self._states.index(self._status) if self._status in self._states else -1
            self._set_state((here + 1) % len(self._states))

    def on_state_button_state_chosen(self, event: StateButton.StateChosen) -> None:
        """Change to the state that was chosen by a number key."""
        if event.number <= len(self._states):
            self._set_state(event.number - 1)

    def _set_state(self, index: int) -> None:
        self._status = self._states[index]
        self.query_one("#status", StateButton).label = literal_content(self._state_words())

    def submit(self) -> None:
        """Check the fields and close. The room checks what only it can know."""
        if self._status in NOTE_REQUIRED and not self.field_value("note"):
            self.show_field_error("note", self.say(NOTE_REQUIRED[self._status]))
        elif (fields := self.read_fields()) is not None:
            self.close_with({**fields, "status": self._status})

    def initial_value(self, name: str) -> str:
        """Return what stands in a field at first: a given note in place of the action's own."""
        return self._note if name == "note" and self._note is not None else super().initial_value(name)

    def _state_words(self) -> str:
        return self.say(f"status.{self._status}")
