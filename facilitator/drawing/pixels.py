"""Draws a scene with Pillow: flat colours, antialiased edges, nothing that a terminal with few colours could not show.

One u is ``height / 1080`` pixels, so the same scene can be drawn in any size.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from facilitator.drawing.type_faces import TABULAR, runs, shapes_text
from facilitator.media import codes
from facilitator.media.fonts import load_font
from facilitator.scene.boxes import HEIGHT, AnyBox, Bar, Code, Disc, Panel, Ring, Scene, Symbol, Words

if TYPE_CHECKING:  # imported late: only few commands draw
    from PIL import Image, ImageDraw

SUPERSAMPLING = 4
"""Round shapes are drawn so many times larger and reduced, because Pillow draws hard edges."""
QUIET_ZONE = 4
"""Modules of blank around a QR code (ISO/IEC 18004)."""


Area: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom are outside."""


def touches(one: Area, other: Area) -> bool:
    """Whether two areas have a pixel in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class PixelDrawer:
    """Draws scenes in one size and one set of colours. ``height``: of the picture in pixels."""

    def __init__(self, height: int, colours: Mapping[str, str]) -> None:
        self.scale = height / HEIGHT
        self._height = height
        self._colours = colours
        self._left = self._top = 0

    def draw(self, scene: Scene) -> Image.Image:
        """Return the scene as a picture in RGB."""
        return self.draw_area(scene, (0, 0, round(scene.width * self.scale), self._height))

    def draw_area(self, scene: Scene, area: Area) -> Image.Image:
        """Return the part of the picture in ``area`` (left, top, right, bottom in pixels), exactly as in the whole."""
        from PIL import Image

        self._left, self._top, right, bottom = area
        image = Image.new("RGB", (right - self._left, bottom - self._top), self._colours[scene.ground])
        for box in scene.boxes:
            if touches(self.area_of(box), area):
                self.draw_box(image, box)
        return image

    def area_of(self, box: AnyBox) -> Area:
        """Return the pixels that a box may change: its rectangle, and for text what reaches out of its lines."""
        reach = box.size * 0.08 if isinstance(box, Words) else 2.0
        return (
            int((box.x - reach) * self.scale),
            int((box.y - reach) * self.scale),
            int((box.right + reach) * self.scale) + 2,
            int((box.bottom + reach) * self.scale) + 2,
        )

    def draw_box(self, image: Image.Image, box: AnyBox) -> None:
        """Draw one box over what the picture holds."""
        from PIL import ImageDraw

        draw = ImageDraw.Draw(image)
        match box:
            case Words():
                self._words(image, draw, box)
            case Panel():
                self._panel(image, draw, box)
            case Bar():
                self._bar(image, box)
            case Disc():
                self._disc(image, box)
            case Ring():
                self._ring(image, box)
            case Symbol():
                self._symbol(image, box)
            case Code():
                self._code(draw, box)

    def _px(self, u: float) -> int:
        return round(u * self.scale)

    def _x(self, u: float) -> int:
        return round(u * self.scale) - self._left

    def _y(self, u: float) -> int:
        return round(u * self.scale) - self._top

    def _words(self, image: Image.Image, draw: ImageDraw.ImageDraw, box: Words) -> None:
        from PIL import Image, ImageDraw

        if box.turned:
            flat = Image.new("L", (self._px(box.h), self._px(box.w)))
            self._lines(ImageDraw.Draw(flat), box, (0.0, 0.0), box.h, 255)
            image.paste(self._colours[box.role], (self._x(box.x), self._y(box.y)), flat.rotate(90, expand=True))
            return
        at = (box.x * self.scale - self._left, box.y * self.scale - self._top)
        self._lines(draw, box, at, box.w, self._colours[box.role])

    def _lines(
        self, draw: ImageDraw.ImageDraw, box: Words, at: tuple[float, float], width: float, fill: str | int
    ) -> None:
        """Draw the lines from ``at`` (in pixels) on, in ``width`` u."""
        features = TABULAR if box.figures and shapes_text() else None
        for number, text in enumerate(box.lines):
            pieces = [
                (load_font(name, box.size * self.scale), piece) for name, piece in runs(text, box.size, box.weight)
            ]
            wide = sum(face.getlength(piece, features=features) for face, piece in pieces)
            x = at[0]
            if box.align != "left":
                free = width * self.scale - wide
                x += free if box.align == "right" else free / 2
            y = at[1] + (box.baseline(number) - box.y) * self.scale
            for face, piece in pieces:
                draw.text((x, round(y)), piece, font=face, fill=fill, anchor="ls", features=features)
                x += face.getlength(piece, features=features)

    def _panel(self, image: Image.Image, draw: ImageDraw.ImageDraw, box: Panel) -> None:
        area = (self._x(box.x), self._y(box.y), self._x(box.right), self._y(box.bottom))
        line = max(1, self._px(box.line)) if box.outline else 0
        if box.dashed:
            self._dashes(draw, box, area, max(2, line))
            return
        if box.outline:
            self._fill_rounded(image, area, self._px(box.radius), box.corners, self._colours[box.outline])
            area = (area[0] + line, area[1] + line, area[2] - line, area[3] - line)
        if box.fill or box.outline:
            fill = self._colours[box.fill or "paper"]
            self._fill_rounded(image, area, max(0, self._px(box.radius) - line), box.corners, fill)

    def _dashes(self, draw: ImageDraw.ImageDraw, box: Panel, area: tuple[int, int, int, int], line: int) -> None:
        colour, radius = self._colours[box.outline], self._px(box.radius)
        left, top, right, bottom = area[0], area[1], area[2] - 1, area[3] - 1
        for corner, (x, y) in (
            ((180, 270), (left, top)),
            ((270, 360), (right - 2 * radius, top)),
            ((0, 90), (right - 2 * radius, bottom - 2 * radius)),
            ((90, 180), (left, bottom - 2 * radius)),
        ):
            draw.arc((x, y, x + 2 * radius, y + 2 * radius), *corner, fill=colour, width=line)
        dash, gap = self._px(18), self._px(18)
        for x in range(left + radius + gap, right - radius - dash // 2, dash + gap):
            end = min(x + dash, right - radius)
            draw.rectangle((x, top, end, top + line - 1), fill=colour)
            draw.rectangle((x, bottom - line + 1, end, bottom), fill=colour)
        for y in range(top + radius + gap, bottom - radius - dash // 2, dash + gap):
            end = min(y + dash, bottom - radius)
            draw.rectangle((left, y, left + line - 1, end), fill=colour)
            draw.rectangle((right - line + 1, y, right, end), fill=colour)

    def _fill_rounded(
        self, image: Image.Image, area: tuple[int, int, int, int], radius: int, corners: str, colour: str
    ) -> None:
        left, top, right, bottom = area
        width, height = right - left, bottom - top
        if width <= 0 or height <= 0:
            return
        radius = min(radius, width // 2, height // 2)
        if radius < 1 or corners == "none":
            image.paste(colour, area)
            return
        image.paste(colour, (left + radius, top, right - radius, bottom))
        image.paste(colour, (left, top + radius, left + radius, bottom - radius))
        image.paste(colour, (right - radius, top + radius, right, bottom - radius))
        disc = _disc_mask(2 * radius)
        for name, at, part in (
            ("top left", (left, top), (0, 0)),
            ("top right", (right - radius, top), (radius, 0)),
            ("bottom left", (left, bottom - radius), (0, radius)),
            ("bottom right", (right - radius, bottom - radius), (radius, radius)),
        ):
            if corners == "all" or corners in name:
                quarter = disc.crop((*part, part[0] + radius, part[1] + radius))
                image.paste(colour, at, quarter)
            else:
                image.paste(colour, (*at, at[0] + radius, at[1] + radius))

    def _bar(self, image: Image.Image, box: Bar) -> None:
        whole = (self._x(box.x), self._y(box.y), self._x(box.right), self._y(box.bottom))
        radius = self._px(box.radius)
        if box.track:
            self._fill_rounded(image, whole, radius, "all", self._colours[box.track])
        if box.share <= 0:
            return
        # A few pixels at least: a small value must not look like none.
        if box.upright:
            top = min(whole[3] - max(2, radius), self._y(box.bottom - box.h * min(1.0, box.share)))
            self._fill_rounded(image, (whole[0], top, whole[2], whole[3]), radius, "top", self._colours[box.fill])
        else:
            end = max(whole[0] + 2 * radius, self._x(box.x + box.w * min(1.0, box.share)))
            self._fill_rounded(image, (whole[0], whole[1], end, whole[3]), radius, "all", self._colours[box.fill])

    def _disc(self, image: Image.Image, box: Disc) -> None:
        at, size = (self._x(box.x), self._y(box.y)), max(2, self._px(box.w))
        if box.outline:
            image.paste(self._colours[box.outline], at, _disc_mask(size))
            line = max(1, self._px(box.line))
            at, size = (at[0] + line, at[1] + line), max(2, size - 2 * line)
        image.paste(self._colours[box.fill], at, _disc_mask(size))

    def _ring(self, image: Image.Image, box: Ring) -> None:
        at, size, line = (self._x(box.x), self._y(box.y)), self._px(box.w), self._px(box.line)
        image.paste(self._colours[box.track], at, _ring_mask(size, line, 1.0))
        if box.share > 0:
            image.paste(self._colours[box.fill], at, _ring_mask(size, line, round(min(1.0, box.share), 3)))

    def _symbol(self, image: Image.Image, box: Symbol) -> None:
        mask = _symbol_mask(box.name, max(4, self._px(box.w)))
        image.paste(self._colours[box.role], (self._x(box.x), self._y(box.y)), mask)

    def _code(self, draw: ImageDraw.ImageDraw, box: Code) -> None:
        matrix = codes.matrix(box.data)
        modules = len(matrix) + 2 * QUIET_ZONE
        # Whole pixels for each module: a code that is resampled has modules of different sizes.
        module = max(1, self._px(box.w) // modules)
        side = module * modules
        left = self._x(box.x) + (self._px(box.w) - side) // 2
        top = self._y(box.y) + (self._px(box.h) - side) // 2
        draw.rectangle((left, top, left + side - 1, top + side - 1), fill=self._colours["code_ground"])
        for y, row in enumerate(matrix):
            for x, dark in enumerate(row):
                if dark:
                    at = (left + (x + QUIET_ZONE) * module, top + (y + QUIET_ZONE) * module)
                    draw.rectangle((*at, at[0] + module - 1, at[1] + module - 1), fill=self._colours["code"])


@cache
def _disc_mask(size: int) -> Image.Image:
    """Return the mask of a filled circle, ``size`` pixels wide."""
    from PIL import Image, ImageDraw

    large = size * SUPERSAMPLING
    mask = Image.new("L", (large, large))
    ImageDraw.Draw(mask).ellipse((0, 0, large - 1, large - 1), fill=255)
    return mask.reduce(SUPERSAMPLING)


@cache
def _ring_mask(size: int, line: int, share: float) -> Image.Image:
    """Return the mask of a ring that is filled clockwise from the top, with round ends."""
    from math import cos, pi, sin

    from PIL import Image, ImageDraw

    large, wide = size * SUPERSAMPLING, line * SUPERSAMPLING
    mask = Image.new("L", (large, large))
    draw = ImageDraw.Draw(mask)
    if share >= 1.0:
        draw.ellipse((0, 0, large - 1, large - 1), fill=255)
        draw.ellipse((wide, wide, large - 1 - wide, large - 1 - wide), fill=0)
        return mask.reduce(SUPERSAMPLING)
    draw.arc((0, 0, large - 1, large - 1), -90, -90 + 360 * share, fill=255, width=wide)
    middle, radius = large / 2, large / 2 - wide / 2
    for turn in (0.0, share):
        x, y = middle + radius * sin(2 * pi * turn), middle - radius * cos(2 * pi * turn)
        draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=255)
    return mask.reduce(SUPERSAMPLING)


@cache
def _symbol_mask(name: str, size: int) -> Image.Image:
    """Return the mask of the symbol of a lens in a square of ``size`` pixels."""
    from PIL import Image, ImageDraw

    large = size * SUPERSAMPLING
    mask = Image.new("L", (large, large))
    draw = ImageDraw.Draw(mask)
    unit = large / 100

    def to_pixels(*points: float) -> list[float]:
        return [value * unit for value in points]

    if name == "heart":
        draw.ellipse(to_pixels(2, 8, 54, 58), fill=255)
        draw.ellipse(to_pixels(46, 8, 98, 58), fill=255)
        draw.polygon(to_pixels(5, 44, 95, 44, 50, 96), fill=255)
        draw.rectangle(to_pixels(30, 30, 70, 46), fill=255)
    elif name == "chevrons":
        for x in (6, 50):
            draw.line(to_pixels(x, 14, x + 36, 50, x, 86), fill=255, width=round(13 * unit), joint="curve")
    elif name == "ring":
        draw.ellipse(to_pixels(8, 8, 92, 92), fill=255)
        draw.ellipse(to_pixels(29, 29, 71, 71), fill=0)
    else:
        draw.rounded_rectangle(to_pixels(6, 42, 94, 58), radius=8 * unit, fill=255)
    return mask.reduce(SUPERSAMPLING)
