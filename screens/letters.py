"""Large letters drawn with blocks: digits, capitals with Å Ä Ö, and a few signs. Pure.

A terminal's own row carries to five image heights at best, so what must reach the back row is drawn with parts of
cells. Two alphabets: ``SLIM`` is 6 pixels high, ``TALL`` 7 and one for the marks; both at double and triple size too.

With pixels of half a cell, which every terminal has, they are about square, with strokes of a sixth of the height. With
pixels of a quarter the same letters take half the columns: upright ones, whose strokes are thinner than their bars, so
there are ``broad`` ones between, whose uprights are two pixels wide. With pixels of a sixth they take two thirds of the
rows besides. Which of these a terminal draws: see ``screens.pixels``.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screens.glyphs import BROAD_SLIM, BROAD_TALL, SLIM, TALL
from screens.pixels import Pixels

_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the number of their four pixels, row by row, the first pixel the lowest bit."""

_FIRST_SIXTH, _LEFT, _RIGHT = 0x1FB00, 0b010101, 0b101010
_HAD = {0: " ", _LEFT: "▌", _RIGHT: "▐", 0b111111: "█"}


@dataclass(frozen=True)
class Size:
    """An alphabet at a scale. ``rows``: how many terminal rows a line of it takes."""

    alphabet: str
    scale: int
    rows: int
    pixels: Pixels = Pixels.HALVES
    broad: bool = False
    """Uprights of two pixels."""
    gap: int = 1
    """Pixels between two letters, at the scale of the letters."""

    @property
    def glyphs(self) -> Mapping[str, tuple[str, ...]]:
        """Character -> rows of pixels, ``#`` for ink."""
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
"""In half blocks, from the smallest to the largest."""

_FINE_STEPS = (("slim", 1), ("tall", 1), ("slim", 2))
_WIDTHS = ((False, 1), (False, 2), (True, 1), (True, 2))
"""``broad`` and ``gap``, from the narrowest to the widest."""

FINE: Mapping[Pixels, tuple[Size, ...]] = {
    Pixels.HALVES: (),
    Pixels.QUARTERS: tuple(
        Size(alphabet, scale, rows, Pixels.QUARTERS, broad, gap)
        for (alphabet, scale), rows in zip(_FINE_STEPS, (3, 4, 6), strict=True)
        for broad, gap in _WIDTHS
    ),
    Pixels.SIXTHS: tuple(
        Size(alphabet, scale, rows, Pixels.SIXTHS, broad, gap)
        for (alphabet, scale), rows in zip(_FINE_STEPS, (2, 3, 4), strict=True)
        for broad, gap in _WIDTHS[:3]
    ),
}
"""In finer pixels: by pixel, from the smallest to the largest and from the narrowest to the widest."""


@functools.cache
def sizes(pixels: Pixels) -> tuple[Size, ...]:
    """All that a terminal with such pixels draws, the highest first; of equally high ones the widest first."""
    known = [*SIZES, *(size for part in Pixels if part <= pixels for size in FINE[part])]
    return tuple(sorted(known, key=lambda size: (size.rows, measure(_PANGRAM, size)), reverse=True))


_PANGRAM = "MITÄ TEEN"
"""By which two sizes are told to be wide or narrow."""


def knows(text: str) -> bool:
    """Whether every character of the text can be drawn."""
    return all(character in SLIM for character in text.upper())


def measure(text: str, size: Size) -> int:
    """How many columns one line of the text takes."""
    return -(-size.scale * _length(text, size) // size.pixels.wide)


def _length(text: str, size: Size) -> int:
    """The same in pixels of the alphabet."""
    glyphs = size.glyphs
    return max(0, sum(len(glyphs[character][0]) + size.gap for character in text.upper()) - size.gap)


def draw(text: str, size: Size) -> list[str]:
    """One line of the text as ``size.rows`` rows of blocks, all of one length."""
    return list(_drawn((text,), size))


@functools.lru_cache(1024)
def _drawn(lines: tuple[str, ...], size: Size) -> tuple[str, ...]:
    """Lines one pixel apart as rows of blocks. Kept, for a clock draws the same stage every second."""
    drawn = [_points(line, size) for line in lines]
    wide = max((len(row) for points in drawn for row in points), default=0)
    rows = [row.ljust(wide, ".") for points in drawn if points for row in ("", *points)]
    return tuple(_cells(rows[1:], size.pixels))


def stack(lines: Sequence[str], size: Size) -> list[str]:
    """Some lines, one pixel apart, as rows of blocks."""
    return list(_drawn(tuple(lines), size))


def stacked(lines: int, size: Size) -> int:
    """How many rows so many lines take one pixel apart."""
    high = size.scale * len(size.glyphs[" "])
    return -(-(lines * (high + 1) - 1) // size.pixels.high)


def _points(text: str, size: Size) -> list[str]:
    """One line of the text as rows of pixels."""
    glyphs = [size.glyphs[character] for character in text.upper()]
    pixels = [("." * size.gap).join(parts) for parts in zip(*glyphs, strict=True)]
    return ["".join(point * size.scale for point in row) for row in pixels for _ in range(size.scale)]


def _cells(points: list[str], pixels: Pixels) -> list[str]:
    """Rows of pixels as rows of cells."""
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


def cell(points: list[str], pixels: Pixels) -> str:
    """The block with this ink."""
    return _block("".join(points), pixels)


@functools.cache
def _block(ink: str, pixels: Pixels) -> str:
    """The block with this ink, row by row. Unicode leaves out those of the sixths that it had already."""
    if pixels is Pixels.HALVES:
        ink = "".join(point * 2 for point in ink)
    number = sum(1 << place for place, point in enumerate(ink) if point == "#")
    if pixels is not Pixels.SIXTHS:
        return _QUARTERS[number]
    return _HAD[number] if number in _HAD else chr(_FIRST_SIXTH + number - 1 - (number > _LEFT) - (number > _RIGHT))


def wrap(text: str, width: int, size: Size) -> list[str] | None:
    """The text in lines that fit ``width`` columns in this size; None when a word alone is too wide or unknown.

    In as few lines as that takes, but of about equal length, so that no word is left alone at the end.
    """
    found = _wrapped(text, width, size)
    return None if found is None else list(found)


@functools.lru_cache(1024)
def _wrapped(text: str, width: int, size: Size) -> tuple[str, ...] | None:
    if not knows(text):
        return None
    # A dash belongs to the word before it: a line must not begin with one.
    words = [word.replace("\0", " ") for word in text.replace(" –", "\0–").split()]
    lengths = [_length(word, size) for word in words]
    room = width * size.pixels.wide // size.scale
    if max(lengths, default=0) > room:
        return None
    between = 2 * size.gap + len(size.glyphs[" "][0])
    count = len(_breaks(lengths, room, between))
    if count > 1:
        enough = functools.partial(_fit_in, count, lengths, between)
        room = bisect.bisect_left(range(room), True, lo=max(lengths), key=enough)
    starts = _breaks(lengths, room, between)
    return tuple(" ".join(words[start:end]) for start, end in zip(starts, [*starts[1:], len(words)], strict=True))


def _fit_in(count: int, lengths: list[int], between: int, room: int) -> bool:
    return len(_breaks(lengths, room, between)) <= count


def _breaks(lengths: list[int], room: int, between: int) -> list[int]:
    """The first word of each line, when words of these lengths are set in lines of so many pixels."""
    starts: list[int] = []
    used = 0
    for place, length in enumerate(lengths):
        if starts and used + between + length <= room:
            used += between + length
        else:
            starts.append(place)
            used = length
    return starts


def largest(text: str, width: int, rows: int) -> Size | None:
    """The largest size in which the text stands on one line of ``width`` columns and ``rows`` rows; None for none."""
    if not knows(text):
        return None
    fitting = [size for size in SIZES if size.rows <= rows and measure(text, size) <= width]
    return fitting[-1] if fitting else None


def least(share: float, height: int) -> Size:
    """The smallest size that takes at least ``share`` of ``height`` rows; the largest when none does."""
    return next((size for size in SIZES if size.rows >= share * height), SIZES[-1])
