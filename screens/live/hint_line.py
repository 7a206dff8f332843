"""The line over the stage that shows a short sentence for some seconds."""

from __future__ import annotations

from textual.timer import Timer
from textual.widgets import Static

from screens.terminal_text import literal_content

HINT_SECONDS = 4.0


class HintLine(Static):
    """Invisible while it has nothing to show."""

    def __init__(self) -> None:
        super().__init__(id="hint", classes="over-stage")
        self._timer: Timer | None = None

    def show(self, sentence: str) -> None:
        """Show a sentence for ``HINT_SECONDS``."""
        # The class is set on this line: set on the screen, it would restyle every widget of the console.
        self.update(literal_content(sentence))
        self.add_class("-said")
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(HINT_SECONDS, self.end)

    def end(self) -> None:
        """Hide the line."""
        self.remove_class("-said")
