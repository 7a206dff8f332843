"""The form of the room's Wi-Fi: name and password, for the code that phones join the network by."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain
from facilitator.network.wifi import LONGEST_NAME, LONGEST_PASSWORD, entered
from screens.dialogs.dialog import Dialog, Press
from screens.dialogs.text_field import Field
from screens.terminal_text import literal, plain


class WifiForm(Dialog[dict[str, str]]):
    """Returns ``name`` and ``password`` as the verb ``wifi`` takes them. ``name``: what was entered before."""

    def __init__(self, language: str, name: str = "") -> None:
        super().__init__(language, "")
        self._heading = self.say("wifi.title")
        self._name_before = name

    def body(self) -> ComposeResult:
        """Two fields."""
        with Horizontal(classes="line"):
            yield Label(plain(self.say("wifi.name")))
            yield Field(literal(self._name_before), max_length=LONGEST_NAME, id="name", compact=True)
        with Horizontal(classes="line"):
            yield Label(plain(self.say("wifi.password")))
            yield Field(max_length=LONGEST_PASSWORD, id="password", compact=True)

    def buttons(self) -> ComposeResult:
        """The main button says "show", which is what it does."""
        yield Press(self.say("wifi.show"), key="ok", main=True)
        yield Press(self.say("dialog.cancel"), key="cancel")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter moves to the password; there it submits."""
        event.stop()
        if event.input.id == "name":
            self.focus_next()
        else:
            self.answer()

    def answer(self) -> None:
        """Check the fields with the rules of the room and close."""
        fields = {
            "name": self.query_one("#name", Input).value.strip(),
            "password": self.query_one("#password", Input).value,
        }
        try:
            entered(fields)
        except RuleBroken as wrong:
            self.wrong(explain(wrong.code, self.language, **wrong.fields))
            return
        self.give(fields)
