"""The form of a theme's name: in the theme's own language, and optionally in the other languages."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal

from facilitator.i18n.messages import LANGUAGE_NAMES, LANGUAGES
from facilitator.view import PublicTheme
from screens.dialogs.fields_form import FieldsForm


@dataclass(frozen=True)
class ThemeNames:
    """What was typed. ``translations``: language -> name; empty where there is none."""

    name: str
    translations: dict[str, str]


class ThemeForm(FieldsForm[ThemeNames]):
    """Returns the names; the one in the theme's own language is never empty. ``limit`` in characters."""

    ENTER_SUBMITS = True  # most themes have one name only

    def __init__(self, language: str, theme: PublicTheme, limit: int) -> None:
        super().__init__(language, "")
        self._heading = self.say("console.ask_name")
        self._theme = theme
        self._limit = limit
        self._others = tuple(code for code in LANGUAGES if code != theme.lang)

    def body(self) -> ComposeResult:
        """The name, and one line for each other language."""
        yield self._line("name", self._theme.lang, self._theme.name)
        for code in self._others:
            yield self._line(code, code, self._theme.also.get(code, ""))

    def _line(self, key: str, code: str, value: str) -> Horizontal:
        optional = "" if key == "name" else self.say("theme.optional")
        label = f"{LANGUAGE_NAMES.get(code, code)} {optional}".strip()
        return self.field_line(f"theme-{key}", label, value, self._limit)

    def submit(self) -> None:
        """Close with the names; an empty name is reported as an error."""
        name = self.field_value("theme-name")
        if name:
            self.close_with(ThemeNames(name, {code: self.field_value(f"theme-{code}") for code in self._others}))
        else:
            self.show_error(self.say("dialog.empty"))
