"""Draws the wall's pictures and encodes what has changed since the last one. Works in a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.drawing import difference
from facilitator.drawing.palette import colours_of, to_palette
from facilitator.drawing.pixels import Area, PixelDrawer
from facilitator.drawing.type_faces import measure
from facilitator.scene.boxes import HEIGHT, Scene
from facilitator.scene.compose import compose
from facilitator.scene.context import SceneContext
from facilitator.scene.roles import APPEARANCES
from facilitator.view import PublicView
from screens.pictures import kitty, sixel

if TYPE_CHECKING:
    from PIL import Image

COMPACT_AFTER = 20
"""Pictures of kitty's protocol after which the whole one is sent anew, and the parts are freed."""


@dataclass(frozen=True)
class Frame:
    """Where the picture stands: its cells, and the pixels of one."""

    columns: int
    rows: int
    cell: tuple[int, int]
    left: int
    top: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.columns * self.cell[0], self.rows * self.cell[1]


@dataclass(frozen=True)
class Wanted:
    """A picture that is to be on the wall."""

    view: PublicView
    language: str
    now: float
    appearance: str
    frame: Frame


class Painter:
    """Remembers what is on the wall. ``protocol`` is ``sixel`` or ``kitty``."""

    def __init__(self, protocol: str) -> None:
        self._protocol = protocol
        self._scene: Scene | None = None
        self._picture: Image.Image | None = None
        self._key: tuple[str, Frame] | None = None
        self._sent = 0

    def forget(self) -> None:
        """Draw the whole picture the next time: what the terminal shows is not known any more."""
        self._picture = None

    def paint(self, wanted: Wanted) -> bytes:
        """Return what turns the picture on the wall into the wanted one; empty when they are equal."""
        size = wanted.frame.size
        context = SceneContext(
            view=wanted.view,
            language=wanted.language,
            now=wanted.now,
            measure=measure,
            width=size[0] / size[1] * HEIGHT,
        )
        scene = compose(context)
        key = (wanted.appearance, wanted.frame)
        drawer = PixelDrawer(size[1], APPEARANCES[wanted.appearance])
        old, self._scene = self._scene, scene
        areas = None
        if old is not None and self._picture is not None and key == self._key and self._sent < COMPACT_AFTER:
            areas = difference.changed_areas(old, scene, drawer.area_of, wanted.frame.cell, size)
        self._key = key
        if areas is None:
            return self._whole(drawer, scene, wanted)
        return b"".join(self._part(drawer, scene, wanted, area) for area in areas)

    def _whole(self, drawer: PixelDrawer, scene: Scene, wanted: Wanted) -> bytes:
        size = wanted.frame.size
        self._picture = to_palette(drawer.draw_area(scene, (0, 0, *size)), wanted.appearance)
        self._sent = 0
        erase = kitty.ERASE if self._protocol == "kitty" else b""
        return erase + self._placed_picture(self._picture, (0, 0, *size), wanted)

    def _part(self, drawer: PixelDrawer, scene: Scene, wanted: Wanted, area: Area) -> bytes:
        """Return the part of ``area`` that differs, pixel by pixel, from what is on the wall."""
        from PIL import ImageChops

        assert self._picture is not None
        new = to_palette(drawer.draw_area(scene, area), wanted.appearance)
        before = self._picture.crop(area)
        box = ImageChops.difference(new.convert("RGB"), before.convert("RGB")).getbbox()
        if box is None:
            return b""
        shifted = (box[0] + area[0], box[1] + area[1], box[2] + area[0], box[3] + area[1])
        least = difference.snap(shifted, wanted.frame.cell, wanted.frame.size)
        part = new.crop((least[0] - area[0], least[1] - area[1], least[2] - area[0], least[3] - area[1]))
        self._picture.paste(part, least[:2])
        return self._placed_picture(part, least, wanted)

    def _placed_picture(self, part: Image.Image, area: Area, wanted: Wanted) -> bytes:
        wide, high = wanted.frame.cell
        row, column = wanted.frame.top + area[1] // high + 1, wanted.frame.left + area[0] // wide + 1
        if self._protocol == "kitty":
            self._sent += 1
            data = kitty.encode(part, self._sent, self._sent)
        else:
            data = sixel.encode(part, colours_of(wanted.appearance))
        return b"\x1b7\x1b[%d;%dH%s\x1b8" % (row, column, data)
