"""What all dialogs share: a framed box, one sentence of error, Esc that leaves without an answer."""

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
from screens.dialogs.screen_below import Beneath
from screens.terminal_text import plain

Result = TypeVar("Result")


class Press(Button):
    """A button that answers to the space bar too. ``label`` is drawn literally."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", show=False)]

    def __init__(self, label: str, *, key: str, main: bool = False) -> None:
        super().__init__(plain(label), "primary" if main else "default", id=key, compact=True)


class Dialog(ModalScreen[Result | None]):
    """Asks one thing; gives back the answer, or None when it was left without one."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, language: str, title: str) -> None:
        super().__init__()
        self.language = language
        self._heading = title
        self._given = False

    def compose(self) -> ComposeResult:
        """Title, what is asked, the place of an error, buttons."""
        with Vertical(id="box"):
            yield Static(plain(self._heading), id="title")
            yield from self.body()
            yield Static(id="wrong")
            with Horizontal(id="buttons"):
                yield from self.buttons()

    def render(self) -> VisualType:  # type: ignore[override]  # Textual takes it, its own hint is older
        """What is seen around the box."""
        around = super().render()
        return Beneath(around.screen) if isinstance(around, BackgroundScreen) else around

    @abstractmethod
    def body(self) -> ComposeResult:
        """What is asked."""

    def buttons(self) -> ComposeResult:
        """The buttons at the bottom; ``cancel`` leaves."""
        yield Press(self.say("dialog.ok"), key="ok", main=True)
        yield Press(self.say("dialog.cancel"), key="cancel")

    def say(self, key: str, **fields: object) -> str:
        """A message in the dialog's language."""
        return say(key, self.language, **fields)

    def wrong(self, sentence: str) -> None:
        """Say what is not right yet; the dialog stays."""
        self.query_one("#wrong", Static).update(plain(sentence))

    def answer(self) -> None:
        """The main button or Enter was pressed: give the answer, or say what is wrong."""

    def give(self, result: Result | None) -> None:
        """Close with this result, once. Textual's ``dismiss`` closes whatever is on top, so a second Enter that was
        pressed too quickly would close the screen below."""
        if not self._given and self.app.screen is self:
            self._given = True
            self.dismiss(result)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.give(None)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two ordinary buttons."""
        event.stop()
        if event.button.id == "cancel":
            self.action_leave()
        elif event.button.id == "ok":
            self.answer()
