"""Block letters: digits, capitals with Å Ä Ö and some punctuation, drawn with block characters. Pure.

Text of one terminal row is legible from at most five image heights on a stage of 24 rows (docs/domain.md 7.1), so what
must be read from the back row is drawn in letters several rows high. There are two alphabets: ``SLIM`` is 6 pixels
high, ``TALL`` 7 and one more for diacritical marks; both also exist at double and triple scale.

A pixel is a part of a cell (``screens.pixels`` says which parts a terminal can draw):
- half a cell, which every terminal draws: letters are about square, strokes a sixth of their height;
- a quarter: the same letters take half the columns. Vertical strokes are then thinner than horizontal ones, so there
  are also ``broad`` letters between the two widths, with vertical strokes of two pixels;
- a sixth: as a quarter, and the letters take two thirds of the rows.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screens.glyphs import BROAD_SLIM, BROAD_TALL, SLIM, TALL
from screens.pixels import Pixels

_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""Indexed by a bit mask of the four pixels, row by row; the first pixel is the lowest bit."""

_FIRST_SIXTH, _LEFT, _RIGHT = 0x1FB00, 0b010101, 0b101010
# Unicode encodes the sixths consecutively from U+1FB00, but without these four, which older blocks already contained.
_OLDER_BLOCKS = {0: " ", _LEFT: "▌", _RIGHT: "▐", 0b111111: "█"}


@dataclass(frozen=True)
class Size:
    """An alphabet at a scale. ``rows`` is the number of terminal rows that a line of it takes."""

    alphabet: str
    scale: int
    rows: int
    pixels: Pixels = Pixels.HALVES
    broad: bool = False
    """Whether vertical strokes are two pixels wide."""
    gap: int = 1
    """Pixels between two letters, before scaling."""

    @property
    def glyphs(self) -> Mapping[str, tuple[str, ...]]:
        """Character -> rows of pixels, ``#`` for a filled one."""
        if self.broad:
            return BROAD_SLIM if self.alphabet == "slim" else BROAD_TALL
        return SLIM if self.alphabet == "slim" else TALL


SIZES: tuple[Size, ...] = (
    Size("slim", 1, 3),
    Size("tall", 1, 4),
    Size("slim", 2, 6),
    Size("tall", 2, 8),
    Size("slim", 3, 9),
    Size("tall", 3, 12),
)
"""Sizes in half blocks, from the smallest to the largest."""

_FINE_ALPHABETS = (("slim", 1), ("tall", 1), ("slim", 2))
_WIDTHS = ((False, 1), (False, 2), (True, 1), (True, 2))
"""Values of ``broad`` and ``gap``, from the narrowest letters to the widest."""

FINE_SIZES: Mapping[Pixels, tuple[Size, ...]] = {
    Pixels.HALVES: (),
    Pixels.QUARTERS: tuple(
        Size(alphabet, scale, rows, Pixels.QUARTERS, broad, gap)
        for (alphabet, scale), rows in zip(_FINE_ALPHABETS, (3, 4, 6), strict=True)
        for broad, gap in _WIDTHS
    ),
    Pixels.SIXTHS: tuple(
        Size(alphabet, scale, rows, Pixels.SIXTHS, broad, gap)
        for (alphabet, scale), rows in zip(_FINE_ALPHABETS, (2, 3, 4), strict=True)
        for broad, gap in _WIDTHS[:3]
    ),
}
"""Sizes in finer pixels, from the smallest to the largest, and of one height from the narrowest to the widest."""


@functools.cache
def sizes(pixels: Pixels) -> tuple[Size, ...]:
    """Return all sizes that a terminal with such pixels can draw: the highest first, of one height the widest first."""
    known = [*SIZES, *(size for part in Pixels if part <= pixels for size in FINE_SIZES[part])]
    # Height comes first, because the distance of legibility depends on it (docs/domain.md 7.1).
    return tuple(sorted(known, key=lambda size: (size.rows, measure(_SAMPLE_TEXT, size)), reverse=True))


_SAMPLE_TEXT = "MITÄ TEEN"
"""Text whose width decides which of two equally high sizes is wider."""


def can_draw(text: str) -> bool:
    """Return whether the alphabets contain every character of the text, in capitals."""
    return all(character in SLIM for character in text.upper())


def measure(text: str, size: Size) -> int:
    """Return how many columns one line of the text takes. Raises ``KeyError`` for a character not in the alphabet."""
    # Rounded up: a cell of which only one pixel column is used is taken as well.
    return -(-size.scale * _pixel_width(text, size) // size.pixels.wide)


@functools.lru_cache(4096)
def _pixel_width(text: str, size: Size) -> int:
    """Return the width of the text in pixels, before scaling."""
    glyphs = size.glyphs
    return max(0, sum(len(glyphs[character][0]) + size.gap for character in text.upper()) - size.gap)


def draw(text: str, size: Size) -> list[str]:
    """Return one line of the text as ``size.rows`` rows of block characters of equal length."""
    return list(_draw_cached((text,), size))


@functools.lru_cache(1024)
def _draw_cached(lines: tuple[str, ...], size: Size) -> tuple[str, ...]:
    """Draw lines one pixel apart. Cached, because the stage is redrawn every second for its clock."""
    drawn = [_pixel_rows(line, size) for line in lines]
    wide = max((len(row) for points in drawn for row in points), default=0)
    # A blank row of pixels precedes every line; the first one is removed again below.
    rows = [row.ljust(wide, ".") for points in drawn if points for row in ("", *points)]
    return tuple(_cell_rows(rows[1:], size.pixels))


def draw_lines(lines: Sequence[str], size: Size) -> list[str]:
    """Return several lines, one pixel apart, as rows of block characters."""
    return list(_draw_cached(tuple(lines), size))


def lines_height(lines: int, size: Size) -> int:
    """Return how many rows ``lines`` lines take one pixel apart."""
    high = size.scale * len(size.glyphs[" "])
    return -(-(lines * (high + 1) - 1) // size.pixels.high)


def _pixel_rows(text: str, size: Size) -> list[str]:
    """Return one line of the text as scaled rows of pixels."""
    glyphs = [size.glyphs[character] for character in text.upper()]
    pixels = [("." * size.gap).join(parts) for parts in zip(*glyphs, strict=True)]
    return ["".join(point * size.scale for point in row) for row in pixels for _ in range(size.scale)]


def _cell_rows(points: list[str], pixels: Pixels) -> list[str]:
    """Combine rows of pixels into rows of cells, padded with blank pixels to whole cells."""
    if not points:
        return []
    across, down = pixels.wide, pixels.high
    wide, high = len(points[0]) + -len(points[0]) % across, len(points) + -len(points) % down
    whole = [row.ljust(wide, ".") for row in points] + ["." * wide] * (high - len(points))
    bands = (whole[y : y + down] for y in range(0, high, down))
    return [
        "".join(_block("".join([row[x : x + across] for row in band]), pixels) for x in range(0, wide, across))
        for band in bands
    ]


def block_character(points: list[str], pixels: Pixels) -> str:
    """Return the block character that shows these rows of pixels."""
    return _block("".join(points), pixels)


# There are at most 64 blocks of each fineness, and a stage draws thousands: each is looked up once.
@functools.cache
def _block(points: str, pixels: Pixels) -> str:
    """Return the block character of these pixels, given row by row."""
    # Half a cell is two quarters, so halves are looked up among the quarters.
    each = 2 if pixels is Pixels.HALVES else 1
    ink = "".join(point * each for point in points)
    number = sum(1 << place for place, point in enumerate(ink) if point == "#")
    if pixels is not Pixels.SIXTHS:
        return _QUARTERS[number]
    return (
        _OLDER_BLOCKS[number]
        if number in _OLDER_BLOCKS
        # Three omitted patterns can precede a code: the blank cell always does, the left and right halves only if
        # smaller.
        else chr(_FIRST_SIXTH + number - 1 - (number > _LEFT) - (number > _RIGHT))
    )


def wrap(text: str, width: int, size: Size) -> list[str] | None:
    """Break the text into lines of at most ``width`` columns in this size.

    Returns as few lines as possible, of nearly equal length, so that no word ends up alone on the last one; None if a
    single word is too wide or has a character that cannot be drawn.
    """
    found = _wrap_cached(text, width, size)
    return None if found is None else list(found)


@functools.lru_cache(1024)
def _wrap_cached(text: str, width: int, size: Size) -> tuple[str, ...] | None:
    if not can_draw(text):
        return None
    # Keep a dash with the word before it: a line must not begin with one.
    words = [word.replace("\0", " ") for word in text.replace(" –", "\0–").split()]
    lengths = [_pixel_width(word, size) for word in words]
    room = width * size.pixels.wide // size.scale
    if max(lengths, default=0) > room:
        return None
    # The space is a glyph of its own, with a gap on either side.
    between = 2 * size.gap + len(size.glyphs[" "][0])
    count = len(_line_starts(lengths, room, between))
    if count > 1:
        # The narrowest width that needs no more lines makes them most equal; bisection works as in canvas.wrap_evenly.
        enough = functools.partial(_fits_line_count, count, lengths, between)
        room = bisect.bisect_left(range(room), True, lo=max(lengths), key=enough)
    starts = _line_starts(lengths, room, between)
    return tuple(" ".join(words[start:end]) for start, end in zip(starts, [*starts[1:], len(words)], strict=True))


def _fits_line_count(count: int, lengths: list[int], between: int, room: int) -> bool:
    return len(_line_starts(lengths, room, between)) <= count


def _line_starts(lengths: list[int], room: int, between: int) -> list[int]:
    """Return the index of the first word of each line when words of these widths fill lines of ``room`` pixels."""
    starts: list[int] = []
    used = 0
    for place, length in enumerate(lengths):
        # Filling each line greedily gives the fewest lines, in one pass over the words.
        if starts and used + between + length <= room:
            used += between + length
        else:
            starts.append(place)
            used = length
    return starts


def largest_size(text: str, width: int, rows: int) -> Size | None:
    """Return the largest size in which the text fits one line of ``width`` columns and ``rows`` rows; None if none."""
    if not can_draw(text):
        return None
    fitting = [size for size in SIZES if size.rows <= rows and measure(text, size) <= width]
    return fitting[-1] if fitting else None


def smallest_size(share: float, height: int) -> Size:
    """Return the smallest size that takes at least ``share`` of ``height`` rows; the largest if none does."""
    return next((size for size in SIZES if size.rows >= share * height), SIZES[-1])
