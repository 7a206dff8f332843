"""The dialog that starts a workshop from a template: its length, title, and the names that the template asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, Static

from facilitator.rules.policy.given_names import split_names
from screens.dialogs.dialog import Dialog, DialogButton
from screens.dialogs.text_field import TextField
from screens.terminal_text import literal_content

TITLE_LIMIT = 120
NAMES_LIMIT = 2400


@dataclass(frozen=True)
class StartOptions:
    """What was chosen. ``title`` is empty for the template's own title, ``names`` for its own examples."""

    minutes: int
    title: str
    names: tuple[str, ...] = ()


class StartForm(Dialog[StartOptions]):
    """Returns length, title and names. The usual length has the focus, so Enter alone starts the usual workshop."""

    def __init__(
        self,
        language: str,
        title: str,
        purpose: str,
        lengths: Sequence[int],
        default_length: int,
        names_question: str = "",
    ) -> None:
        """``names_question``: what the template asks names for; empty for most templates."""
        super().__init__(language, title)
        self._names_question = names_question
        self._purpose = purpose
        self._lengths = tuple(lengths)
        self._default_length = default_length

    def body(self) -> ComposeResult:
        """The purpose, a field for the title, a field for names where they are asked for."""
        yield Static(literal_content(self._purpose, lines=True), id="purpose")
        with Horizontal(classes="line"):
            yield Label(literal_content(self.say("start.title")))
            yield TextField(placeholder=self.say("start.title_example"), max_length=TITLE_LIMIT, id="own", compact=True)
        if self._names_question:
            yield Static(literal_content(self._names_question, lines=True), id="asks")
            yield TextField(
                placeholder=self.say("start.names_example"), max_length=NAMES_LIMIT, id="names", compact=True
            )
        yield Static(literal_content(self.say("start.length" if len(self._lengths) > 1 else "start.ready")), id="ask")

    def buttons(self) -> ComposeResult:
        """One button per length."""
        for minutes in self._lengths:
            label = self.say("start.minutes", minutes=minutes)
            yield DialogButton(label, key=f"minutes-{minutes}", main=minutes == self._default_length)
        yield DialogButton(self.say("dialog.cancel"), key="cancel")

    def on_mount(self) -> None:
        """Give the focus to the usual length."""
        usual = self._default_length if self._default_length in self._lengths else self._lengths[0]
        self.query_one(f"#minutes-{usual}", DialogButton).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with the length. Textual also calls the handler of the base class, for "cancel"."""
        name = event.button.id or ""
        if name.startswith("minutes-"):
            title = self.query_one("#own", Input).value.strip()
            self.close_with(StartOptions(int(name.removeprefix("minutes-")), title, self._names()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field moves on, at last to the lengths."""
        event.stop()
        if self._names_question and event.input.id == "own":
            self.query_one("#names", Input).focus()
        else:
            self.on_mount()

    def _names(self) -> tuple[str, ...]:
        return split_names(self.query_one("#names", Input).value) if self._names_question else ()
