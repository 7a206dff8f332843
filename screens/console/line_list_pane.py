"""What the panes of texts and of themes share: a list with a cursor, a filter, and the whole text under the cursor."""

from __future__ import annotations

from textual import on
from textual.getters import query_one

from screens.console.finder import Finder
from screens.console.line_list import Wall
from screens.console.pane import Pane


class WallPane(Pane):
    """A pane around one ``Wall`` and one ``Finder``. Textual calls the handlers of a derived class besides these."""

    wall = query_one(Wall)
    finder = query_one(Finder)

    def take_focus(self) -> None:
        """The list has the keys."""
        self.wall.focus()

    def do_filter(self) -> None:
        """Show only lines that hold what is typed."""
        self.finder.open()

    def tell_whole(self) -> None:
        """Show the whole of what stands under the cursor."""

    @on(Finder.Changed)
    def found(self, event: Finder.Changed) -> None:
        """What is looked for is another text."""
        event.stop()
        if self.view is not None:
            self.refresh_from(self.view)

    @on(Finder.Left)
    def left(self, event: Finder.Left) -> None:
        """The filter field was left."""
        event.stop()
        self.take_focus()

    @on(Wall.Moved)
    def moved(self, event: Wall.Moved) -> None:
        """The cursor stands on another line."""
        event.stop()
        self.tell_whole()
