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
from textual.widgets import Button, Input, Label

from facilitator.view import ActionFace
from screens.dialogs.dates import iso_day, typed_day
from screens.dialogs.dialog import Dialog, Press
from screens.dialogs.text_field import Field
from screens.terminal_text import literal, plain

LINES: Mapping[str, int] = {"note": 200, "notices": 120, "first_step": 120, "owner": 40}
"""Text fields and their limits in characters."""
DUE = "due"
ORDER = ("note", "notices", "first_step", DUE, "owner")
LONGEST_DATE = 12
NEEDS_WORDS = {"dropped": "error.reason_missing", "passed_on": "error.whom_missing"}


class StateButton(Press):
    """Shows the state. Space and Enter change to the next one, the number keys choose one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(str(n), f"choose({n})", show=False) for n in range(1, 10)]

    @dataclass
    class Chosen(Message):
        """The state with this number (from 1) was chosen."""

        number: int

    def action_choose(self, number: int) -> None:
        """Choose the state with this number."""
        self.post_message(self.Chosen(number))


class StatusForm(Dialog[dict[str, str]]):
    """Returns the fields as the verb ``edit_action`` takes them. ``status`` and ``note`` are the initial values."""

    def __init__(
        self,
        language: str,
        action: ActionFace,
        states: Sequence[str],
        *,
        status: str = "",
        note: str | None = None,
        today: date | None = None,
    ) -> None:
        super().__init__(language, action.what)
        self._action = action
        self._states = tuple(states)
        self._status = status or action.status
        self._note = action.note if note is None else note
        self._today = today or date.today()

    def body(self) -> ComposeResult:
        """The state, and one line per field."""
        with Horizontal(classes="line"):
            yield Label(plain(self.say("review.status")))
            yield StateButton(self._state_words(), key="status")
        for name in ORDER:
            with Horizontal(classes="line"):
                yield Label(plain(self.say(f"review.{name}")))
                example = self.say("action.date_example") if name == DUE else ""
                limit = LINES.get(name, LONGEST_DATE)
                yield Field(self._now(name), placeholder=example, max_length=limit, id=name, compact=True)

    def buttons(self) -> ComposeResult:
        """The main button says "mark", because "done" is a state here."""
        yield Press(self.say("review.mark"), key="ok", main=True)
        yield Press(self.say("dialog.cancel"), key="cancel")

    def on_mount(self) -> None:
        """Give the focus to the note when the state needs one, else to the state."""
        self.query_one("#note" if self._status in NEEDS_WORDS else "#status").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Change to the next state. Textual also calls the handler of the base class, for the other buttons."""
        if event.button.id == "status":
            here = self._states.index(self._status) if self._status in self._states else -1
            self._set((here + 1) % len(self._states))

    def on_state_button_chosen(self, event: StateButton.Chosen) -> None:
        """Change to the state that was chosen by a number key."""
        if event.number <= len(self._states):
            self._set(event.number - 1)

    def _set(self, index: int) -> None:
        self._status = self._states[index]
        self.query_one("#status", StateButton).label = plain(self._state_words())

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
        if self._status in NEEDS_WORDS and not fields["note"]:
            self._at_fault("note", self.say(NEEDS_WORDS[self._status]))
            return
        try:
            fields[DUE] = iso_day(fields[DUE], self._today)
        except ValueError:
            self._at_fault(DUE, self.say("action.bad_date", field=self.say("review.due")))
            return
        self.give({**fields, "status": self._status})

    def _now(self, name: str) -> str:
        value: str = self._note if name == "note" else getattr(self._action, name)
        return typed_day(value, self.language) if name == DUE else literal(value)

    def _at_fault(self, name: str, sentence: str) -> None:
        self.wrong(sentence)
        self.query_one(f"#{name}", Input).focus()

    def _state_words(self) -> str:
        return self.say(f"status.{self._status}")
