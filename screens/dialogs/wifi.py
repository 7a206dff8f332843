"""The form of the room's Wi-Fi: name and password, for the code that phones join the network by."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain
from facilitator.network.wifi import MAX_NAME_BYTES, MAX_PASSWORD, WifiArguments, check_wifi
from screens.dialogs.dialog import Dialog, DialogButton
from screens.dialogs.text_field import TextField
from screens.terminal_text import literal_content, literal_text


class WifiForm(Dialog[dict[str, str]]):
    """Returns ``name`` and ``password`` as the verb ``wifi`` takes them. ``name``: what was entered before."""

    def __init__(self, language: str, name: str = "") -> None:
        super().__init__(language, "")
        self._heading = self.say("wifi.title")
        self._name_before = name

    def body(self) -> ComposeResult:
        """Two fields."""
        with Horizontal(classes="line"):
            yield Label(literal_content(self.say("wifi.name")))
            yield TextField(literal_text(self._name_before), max_length=MAX_NAME_BYTES, id="name", compact=True)
        with Horizontal(classes="line"):
            yield Label(literal_content(self.say("wifi.password")))
            yield TextField(max_length=MAX_PASSWORD, id="password", compact=True)

    def buttons(self) -> ComposeResult:
        """The main button says "show", which is what it does."""
        yield DialogButton(self.say("wifi.show"), key="ok", main=True)
        yield DialogButton(self.say("dialog.cancel"), key="cancel")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter moves to the password; there it submits."""
        event.stop()
        if event.input.id == "name":
            self.focus_next()
        else:
            self.submit()

    def submit(self) -> None:
        """Check the fields with the rules of the room and close."""
        fields = {
            "name": self.query_one("#name", Input).value.strip(),
            "password": self.query_one("#password", Input).value,
        }
        try:
            check_wifi(WifiArguments(fields["name"], fields["password"]))
        except RuleBroken as wrong:
            self.show_error(explain(wrong.code, self.language, **wrong.fields))
            return
        self.close_with(fields)
