"""The widget of the stage: a single widget that renders rows and repaints only those that changed."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from screens.pictures.picture_app import PictureApp
from screens.pixels import AUTO, detect_pixels
from screens.stage.paint import paint
from screens.themes import CellColours, appearance_of, stage_colours

if TYPE_CHECKING:
    from screens.pictures.layer import PictureLayer

QR_MODES = ("auto", "half", "full")


class Stage(Widget):
    """Shows a public view, redrawn every second for its clock.

    If a view cannot be drawn, the last good frame stays and ``Stage.Failed`` is posted once.
    """

    DEFAULT_CSS = """
    Stage {
        width: 1fr;
        height: 1fr;
    }
    """

    language: reactive[str] = reactive("")
    """``fi``, ``sv``, ``en`` or ``two``; empty: the stage language of the view."""

    qr: reactive[str] = reactive("auto")
    """How the QR code is drawn: ``auto``, ``half``, or ``full`` for terminals that leave gaps between rows."""

    image_height: reactive[float] = reactive(0.0)
    """Height of the projected image in metres, from which the reach of the QR code is computed; 0 if unknown."""

    lettering: reactive[str] = reactive(AUTO)
    """Pixel size of the block letters: one of ``screens.pixels.MODES``."""

    @dataclass
    class Failed(Message):
        """A view could not be drawn; the last good frame is still shown."""

        stage: Stage
        error: Exception

        @property
        def control(self) -> Stage:
            """The stage that posted the message, for Textual's ``@on`` selectors."""
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
        self._failed_view: PublicView | None = None
        self.picture = Picture(0, 0, ())
        self.picture_layer: PictureLayer | None = None
        """The picture over the cells, where the terminal can show one."""
        self._stale_cells = False
        """Whether rows under the picture have changed since they were rendered."""

    def show(self, view: PublicView) -> None:
        """Show this view from now on."""
        self._view = view
        self._failed_view = None
        self.draw()

    def next_qr_mode(self) -> None:
        """Switch to the next way of drawing the QR code, from the last to the first."""
        self.qr = next_qr_mode(self.qr)

    def draw(self) -> None:
        """Draw the view for the present time and repaint the rows that have changed."""
        size = self.size
        # A hidden widget has no size; ``catch_up`` draws it before it is shown again.
        if not size.width or not size.height:
            return
        new = self._paint(size.width, size.height)
        old, self.picture = self.picture, new
        if (old.width, old.height) != (new.width, new.height):
            self.refresh()
        else:
            # Most seconds only the clock changes, so only its rows are sent to the terminal.
            changed = [y for y, (a, b) in enumerate(zip(old.rows, new.rows, strict=True)) if a != b]
            if self._shows_picture():
                # Cells under the picture would erase it: only the last row is not covered by it.
                self._stale_cells = self._stale_cells or len(changed) > 1 or changed[:1] != [size.height - 1]
                changed = [y for y in changed if y == size.height - 1]
            if changed:
                self.refresh(*(Region(0, y, size.width, 1) for y in changed))
        self._show_picture()

    def _shows_picture(self) -> bool:
        """Whether a picture lies over all rows but the last."""
        layer, view = self.picture_layer, self._view
        if layer is None or layer.broken or view is None or view is self._failed_view:
            return False
        return not view.session.black

    @property
    def _picture_region(self) -> Region:
        """The cells that a picture covers: all rows but the last."""
        region = self.region
        return Region(region.x, region.y, region.width, max(0, region.height - 1))

    def _show_picture(self) -> None:
        """Ask for the picture of the view at the present time."""
        layer, view = self.picture_layer, self._view
        if layer is not None and view is not None and self._shows_picture():
            language, look = self.language or view.session.stage_language, appearance_of(self.app.theme)
            layer.show(view, language, self._clock(), look, self._picture_region)

    def _nothing_over_it(self) -> bool:
        """Whether the stage is seen, with nothing over it."""
        return (
            self.is_attached
            and self.app.screen is self.screen
            and bool(self.size.width)
            and self._shows_picture()
            and not any(each.display and each.size.height > 1 for each in self.screen.query(".over-stage"))
        )

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render rows of cells: those under a picture are rendered anew when something else is painted over it."""
        if self._stale_cells:
            self._stale_cells = False
            self._styles_cache.clear()
        return super().render_lines(crop)

    def _on_cells_written(self, wrote: Callable[[Region], bool]) -> None:
        """Send the picture again where cells that it covers were written."""
        if self.picture_layer is not None and self._picture_region and wrote(self._picture_region):
            self.picture_layer.cells_painted()
            self._show_picture()

    def catch_up(self) -> None:
        """Draw the newest view before the stage is shown again.

        While it is hidden it has no size and is not drawn, and its first frame must not be an old one: what was hidden
        from the stage meanwhile would be projected once more.
        """
        if self.picture.width:
            self.picture = self._paint(self.picture.width, self.picture.height)
            self.refresh()

    def _paint(self, width: int, height: int) -> Picture:
        """Return a new picture, or the last good one if the view cannot be drawn, which is reported once per view."""
        view = self._view
        # A view that failed once would fail every second; it is tried again only when another view arrives.
        if view is None or view is self._failed_view:
            return self._fallback(width, height)
        try:
            language = self.language or view.session.stage_language
            now, pixels = self._clock(), detect_pixels(self.lettering, os.environ)
            return paint(view, width, height, language, now, qr=self.qr, image_height=self.image_height, pixels=pixels)
        except Exception as error:  # any fault of drawing: a traceback must never be projected
            self._failed_view = view
            self.post_message(self.Failed(self, error))
            return self._fallback(width, height)

    def _fallback(self, width: int, height: int) -> Picture:
        if self.picture.width:
            return self.picture
        canvas = Canvas(width, height)
        if self._view is not None:
            canvas.region().put_centred(height // 2, messages.say("stage.wait", self._first_language()), "strong")
        return canvas.picture()

    def _first_language(self) -> str:
        known = self.language or (self._view.session.stage_language if self._view else "")
        return known if known in messages.LANGUAGES else messages.DEFAULT_LANGUAGE

    def render_line(self, y: int) -> Strip:
        """Return one row of the picture in the colours of the theme."""
        return picture_strip(self.picture, y, self.size.width, self.app.theme, dark=self.app.current_theme.dark)

    def on_mount(self) -> None:
        """Redraw every second for the clock, and when the theme changes."""
        self.set_interval(1.0, self.draw)
        app = self.app
        if isinstance(app, PictureApp) and app.pictures.protocol and app._driver is not None:
            # Late: where there are no pictures, the start need not wait for what draws them.
            from screens.pictures.layer import PictureLayer

            self.picture_layer = PictureLayer(
                app.pictures, app._driver.write, self._nothing_over_it, self._picture_failed
            )
            app.on_cells_written = self._on_cells_written
            self.screen.add_class("-pictures")
        # Pictures hold style names and ``render_line`` looks the colours up, so a new theme needs no new picture.
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh())

    def on_unmount(self) -> None:
        """Take the picture away."""
        if self.picture_layer is not None:
            self.picture_layer.close()

    def _picture_failed(self, error: Exception) -> None:
        """Show the cells alone from now on."""
        self.refresh()
        self.post_message(self.Failed(self, error))

    def on_resize(self, _: events.Resize) -> None:
        """Redraw for the new size."""
        self.draw()

    def watch_language(self) -> None:
        """Redraw in the new language."""
        self.draw()

    def watch_qr(self) -> None:
        """Redraw the QR code in the new way."""
        self.draw()

    def watch_lettering(self) -> None:
        """Redraw with the new pixel size."""
        self.draw()

    def watch_image_height(self) -> None:
        """Redraw with the new reach of the QR code."""
        self.draw()


def next_qr_mode(now: str) -> str:
    """Return the way of drawing the QR code after this one, cyclically."""
    index = QR_MODES.index(now) if now in QR_MODES else 0
    return QR_MODES[(index + 1) % len(QR_MODES)]


def picture_strip(picture: Picture, y: int, width: int, theme: str, *, dark: bool) -> Strip:
    """Return one row of a picture in the colours of a theme, filled up to ``width`` cells."""
    table = stage_colours(theme, dark=dark)
    row = picture.rows[y] if y < len(picture.rows) else ()
    segments = [Segment(run.text, rich_style(table[run.style])) for run in row]
    # During a resize the picture can be narrower than the widget: a black stage must not get a lit edge.
    blank = rich_style(table["black" if _is_black(row) else "text"])
    return Strip(segments, picture.width if row else 0).adjust_cell_length(width, blank)


@functools.cache
def rich_style(ink: CellColours) -> Style:
    """Return a rich style with both colours set, so that it does not depend on the terminal's palette."""
    return Style(color=ink.foreground, bgcolor=ink.background, bold=ink.bold)


def _is_black(row: tuple[Run, ...]) -> bool:
    return bool(row) and all(run.style == "black" for run in row)
