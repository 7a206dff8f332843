"""An app over whose cells a picture can lie: it knows what the terminal shows, and which cells Textual has written.

Where Textual has written, a picture is gone. Textual has no public word for this, so the app's ``_display`` is
overridden; nothing else depends on the private parts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.app import App
from textual.geometry import Region
from textual.screen import Screen

from screens.pictures.terminal import NONE, TerminalPictures

Result = TypeVar("Result")


class PictureApp(App[Result], inherit_bindings=False):
    """An app that tells which cells of the screen were written."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: TerminalPictures = NONE
        """What pictures the terminal shows; set before the app runs."""
        self.on_cells_written: Callable[[Callable[[Region], bool]], None] | None = None
        """Called after each write, with a function that tells whether cells of a region were written."""

    def _display(self, screen: Screen[object], renderable: object) -> None:
        super()._display(screen, renderable)  # type: ignore[arg-type]
        if renderable is not None and not self._batch_count and self.on_cells_written is not None:
            self.on_cells_written(lambda region: wrote(renderable, region))


def wrote(update: object, region: Region) -> bool:
    """Return whether an update of the screen has written cells of a region."""
    spans: list[tuple[int, int, int]] | None = getattr(update, "spans", None)
    if spans is None:  # the whole screen, or something that is not known
        return True
    return any(region.y <= y < region.bottom and x1 < region.right and region.x < x2 for y, x1, x2 in spans)
