"""The form of the room's Wi-Fi: name and password, for the code that phones join the network by."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import explain
from facilitator.network.wifi import MAX_NAME_BYTES, MAX_PASSWORD, WifiArguments, check_wifi
from screens.dialogs.dialog import DialogButton
from screens.dialogs.fields_form import FieldsForm


class WifiForm(FieldsForm[dict[str, str]]):
    """Returns ``name`` and ``password`` as the verb ``wifi`` takes them. ``name``: what was entered before."""

    def __init__(self, language: str, name: str = "") -> None:
        super().__init__(language, "")
        self._heading = self.say("wifi.title")
        self._name_before = name

    def body(self) -> ComposeResult:
        """Two fields."""
        yield self.field_line("name", self.say("wifi.name"), self._name_before, MAX_NAME_BYTES)
        yield self.field_line("password", self.say("wifi.password"), "", MAX_PASSWORD)

    def buttons(self) -> ComposeResult:
        """The main button says "show", which is what it does."""
        yield DialogButton(self.say("wifi.show"), key="ok", main=True)
        yield DialogButton(self.say("dialog.cancel"), key="cancel")

    def submit(self) -> None:
        """Check the fields with the rules of the room and close."""
        fields = {
            "name": self.field_value("name"),
            "password": self.query_one("#password", Input).value,
        }
        try:
            check_wifi(WifiArguments(fields["name"], fields["password"]))
        except RuleBroken as wrong:
            self.show_error(explain(wrong.code, self.language, **wrong.fields))
            return
        self.close_with(fields)
