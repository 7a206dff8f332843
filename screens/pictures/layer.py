"""Keeps a picture on top of the stage's cells: draws it in a thread, and sends it when nothing else is on the screen.

The stage's cells stay complete below it, so whatever fails, what is seen is a whole stage and never a hole.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from textual.geometry import Region

from facilitator.view import PublicView
from screens.pictures import kitty
from screens.pictures.painter import Frame, Painter, Wanted
from screens.pictures.terminal import TerminalPictures, cell_size

QUIET_SECONDS = 0.06
"""Seconds without a repaint after which the picture is sent again: one change of the screen repaints several times."""

NARROWEST_CELL, LOWEST_CELL = 4, 6
"""Pixels of a cell below which no text of a picture could be read."""

log = logging.getLogger(__name__)


@dataclass
class PictureCounters:
    """What has been sent, for tests and measurements."""

    whole: int = 0
    parts: int = 0
    bytes: int = 0


class PictureLayer:
    """The picture over one stage.

    ``write`` sends text to the terminal as it is. ``allowed`` tells whether the stage alone is seen now. ``failed`` is
    called once when a picture could not be drawn; from then on there are only cells.
    """

    def __init__(
        self,
        pictures: TerminalPictures,
        write: Callable[[str], None],
        allowed: Callable[[], bool],
        failed: Callable[[Exception], None],
    ) -> None:
        self.pictures = pictures
        self.counters = PictureCounters()
        self.broken = False
        self._write = write
        self._allowed = allowed
        self._failed = failed
        self._painter = Painter(pictures.protocol)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="picture")
        self._wanted: Wanted | None = None
        self._running: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._repainted = True
        """Whether the cells have been painted over the picture since it was sent."""

    def show(self, view: PublicView, language: str, now: float, appearance: str, region: Region) -> None:
        """Have the picture of a view on the wall as soon as possible; one that is still waiting is left out.

        ``region``: the cells of the screen that it covers. Where the size of a cell is not known, there is no picture.
        """
        wide, high = cell = cell_size(self.pictures.cell)
        if wide < NARROWEST_CELL or high < LOWEST_CELL or not region:
            return
        frame = Frame(region.width, region.height, cell, region.x, region.y)
        self._wanted = Wanted(view, language, now, appearance, frame)
        if not self._repainted:
            self._start()

    def cells_painted(self) -> None:
        """Cells of the stage were painted over the picture: send it again after a short quiet."""
        self._repainted = True
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(QUIET_SECONDS, self._start)

    def close(self) -> None:
        """Take the picture away; nothing is sent any more."""
        self.broken = True
        if self._timer is not None:
            self._timer.cancel()
        if self.pictures.protocol == "kitty":
            self._write(kitty.ERASE.decode())
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _start(self) -> None:
        if self.broken or self._wanted is None or (self._running is not None and not self._running.done()):
            return
        if self._allowed():
            self._running = asyncio.create_task(self._send())

    async def _send(self) -> None:
        """Draw and send until what is wanted is on the wall."""
        while self._wanted is not None and not self.broken and self._allowed():
            wanted, self._wanted = self._wanted, None
            whole, self._repainted = self._repainted, False
            if whole:
                self._painter.forget()
            try:
                data = await asyncio.get_running_loop().run_in_executor(self._thread, self._painter.paint, wanted)
            except Exception as error:  # any fault of drawing: the cells below are a whole stage
                self.broken = True
                log.error("the picture could not be drawn", exc_info=error)
                self._failed(error)
                return
            if self._repainted or not self._allowed():
                # Something else was painted meanwhile: this picture would lie over it.
                self._repainted = True
                self._wanted = self._wanted or wanted
                return
            if data:
                self._write(data.decode("ascii"))
                self.counters.bytes += len(data)
                self.counters.whole += whole
                self.counters.parts += not whole
