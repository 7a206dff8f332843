"""The fonts of the wall, and the width of text set in them.

Inter (SIL Open Font License 1.1) in three weights; from ``DISPLAY_FROM`` u up its display cut. A character that Inter
lacks is drawn with the fonts of ``facilitator.media.fonts``, which has one of the system for most scripts; what no
font has is drawn as its code point, so that nothing disappears silently.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from facilitator.media import fonts
from facilitator.scene.boxes import Weight

if TYPE_CHECKING:  # imported late: only few commands draw
    from PIL.ImageFont import FreeTypeFont

DISPLAY_FROM = 44.0
"""Size in u from which the display cut is used: it is closer set and has finer details."""
TEXT_FILES = {"medium": "Inter-Medium.otf", "semibold": "Inter-SemiBold.otf", "bold": "Inter-SemiBold.otf"}
DISPLAY_FILES = {
    "medium": "InterDisplay-Medium.otf",
    "semibold": "InterDisplay-SemiBold.otf",
    "bold": "InterDisplay-Bold.otf",
}
REFERENCE = 200
"""Size in pixels at which text is measured; widths grow in proportion to the size."""
TABULAR = ["tnum"]


def file_of(size: float, weight: Weight) -> str:
    """Return the font file for a size in u and a weight."""
    return (DISPLAY_FILES if size >= DISPLAY_FROM else TEXT_FILES)[weight]


@cache
def font(name: str, pixels: float) -> FreeTypeFont:
    """Return a font of the given size in pixels: one that is shipped here, or the path of one of the system."""
    from PIL import ImageFont

    data = _shipped_file(name)
    return ImageFont.truetype(io.BytesIO(data) if data else name, pixels)


@cache
def _shipped_file(name: str) -> bytes:
    for package in ("facilitator.drawing", "facilitator.media"):
        file = resources.files(package).joinpath("font_files", name)
        if file.is_file():
            return file.read_bytes()
    return b""


@cache
def shapes_text() -> bool:
    """Whether Pillow can shape text: kerning, digits of one width, scripts written from right to left."""
    from PIL import features

    return bool(features.check("raqm"))


@cache
def _has(name: str, character: str) -> bool:
    """Whether a font has a character. Pillow does not say, so the image is compared with that of a missing one."""
    face = font(name, 24)
    found, nothing = face.getmask(character), face.getmask(fonts.NONCHARACTER)
    return (found.size, bytes(found)) != (nothing.size, bytes(nothing))


@cache
def _file_for(character: str, name: str, bold: bool) -> tuple[str, bool]:
    """Return the font file for a character, and whether any font has it."""
    invisible = unicodedata.category(character) in ("Mn", "Me", "Cf") or character.isspace()
    if invisible or _has(name, character):
        return name, True
    other = fonts.font_file(character, bold)
    return (other, True) if other else (name, False)


def runs(text: str, size: float, weight: Weight) -> Iterator[tuple[str, str]]:
    """Yield the text as pairs of a font file and the text that is drawn with it."""
    name, piece, bold = file_of(size, weight), "", weight != "medium"
    current = name
    for character in text:
        file, known = _file_for(character, name, bold)
        # A mark that is drawn in another font than its letter would not be placed on it.
        if piece and file != current and unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            yield current, piece
            piece = ""
        current = current if piece else file
        piece += character if known else f"[U+{ord(character):04X}]"
    if piece:
        yield current, piece


@cache
def measure(text: str, size: float, weight: Weight) -> float:
    """Return the width in u of a text in a size (em in u) and a weight. The ``Measure`` of ``facilitator.scene``."""
    wide = sum(font(name, REFERENCE).getlength(piece) for name, piece in runs(text, size, weight))
    return wide * size / REFERENCE
