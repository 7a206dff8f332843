"""A widget that shows one finished picture in the colours of the stage and reports clicks on it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from screens.canvas import Picture
from screens.stage.widget import picture_strip


class PictureWidget(Widget):
    """Shows the picture that was last passed to ``show``."""

    DEFAULT_CSS = """
    PictureWidget {
        width: 1fr;
        height: 1fr;
    }
    """

    @dataclass
    class Clicked(Message):
        """The cell in column ``x`` and row ``y`` was clicked."""

        x: int
        y: int

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture(0, 0, ())

    def show(self, picture: Picture) -> None:
        """Show this picture from now on; an equal one is not drawn again."""
        if picture != self.picture:
            self.picture = picture
            self.refresh()

    def on_mount(self) -> None:
        """Redraw when the theme changes."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh())

    def render_line(self, y: int) -> Strip:
        """Return one row of the picture in the colours of the theme."""
        return picture_strip(self.picture, y, self.size.width, self.app.theme, dark=self.app.current_theme.dark)

    def on_click(self, event: events.Click) -> None:
        """Post ``Clicked`` with the cell."""
        event.stop()
        self.post_message(self.Clicked(event.x, event.y))
