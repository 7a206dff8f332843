"""The form of one step of the run of show: its title and question in each language, and its minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from facilitator.i18n.messages import LANGUAGE_NAMES, LANGUAGES
from facilitator.view import PlanLine
from screens.dialogs.fields_form import FieldsForm

TEXT_LIMITS: Mapping[str, int] = {"title": 80, "question": 300}
"""Text fields and their limits in characters."""

EDITABLE_STATES = ("ready", "open", "skipped")
"""Step states in which its texts can still be changed."""


class StepForm(FieldsForm[dict[str, Any]]):
    """Returns the arguments of the verb ``edit_step`` with the changed fields only; None when nothing was changed."""

    def __init__(self, language: str, line: PlanLine) -> None:
        super().__init__(language, "")
        self._heading = self.say("step.edit", title=line.title.get(language) or next(iter(line.title.values()), ""))
        self._line = line
        self._texts = tuple(TEXT_LIMITS) if line.state in EDITABLE_STATES else ()

    def body(self) -> ComposeResult:
        """One line per text and language, then the minutes."""
        for name in self._texts:
            for code in LANGUAGES:
                label = self.say(f"step.{name}", spoken=LANGUAGE_NAMES[code])
                yield self.field_line(f"{name}-{code}", label, self._initial_value(name, code), TEXT_LIMITS[name])
        yield self.field_line("minutes", self.say("step.minutes"), str(self._line.minutes), 3)

    def submit(self) -> None:
        """Check the fields and close. The room checks what only it can know."""
        found: dict[str, Any] = {}
        for name in self._texts:
            texts = {code: self.field_value(f"{name}-{code}") for code in LANGUAGES}
            if not any(texts.values()):
                self.show_field_error(f"{name}-{self.language}", self.say("step.empty"))
                return
            if any(texts[code] != self._initial_value(name, code) for code in LANGUAGES):
                found[name] = {code: text for code, text in texts.items() if text}
        minutes = self.field_value("minutes")
        if not (minutes.isascii() and minutes.isdigit()):
            self.show_field_error("minutes", self.say("step.no_minutes"))
            return
        if int(minutes) != self._line.minutes:
            found["minutes"] = int(minutes)
        self.close_with({"step": self._line.id, **found} if found else None)

    def _initial_value(self, name: str, code: str) -> str:
        words: Mapping[str, str] = getattr(self._line, name)
        return words.get(code, "")
