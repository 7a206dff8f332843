"""The widget that shows the stage: one widget that draws lines, and repaints only the rows that changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from facilitator.i18n import messages
from facilitator.view import PublicView
from screens.canvas import Canvas, Picture, Run
from screens.pixels import AUTO, pixels_of
from screens.stage.paint import paint
from screens.themes import Ink, inks

QR_MODES = ("auto", "half", "full")


class Stage(Widget):
    """What is projected. ``show(view)`` is all it is told; it draws itself from the view and the clock.

    If a view cannot be drawn, the last good frame stays and ``Stage.Failed`` is posted.
    """

    DEFAULT_CSS = """
    Stage {
        width: 1fr;
        height: 1fr;
    }
    """

    language: reactive[str] = reactive("")
    """fi, sv, en or two; empty follows the view."""

    qr: reactive[str] = reactive("auto")
    """How the join code is drawn: auto, half or full (for terminals that leave seams between rows)."""

    image: reactive[float] = reactive(0.0)
    """Height of the picture on the wall in metres, for how far the code can be read; 0 when nobody has said."""

    lettering: reactive[str] = reactive(AUTO)
    """How fine the large letters are: one of ``screens.pixels.MODES``."""

    @dataclass
    class Failed(Message):
        """A view could not be drawn; the last good frame is still shown."""

        stage: Stage
        error: Exception

        @property
        def control(self) -> Stage:
            """The stage that it happened on."""
            return self.stage

    def __init__(
        self,
        view: PublicView | None = None,
        *,
        clock: Callable[[], float] = time.time,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._view = view
        self._clock = clock
        self._failed: PublicView | None = None
        self.picture = Picture(0, 0, ())

    def show(self, view: PublicView) -> None:
        """Show this view from now on."""
        self._view = view
        self._failed = None
        self.draw()

    def next_mode(self) -> None:
        """Draw the join code in the next way, round and round."""
        self.qr = QR_MODES[(QR_MODES.index(self.qr) + 1) % len(QR_MODES)]

    def draw(self) -> None:
        """Draw the view as it is now, and repaint the rows that look different."""
        size = self.size
        if not size.width or not size.height:
            return
        new = self._paint(size.width, size.height)
        old, self.picture = self.picture, new
        if (old.width, old.height) != (new.width, new.height):
            self.refresh()
        elif changed := [y for y, (a, b) in enumerate(zip(old.rows, new.rows, strict=True)) if a != b]:
            self.refresh(*(Region(0, y, size.width, 1) for y in changed))

    def _paint(self, width: int, height: int) -> Picture:
        """A new picture; the last good one when the view cannot be drawn (told once per view)."""
        view = self._view
        if view is None or view is self._failed:
            return self._fallback(width, height)
        try:
            language = self.language or view.session.stage_language
            now, pixels = self._clock(), pixels_of(self.lettering, os.environ)
            return paint(view, width, height, language, now, qr=self.qr, image=self.image, pixels=pixels)
        except Exception as error:  # whatever it was, the wall must never show it
            self._failed = view
            self.post_message(self.Failed(self, error))
            return self._fallback(width, height)

    def _fallback(self, width: int, height: int) -> Picture:
        if self.picture.width:
            return self.picture
        canvas = Canvas(width, height)
        if self._view is not None:
            canvas.region().put_middle(height // 2, messages.say("stage.wait", self._first_language()), "strong")
        return canvas.picture()

    def _first_language(self) -> str:
        known = self.language or (self._view.session.stage_language if self._view else "")
        return known if known in messages.LANGUAGES else messages.DEFAULT

    def render_line(self, y: int) -> Strip:
        """One row of the picture in the colours of the theme."""
        return strip_of(self.picture, y, self.size.width, self.app.theme, dark=self.app.current_theme.dark)

    def on_mount(self) -> None:
        """Keep the timer going, and take new colours when the theme changes."""
        self.set_interval(1.0, self.draw)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh())

    def on_resize(self, _: events.Resize) -> None:
        """Draw anew for the new size."""
        self.draw()

    def watch_language(self) -> None:
        """Draw in the new language."""
        self.draw()

    def watch_qr(self) -> None:
        """Draw the code in the new way."""
        self.draw()

    def watch_lettering(self) -> None:
        """Draw with the other letters."""
        self.draw()

    def watch_image(self) -> None:
        """Say how far the code can be read."""
        self.draw()


def strip_of(picture: Picture, y: int, width: int, theme: str, *, dark: bool) -> Strip:
    """One row of a picture in the colours of a theme."""
    table = inks(theme, dark=dark)
    row = picture.rows[y] if y < len(picture.rows) else ()
    segments = [Segment(run.text, style_of(table[run.style])) for run in row]
    blank = style_of(table["black" if _is_black(row) else "text"])
    return Strip(segments, picture.width if row else 0).adjust_cell_length(width, blank)


def style_of(ink: Ink) -> Style:
    """A style with both colours set, so that nothing depends on the terminal's own."""
    return Style(color=ink.ink, bgcolor=ink.paper, bold=ink.bold)


def _is_black(row: tuple[Run, ...]) -> bool:
    return bool(row) and all(run.style == "black" for run in row)
