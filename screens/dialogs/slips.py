"""The dialog that asks how many join slips are to be made."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Checkbox, Input, Label, Static

from facilitator.i18n.messages import explain
from facilitator.rules.verbs.slips import MOST_AT_ONCE
from screens.dialogs.dialog import Dialog
from screens.dialogs.text_field import TextField
from screens.terminal_text import literal_content

MAX_DIGITS = 4


class SlipsForm(Dialog[dict[str, Any]]):
    """Returns the arguments of the verb ``handouts``. Earlier slips stay valid unless the box is ticked."""

    def __init__(self, language: str, made: int, used: int) -> None:
        super().__init__(language, "")
        self._heading = self.say("act.slips")
        self._slips_made, self._slips_used = made, used

    def body(self) -> ComposeResult:
        """The number, and when slips were made before, whether they are to become invalid."""
        yield Static(literal_content(self.say("slips.about")), id="slips-about")
        with Horizontal(classes="line count"):
            yield Label(literal_content(self.say("slips.ask")))
            yield TextField(max_length=MAX_DIGITS, restrict=r"[0-9]*", id="number", compact=True)
        if self._slips_made:
            yield Static(
                literal_content(self.say("slips.so_far", n=self._slips_made, used=self._slips_used)), id="slips-so-far"
            )
            yield Checkbox(literal_content(self.say("slips.void")), id="void", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Submit on Enter."""
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Close with the number, if so many slips can be made."""
        number = int(self.query_one("#number", Input).value or 0)
        if not 1 <= number <= MOST_AT_ONCE:
            self.show_error(explain("slips_number", self.language, n=MOST_AT_ONCE))
            return
        void = bool(self._slips_made) and self.query_one("#void", Checkbox).value
        self.close_with({"slips": number, "void": void})
