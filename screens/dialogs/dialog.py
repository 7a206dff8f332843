"""Base class of all dialogs: a framed box with one line for an error; Esc closes it without an answer."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.visual import VisualType
from textual.widgets import Button, Static

from facilitator.i18n.messages import say
from screens.compact_button import CompactButton
from screens.dialogs.screen_below import ScreenBelow
from screens.terminal_text import literal_content

Result = TypeVar("Result")


class DialogButton(CompactButton):
    """A button that the space bar presses too. ``label`` is drawn literally."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", show=False)]

    def __init__(self, label: str, *, key: str, main: bool = False) -> None:
        super().__init__(literal_content(label), key=key, main=main)


class Dialog(ModalScreen[Result | None]):
    """Asks one thing and returns the answer, or None when it was closed without one."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, language: str, title: str) -> None:
        super().__init__()
        self.language = language
        self._heading = title
        self._result_given = False

    def compose(self) -> ComposeResult:
        """Title, body, line for an error, buttons."""
        with Vertical(id="box"):
            yield Static(literal_content(self._heading), id="title")
            yield from self.body()
            yield Static(id="wrong")
            with Horizontal(id="buttons"):
                yield from self.buttons()

    def render(self) -> VisualType:  # type: ignore[override]  # Textual accepts a Visual; its type hint does not say so
        """Draw the screen below around the box."""
        around = super().render()
        return ScreenBelow(around.screen) if isinstance(around, BackgroundScreen) else around

    @abstractmethod
    def body(self) -> ComposeResult:
        """The widgets that ask."""

    def buttons(self) -> ComposeResult:
        """The buttons at the bottom. ``cancel`` closes the dialog, ``ok`` submits."""
        yield DialogButton(self.say("dialog.ok"), key="ok", main=True)
        yield DialogButton(self.say("dialog.cancel"), key="cancel")

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the dialog's language."""
        return say(key, self.language, **fields)

    def show_error(self, sentence: str) -> None:
        """Show an error; the dialog stays open."""
        self.query_one("#wrong", Static).update(literal_content(sentence))

    def submit(self) -> None:
        """Close with the answer, or show an error. Called by the main button and by Enter."""

    def close_with(self, result: Result | None) -> None:
        """Close with this result, once.

        Textual's ``dismiss`` closes whatever screen is on top, so a second Enter would close the screen below.
        """
        if not self._result_given and self.app.screen is self:
            self._result_given = True
            self.dismiss(result)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.close_with(None)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Handle the buttons ``ok`` and ``cancel``."""
        event.stop()
        if event.button.id == "cancel":
            self.action_leave()
        elif event.button.id == "ok":
            self.submit()
