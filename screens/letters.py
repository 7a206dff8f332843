"""Large letters drawn with half blocks: digits, capitals with Å Ä Ö, and a few signs. Pure.

A terminal's own row carries to five image heights at best, so what must reach the back row is drawn with pixels of
half a cell: about square, with strokes of a sixth of the height. Two alphabets: ``SLIM`` is 6 pixels high (3 rows),
``TALL`` 7 and one for the marks (4 rows); both also at double and triple size.

The same letters with pixels of a sixth of a cell (``FINE``) take half the columns and two thirds of the rows, so that
whole sentences can be large. They are drawn only where the terminal is known to have those blocks, or somebody has
looked: see ``screens.fine``.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass

from screens.glyphs import SLIM, TALL

_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

_FIRST_SIXTH, _LEFT, _RIGHT = 0x1FB00, 0b010101, 0b101010
_HAD = {0: " ", _LEFT: "▌", _RIGHT: "▐", 0b111111: "█"}


@dataclass(frozen=True)
class Size:
    """An alphabet at a scale. ``rows``: how many terminal rows a line of it takes."""

    alphabet: str
    scale: int
    rows: int
    fine: bool = False
    """Pixels of a sixth of a cell, not of a half."""

    @property
    def glyphs(self) -> Mapping[str, tuple[str, ...]]:
        """Character -> rows of pixels, ``#`` for ink."""
        return SLIM if self.alphabet == "slim" else TALL


SIZES: tuple[Size, ...] = (
    Size("slim", 1, 3),
    Size("tall", 1, 4),
    Size("slim", 2, 6),
    Size("tall", 2, 8),
    Size("slim", 3, 9),
    Size("tall", 3, 12),
)
"""From the smallest to the largest."""

FINE: tuple[Size, ...] = (
    Size("slim", 1, 2, fine=True),
    Size("tall", 1, 3, fine=True),
    Size("slim", 2, 4, fine=True),
)
"""The same in fine pixels."""


def knows(text: str) -> bool:
    """Whether every character of the text can be drawn."""
    return all(character in SLIM for character in text.upper())


def measure(text: str, size: Size) -> int:
    """How many columns one line of the text takes."""
    glyphs = [size.glyphs[character] for character in text.upper()]
    pixels = size.scale * max(0, sum(len(glyph[0]) + 1 for glyph in glyphs) - 1)
    return -(-pixels // 2) if size.fine else pixels


def draw(text: str, size: Size) -> list[str]:
    """One line of the text as ``size.rows`` rows of half blocks, all of one length."""
    glyphs = [size.glyphs[character] for character in text.upper()]
    pixels = [".".join(parts) for parts in zip(*glyphs, strict=True)]
    large = ["".join(point * size.scale for point in row) for row in pixels for _ in range(size.scale)]
    if size.fine:
        return _sixths(large)
    return [
        "".join(_BLOCKS[upper == "#", lower == "#"] for upper, lower in zip(*pair, strict=True))
        for pair in zip(large[::2], large[1::2], strict=True)
    ]


def _sixths(pixels: list[str]) -> list[str]:
    """Rows of pixels as rows of cells, two pixels wide and three high each."""
    wide, high = len(pixels[0]) + len(pixels[0]) % 2, len(pixels) + -len(pixels) % 3
    whole = [row.ljust(wide, ".") for row in pixels] + ["." * wide] * (high - len(pixels))
    return [
        "".join(_sixth("".join(whole[y + down][x : x + 2] for down in range(3))) for x in range(0, wide, 2))
        for y in range(0, high, 3)
    ]


def _sixth(points: str) -> str:
    """The block with this ink: six pixels, row by row. Unicode leaves out the four that it had already."""
    number = sum(1 << place for place, point in enumerate(points) if point == "#")
    if number in _HAD:
        return _HAD[number]
    return chr(_FIRST_SIXTH + number - 1 - (number > _LEFT) - (number > _RIGHT))


def wrap(text: str, width: int, size: Size) -> list[str] | None:
    """The text in lines that fit ``width`` columns in this size; None when a word alone is too wide or unknown."""
    lines = _wrap(text, width, size)
    if lines is None or len(lines) < 2:
        return lines
    # In as few lines, but of about equal length, so that no word is left alone at the end.
    count = len(lines)

    def enough(narrow: int) -> bool:
        found = _wrap(text, narrow, size)
        return found is not None and len(found) <= count

    return _wrap(text, bisect.bisect_left(range(width), True, key=enough), size)


def _wrap(text: str, width: int, size: Size) -> list[str] | None:
    lines: list[str] = []
    # A dash belongs to the word before it: a line must not begin with one.
    for word in text.replace(" –", "\0–").split():
        words = word.replace("\0", " ")
        if not knows(words) or measure(words, size) > width:
            return None
        if lines and measure(f"{lines[-1]} {words}", size) <= width:
            lines[-1] += f" {words}"
        else:
            lines.append(words)
    return lines


def largest(text: str, width: int, rows: int) -> Size | None:
    """The largest size in which the text stands on one line of ``width`` columns and ``rows`` rows; None for none."""
    if not knows(text):
        return None
    fitting = [size for size in SIZES if size.rows <= rows and measure(text, size) <= width]
    return fitting[-1] if fitting else None


def least(share: float, height: int) -> Size:
    """The smallest size that takes at least ``share`` of ``height`` rows; the largest when none does."""
    return next((size for size in SIZES if size.rows >= share * height), SIZES[-1])
