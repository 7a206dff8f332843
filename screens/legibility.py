"""Legibility: from what distance text and QR codes can be read, given the rows of the screen and the image's height.

Text reads well up to a distance of 200 times the height of its capitals (the FAA's rule), and a capital is 0.6 of the
height of a terminal row: 200 * 0.6 = 120 (docs/domain.md 7.1). A phone's camera reads a QR code while a module covers
three of its pixels, which is up to 10.7 times the width of a code of 29 modules: 10.7 * 29 / 2 = 155 with modules of
half a row.
"""

from __future__ import annotations

import math

TEXT_FACTOR = 120.0
"""Most rows on the screen with which one-row text is readable at a distance of one image height."""

SMALL_TEXT_FACTOR = 94.0
"""The same for lower-case letters, whose height is 0.47 of a row: 200 * 0.47 = 94."""

CODE_FACTOR = 155.0
"""The same for a QR code whose modules are half a row high."""

SCREEN_TYPES = ("tv65", "tv75", "tv86", "wide20", "wide24", "wide30")
"""Kinds of image that the room check offers: televisions by their diagonal in inches, screens by their width."""

SCREEN_HEIGHTS = dict(zip(SCREEN_TYPES, (0.81, 0.93, 1.07, 1.13, 1.35, 1.69), strict=True))
"""Kind of image -> its height in metres."""


def text_reach(rows: int, height: float, tall: int = 1) -> float:
    """Metres up to which text of ``tall`` rows reads well, on an image of ``rows`` rows that is ``height`` m high."""
    return TEXT_FACTOR * tall / rows * height


def small_text_reach(rows: int, height: float) -> float:
    """Metres up to which lower-case letters of one row read well."""
    return SMALL_TEXT_FACTOR / rows * height


def code_reach(rows: int, height: float, scale: int) -> float:
    """Metres up to which an ordinary phone reads a QR code whose modules are ``scale`` half rows high."""
    return CODE_FACTOR * scale / rows * height


def max_rows_for(distance: float, height: float) -> int:
    """Most rows on the screen with which one-row text reads well at ``distance`` m; 0 when the distance is 0."""
    # Rounded down, as the height of letters is rounded up: the room check must not promise more than can be read.
    return math.floor(TEXT_FACTOR * height / distance) if distance > 0 else 0


def letter_rows_for(distance: float, height: float, rows: int) -> int:
    """Height in rows that letters need to read well at ``distance`` m on a screen of ``rows`` rows."""
    # ``text_reach`` solved for ``tall``: letters of n rows are read from n times as far.
    return math.ceil(distance * rows / (TEXT_FACTOR * height)) if height > 0 else 0
