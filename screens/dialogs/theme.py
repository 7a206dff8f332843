"""The form of a theme's name: in the theme's own language, and optionally in the other languages."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from facilitator.i18n.messages import LANGUAGE_NAMES, LANGUAGES
from facilitator.view import PublicTheme
from screens.dialogs.dialog import Dialog
from screens.dialogs.text_field import TextField
from screens.terminal_text import literal_content, literal_text


@dataclass(frozen=True)
class ThemeNames:
    """What was typed. ``translations``: language -> name; empty where there is none."""

    name: str
    translations: dict[str, str]


class ThemeForm(Dialog[ThemeNames]):
    """Returns the names; the one in the theme's own language is never empty. ``limit`` in characters."""

    def __init__(self, language: str, theme: PublicTheme, limit: int) -> None:
        super().__init__(language, "")
        self._heading = self.say("console.ask_name")
        self._theme = theme
        self._limit = limit
        self._others = tuple(code for code in LANGUAGES if code != theme.lang)

    def body(self) -> ComposeResult:
        """The name, and one line for each other language."""
        yield from self._line("name", self._theme.lang, self._theme.name)
        for code in self._others:
            yield from self._line(code, code, self._theme.also.get(code, ""))

    def _line(self, key: str, code: str, value: str) -> ComposeResult:
        with Horizontal(classes="line"):
            optional = "" if key == "name" else self.say("theme.optional")
            yield Label(literal_content(f"{LANGUAGE_NAMES.get(code, code)} {optional}".strip()))
            yield TextField(literal_text(value), max_length=self._limit, id=f"theme-{key}", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in any field submits, because most themes have one name only."""
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Close with the names; an empty name is reported as an error."""
        name = self._field_value("name")
        if name:
            self.close_with(ThemeNames(name, {code: self._field_value(code) for code in self._others}))
        else:
            self.show_error(self.say("dialog.empty"))

    def _field_value(self, key: str) -> str:
        return self.query_one(f"#theme-{key}", Input).value.strip()
