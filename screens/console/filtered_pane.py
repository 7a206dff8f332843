"""Base class of the panes of texts and of themes: the list can be filtered."""

from __future__ import annotations

from textual import on
from textual.getters import query_one

from screens.console.finder import Finder
from screens.console.pane import Pane
from screens.console.pane_context import Handlers


class FilteredPane(Pane):
    """A pane with a ``Finder``. Textual calls these handlers and those of a derived class."""

    finder = query_one(Finder)

    def handlers(self) -> Handlers:
        """Return the commands that this pane carries out."""
        return {"filter": self.open_filter}

    def open_filter(self) -> None:
        """Open the filter field."""
        self.finder.open()

    @on(Finder.Changed)
    def apply_filter(self, event: Finder.Changed) -> None:
        """Apply the changed filter to the list."""
        event.stop()
        self.redraw()

    @on(Finder.EditingFinished)
    def leave_filter(self, event: Finder.EditingFinished) -> None:
        """Go back to the list when the filter field is left."""
        event.stop()
        self.take_focus()
