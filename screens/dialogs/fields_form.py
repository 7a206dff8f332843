"""Base classes of the dialogs with several fields: Enter moves to the next one, and submits in the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, TypeVar

from textual.containers import Horizontal
from textual.widgets import Input, Label

from facilitator.view import PublicAction
from screens.dialogs.dates import date_for_field, iso_day
from screens.dialogs.dialog import Dialog
from screens.dialogs.text_field import TextField
from screens.terminal_text import literal_content, literal_text

Result = TypeVar("Result")

LONGEST_DATE = 12


class FieldsForm(Dialog[Result]):
    """Lines of a label and a text field."""

    ENTER_SUBMITS: ClassVar[bool] = False
    """Whether Enter submits in any field and not only in the last one."""

    def field_line(self, name: str, label: str, value: str, limit: int, **options: Any) -> Horizontal:
        """Return one line. ``options`` are those of Textual's ``Input``; ``limit`` in characters."""
        field = TextField(literal_text(value), max_length=limit, id=name, compact=True, **options)
        return Horizontal(Label(literal_content(label)), field, classes="line")

    def field_value(self, name: str) -> str:
        """Return what stands in a field, without surrounding blanks."""
        return self.query_one(f"#{name}", Input).value.strip()

    def show_field_error(self, name: str, sentence: str) -> None:
        """Show an error and give the focus to the field it is about."""
        self.show_error(sentence)
        self.query_one(f"#{name}", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter moves to the next field; in the last field it submits."""
        event.stop()
        if self.ENTER_SUBMITS or event.input is list(self.query(Input))[-1]:
            self.submit()
        else:
            self.focus_next()


class ActionFieldsForm(FieldsForm[dict[str, str]]):
    """Some fields of a shared action, with dates as people type them.

    A derived class says which fields.
    """

    FIELDS: ClassVar[Mapping[str, str]]
    """Field -> catalogue key of its label, in the order of the form."""
    TEXT_LIMITS: ClassVar[Mapping[str, int]]
    """Text fields and their limits in characters."""
    DATE_FIELDS: ClassVar[tuple[str, ...]]

    def __init__(self, language: str, title: str, action: PublicAction | None, today: date | None) -> None:
        super().__init__(language, title)
        self.action = action
        self._today = today or date.today()

    def field_lines(self) -> Iterator[Horizontal]:
        """Yield one line per field."""
        for name in self.FIELDS:
            example = self.say("action.date_example") if name in self.DATE_FIELDS else ""
            limit = self.TEXT_LIMITS.get(name, LONGEST_DATE)
            yield self.field_line(name, self._label(name), self.initial_value(name), limit, placeholder=example)

    def initial_value(self, name: str) -> str:
        """Return what stands in a field at first."""
        value: str = getattr(self.action, name) if self.action is not None else ""
        return date_for_field(value, self.language) if name in self.DATE_FIELDS else value

    def read_fields(self) -> dict[str, str] | None:
        """Return the fields with ISO dates; None after showing an error if a date cannot be read."""
        fields = {name: self.field_value(name) for name in self.FIELDS}
        for name in self.DATE_FIELDS:
            try:
                fields[name] = iso_day(fields[name], self._today)
            except ValueError:
                self.show_field_error(name, self.say("action.bad_date", field=self._label(name)))
                return None
        return fields

    def _label(self, name: str) -> str:
        return self.say(self.FIELDS[name])
