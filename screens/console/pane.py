"""Base class of the work panes: the part of the console in which the current step is worked on."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.containers import Vertical

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView
from screens.console.line_list import LineList
from screens.console.pane_context import Handlers, PaneContext


class Pane(Vertical):
    """Shows one family of step kinds as a list. For a change it posts a request; the room decides.

    The console mounts a pane when it is needed for the first time. Until then the pane holds the newest view,
    its list is empty, and it carries out no command.
    """

    NAME: ClassVar[str] = ""
    """Id of the pane in the console."""

    LIST_ID: ClassVar[str] = ""
    """Id of its list."""

    def __init__(self, language: str) -> None:
        super().__init__(id=self.NAME)
        self.language = language
        self.view: ConsoleView | None = None
        self.context = PaneContext(self, language)
        self.line_list = LineList(self.LIST_ID)
        self._focus_at_mount = False

    def on_mount(self) -> None:
        """Draw what was shown before the pane was mounted."""
        if self.view is not None:
            self.refresh_from(self.view)
        if self._focus_at_mount:
            self.line_list.focus()

    def handlers(self) -> Handlers:
        """Return the commands that this pane carries out."""
        return {}

    @property
    def available_work(self) -> frozenset[str]:
        """Ids of those commands that make sense now; the palette and the help list them."""
        return frozenset(self.handlers())

    @property
    def keys(self) -> str:
        """Catalogue key of the line that names the keys of this pane."""
        return f"console.keys.{self.NAME}"

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the facilitator's language."""
        return say(key, self.language, **fields)

    def show(self, view: ConsoleView) -> None:
        """Show this view."""
        self.view = view
        self.redraw()

    def redraw(self) -> None:
        """Draw the view again, because something else that is drawn has changed."""
        if self.view is not None and self.is_mounted:
            self.refresh_from(self.view)

    def refresh_from(self, view: ConsoleView) -> None:
        """Draw the parts of the pane that differ from what is shown."""

    def show_full_text(self) -> None:
        """Show the full text of the line under the cursor, where the pane has a place for it."""

    def perform(self, command_id: str) -> None:
        """Carry out a command; one that this pane does not have is ignored."""
        if self.is_mounted and (run := self.handlers().get(command_id)) is not None:
            run()

    def take_focus(self) -> None:
        """Give the focus to the list."""
        if self.is_mounted:
            self.line_list.focus()
        else:
            self._focus_at_mount = True

    @on(LineList.CursorMoved)
    def update_full_text(self, event: LineList.CursorMoved) -> None:
        """Show the full text of the line that the cursor has moved to."""
        event.stop()
        self.show_full_text()
