"""A widget that shows one finished picture in the colours of the stage, and tells where it was clicked."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from screens.canvas import Picture
from screens.stage.widget import strip_of


class Sheet(Widget):
    """Draws what ``show`` was given last."""

    DEFAULT_CSS = """
    Sheet {
        width: 1fr;
        height: 1fr;
    }
    """

    @dataclass
    class Clicked(Message):
        """A click at this cell."""

        x: int
        y: int

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture(0, 0, ())

    def show(self, picture: Picture) -> None:
        """Show it from now on."""
        if picture != self.picture:
            self.picture = picture
            self.refresh()

    def on_mount(self) -> None:
        """Take new colours when the theme changes."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh())

    def render_line(self, y: int) -> Strip:
        """One row of the picture in the colours of the theme."""
        return strip_of(self.picture, y, self.size.width, self.app.theme, dark=self.app.current_theme.dark)

    def on_click(self, event: events.Click) -> None:
        """Tell the screen."""
        event.stop()
        self.post_message(self.Clicked(event.x, event.y))
