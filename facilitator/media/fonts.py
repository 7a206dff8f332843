"""Draws and measures text on pictures, with the shipped fonts and, for characters they lack, fonts of the system.

A character that no font has is drawn as its code point, ``[U+6F22]``, so that nothing disappears silently. Sizes and
coordinates are in pixels of the picture.
"""

from __future__ import annotations

import io
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported late: only few commands draw
    from PIL import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SHIPPED_FONTS = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
"""Bold or not -> file name in ``fonts/``."""

_WINDOWS = ("segoeui.ttf", "seguisym.ttf", "msyh.ttc", "yugothm.ttc", "malgun.ttf", "leelawui.ttf", "nirmala.ttc")
_MAC = ("Supplemental/Arial Unicode.ttf", "Supplemental/Arial.ttf", "Hiragino Sans GB.ttc")
_LINUX = (
    "truetype/dejavu/DejaVuSans.ttf",
    "opentype/noto/NotoSansCJK-Regular.ttc",
    "truetype/noto/NotoSans-Regular.ttf",
    "truetype/noto/NotoSansThai-Regular.ttf",
    "truetype/noto/NotoSansDevanagari-Regular.ttf",
    "truetype/noto/NotoSansSymbols2-Regular.ttf",
)
SYSTEM_FONTS = {
    "win32": ("C:/Windows/Fonts", _WINDOWS),
    "darwin": ("/System/Library/Fonts", _MAC),
}
"""``sys.platform`` -> font folder and files to try for characters that the shipped fonts lack; others as on Linux."""

NONCHARACTER = "\U0010fffe"
"""A Unicode noncharacter. No font has it, so it is drawn as the font's sign for missing characters."""


class Pen:
    """Draws text on one picture."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def write(self, at: tuple[float, float], text: str, size: int, colour: str, bold: bool = False) -> None:
        """Draw one line; ``at`` is the left end of its baseline."""
        x, y = at
        for font, piece in _font_runs(text, size, bold):
            self._draw.text((x, y), piece, font=font, fill=colour, anchor="ls")
            x += font.getlength(piece)


def text_width(text: str, size: int, bold: bool = False) -> float:
    """Width of a line in pixels."""
    return sum(font.getlength(piece) for font, piece in _font_runs(text, size, bold))


def can_draw(text: str) -> bool:
    """Whether some font has every character of the text."""
    return all(_font_name(character, (SHIPPED_FONTS[False],)) for character in text)


def shorten_to_fit(text: str, max_width: float, size: int, bold: bool = False) -> str:
    """The line, cut to ``max_width`` pixels with ``…`` at its end if it is too long."""
    if text_width(text, size, bold) <= max_width:
        return text
    low, high = 0, len(text)
    while low < high:  # binary search for the longest beginning that fits
        middle = (low + high + 1) // 2
        if text_width(f"{text[:middle].rstrip()}…", size, bold) <= max_width:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"


def wrap_text(text: str, max_width: float, size: int, max_lines: int, bold: bool = False) -> list[str]:
    """The text on at most ``max_lines`` lines of ``max_width`` pixels, broken between words; a word too long is cut."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < max_lines - 1:
        # The longest beginning that fits. One word is taken in any case, so that the loop makes progress.
        count = len(rest)
        while count > 1 and text_width(" ".join(rest[:count]), size, bold) > max_width:
            count -= 1
        lines.append(shorten_to_fit(" ".join(rest[:count]), max_width, size, bold))
        rest = rest[count:]
    return [*lines, shorten_to_fit(" ".join(rest), max_width, size, bold)] if rest else lines


def font_runs(text: str, shipped: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The text as runs of one font each: the font's name, and what is drawn with it.

    ``shipped`` are the shipped fonts to try before those of the system. Combining and format characters stay with the
    character before them. What no font has is drawn as its code point, in the first of ``shipped``.
    """
    name, piece = shipped[0], ""
    for character in text:
        found = _font_name(character, shipped)
        # A mark drawn in another font than its letter would not be placed on it.
        if (found or shipped[0]) != name and piece and unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            yield name, piece
            piece = ""
        name = name if piece else found or shipped[0]
        piece += character if found else f"[U+{ord(character):04X}]"
    if piece:
        yield name, piece


def _font_runs(text: str, size: int, bold: bool) -> Iterator[tuple[FreeTypeFont, str]]:
    """The text as runs of one font each, in the font of exported pictures."""
    return ((load_font(name, size), piece) for name, piece in font_runs(text, (SHIPPED_FONTS[bold],)))


@cache
def _font_name(character: str, shipped: tuple[str, ...]) -> str:
    """The first font that has a character, shipped ones first; empty for none."""
    # These have no visible image of their own that ``_font_has`` could compare.
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or character == " ":
        return shipped[0]
    # Shipped fonts first, so that pictures look alike on every computer as far as possible.
    return next((name for name in (*shipped, *_installed_fonts()) if _font_has(name, character)), "")


@cache
def _font_has(name: str, character: str) -> bool:
    """Whether a font has a character. Pillow does not tell, so the image is compared with that of a missing one."""
    font = load_font(name, 24)
    found, nothing = font.getmask(character), font.getmask(NONCHARACTER)
    return (found.size, bytes(found)) != (nothing.size, bytes(nothing))


@cache
def _installed_fonts() -> Sequence[str]:
    """Paths of the system fonts that exist on this computer."""
    folder, names = SYSTEM_FONTS.get(sys.platform, ("/usr/share/fonts", _LINUX))
    return tuple(str(path) for name in names if (path := Path(folder, name)).is_file())


@cache
def load_font(name: str, size: float) -> FreeTypeFont:
    """A font in a size in pixels. ``name`` is that of a shipped file, or the path of a system font."""
    from PIL import ImageFont

    shipped = Path(name).name == name
    return ImageFont.truetype(io.BytesIO(_shipped_font(name)) if shipped else name, size)


@cache
def _shipped_font(name: str) -> bytes:
    return resources.files("facilitator.media").joinpath("font_files", name).read_bytes()
