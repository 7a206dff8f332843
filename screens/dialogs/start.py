"""The dialog that starts a ready workshop: how long, and under which title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, Static

from facilitator.rules.policy.given_names import listed
from screens.dialogs.dialog import Dialog, Press
from screens.dialogs.text_field import Field
from screens.terminal_text import plain

TITLE_LIMIT = 120
NAMES_LIMIT = 600


@dataclass(frozen=True)
class Start:
    """What was chosen. ``title`` is empty for the template's own, ``names`` for its examples."""

    minutes: int
    title: str
    names: tuple[str, ...] = ()


class StartForm(Dialog[Start]):
    """Gives back length and title. Enter on the length that has the focus starts: one key for the usual case."""

    def __init__(
        self, language: str, title: str, purpose: str, lengths: Sequence[int], usual: int, asks: str = ""
    ) -> None:
        """``asks``: what the template asks names for; empty for most."""
        super().__init__(language, title)
        self._asks = asks
        self._purpose = purpose
        self._lengths = tuple(lengths)
        self._usual = usual

    def body(self) -> ComposeResult:
        """What it is for, a title of one's own, the lengths."""
        yield Static(plain(self._purpose, lines=True), id="purpose")
        with Horizontal(classes="line"):
            yield Label(plain(self.say("start.title")))
            yield Field(placeholder=self.say("start.title_example"), max_length=TITLE_LIMIT, id="own", compact=True)
        if self._asks:
            yield Static(plain(self._asks, lines=True), id="asks")
            yield Field(placeholder=self.say("start.names_example"), max_length=NAMES_LIMIT, id="names", compact=True)
        yield Static(plain(self.say("start.length" if len(self._lengths) > 1 else "start.ready")), id="ask")

    def buttons(self) -> ComposeResult:
        """One per length."""
        for minutes in self._lengths:
            label = self.say("start.minutes", minutes=minutes)
            yield Press(label, key=f"minutes-{minutes}", main=minutes == self._usual)
        yield Press(self.say("dialog.cancel"), key="cancel")

    def on_mount(self) -> None:
        """The usual length has the focus."""
        usual = self._usual if self._usual in self._lengths else self._lengths[0]
        self.query_one(f"#minutes-{usual}", Press).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A length starts. Textual calls the base class's handler too, which knows the other button."""
        name = event.button.id or ""
        if name.startswith("minutes-"):
            title = self.query_one("#own", Input).value.strip()
            self.give(Start(int(name.removeprefix("minutes-")), title, self._names()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the title goes on to the lengths."""
        event.stop()
        if self._asks and event.input.id == "own":
            self.query_one("#names", Input).focus()
        else:
            self.on_mount()

    def _names(self) -> tuple[str, ...]:
        return listed(self.query_one("#names", Input).value) if self._asks else ()
