"""Base class of the panes of texts and of themes: a list with a cursor, a filter, and the full text of a line."""

from __future__ import annotations

from textual import on
from textual.getters import query_one

from screens.console.finder import Finder
from screens.console.line_list import LineList
from screens.console.pane import Pane


class LineListPane(Pane):
    """A pane with one ``LineList`` and one ``Finder``. Textual calls these handlers and those of a derived class."""

    line_list = query_one(LineList)
    finder = query_one(Finder)

    def take_focus(self) -> None:
        """Give the focus to the list."""
        self.line_list.focus()

    def do_filter(self) -> None:
        """Open the filter field."""
        self.finder.open()

    def show_full_text(self) -> None:
        """Show the full text of the line under the cursor."""

    @on(Finder.Changed)
    def apply_filter(self, event: Finder.Changed) -> None:
        """Apply the changed filter to the list."""
        event.stop()
        if self.view is not None:
            self.refresh_from(self.view)

    @on(Finder.EditingFinished)
    def leave_filter(self, event: Finder.EditingFinished) -> None:
        """Go back to the list when the filter field is left."""
        event.stop()
        self.take_focus()

    @on(LineList.CursorMoved)
    def update_full_text(self, event: LineList.CursorMoved) -> None:
        """Show the full text of the line that the cursor has moved to."""
        event.stop()
        self.show_full_text()
