"""Encodes pictures as sixel (DEC STD 070). Pure.

A sixel is a column of six pixels of one colour. A band of six rows is written colour by colour. All colours of the
palette are defined before the first pixel: xterm paints a band in a wrong colour if they come between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

ROWS = 6
"""Pixel rows of a band."""
FIRST = 63
"""Character code of a sixel without any pixel."""
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
_TO_CHARACTER = bytes((value + FIRST) % 256 for value in range(256))


def encode(image: Image.Image, colours: Sequence[tuple[int, int, int]]) -> bytes:
    """Return a picture of mode ``P`` as one sixel sequence; ``colours`` is its palette, 0 to 255 for each part.

    The background of the terminal shows nowhere: every pixel is written. A height that is not a multiple of six ends
    with a shorter band.
    """
    width, height = image.size
    data = image.tobytes()
    # Only what this picture uses is defined, under the numbers that every picture of the appearance shares.
    used = tuple(sorted(set(data)))
    made = [b"\x1bP0;1q", b'"1;1;%d;%d' % (width, height), b"".join(_definition(n, colours[n]) for n in used)]
    for top in range(0, height, ROWS):
        rows = [data[(top + n) * width : (top + n + 1) * width] for n in range(min(ROWS, height - top))]
        made.append(_band(rows, width))
    made.append(b"\x1b\\")
    return b"".join(made)


def _definition(number: int, colour: tuple[int, int, int]) -> bytes:
    """Return the definition of a colour register: percentages of red, green and blue."""
    return b"#%d;2;%d;%d;%d" % (number, *(round(part * 100 / 255) for part in colour))


@cache
def _bit_table(colour: int, bit: int) -> bytes:
    """Return the table that turns one colour into a bit and all others into nothing."""
    return bytes(bit if value == colour else 0 for value in range(256))


def _band(rows: Sequence[bytes], width: int) -> bytes:
    used = sorted(set().union(*rows))
    lines = []
    for colour in used:
        bits = 0
        for place, row in enumerate(rows):
            if colour in row:
                # All columns at once: each byte of the number is one column.
                bits |= int.from_bytes(row.translate(_bit_table(colour, 1 << place)), "little")
        line = bits.to_bytes(width, "little").rstrip(b"\0").translate(_TO_CHARACTER)
        lines.append(b"#%d" % colour + _RUN.sub(_shorten, line))
    return b"$".join(lines) + b"-"


def _shorten(run: re.Match[bytes]) -> bytes:
    return b"!%d%s" % (len(run[0]), run[1])
