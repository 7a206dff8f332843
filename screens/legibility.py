"""What a back row can read: plain arithmetic, from the rows on the screen, its height and the distance.

Rules of thumb of legibility and of phone cameras: text reads well up to 200 times the height of its capitals, and a
capital is 0.6 of a terminal's row. A phone's camera reads a code while a module covers three of its pixels, which is
10.7 times the width of a code of 29 modules.
"""

from __future__ import annotations

import math

TEXT = 120.0
"""Rows that a screen may have for one-row text to be read at a distance of one image height."""

SMALL = 94.0
"""The same for small letters, which are lower than capitals."""

CODE = 155.0
"""The same for a code whose modules are half a row."""

SCREENS = ("tv65", "tv75", "tv86", "wide20", "wide24", "wide30")
"""Images one can choose from."""

HEIGHTS = dict(zip(SCREENS, (0.81, 0.93, 1.07, 1.13, 1.35, 1.69), strict=True))
"""Their heights in metres."""


def text_reach(rows: int, height: float, tall: int = 1) -> float:
    """Metres at which text of ``tall`` rows is read well, on an image of ``rows`` rows that is ``height`` m high."""
    return TEXT * tall / rows * height


def small_reach(rows: int, height: float) -> float:
    """Metres at which small letters of one row are read well."""
    return SMALL / rows * height


def code_reach(rows: int, height: float, scale: int) -> float:
    """Metres at which an ordinary phone reads a code whose modules are ``scale`` half rows."""
    return CODE * scale / rows * height


def rows_for(distance: float, height: float) -> int:
    """Most rows that the screen may have for one-row text to reach ``distance`` m."""
    return math.floor(TEXT * height / distance) if distance > 0 else 0


def letters_for(distance: float, height: float, rows: int) -> int:
    """How many rows high letters must be to reach ``distance`` m on a screen of ``rows`` rows."""
    return math.ceil(distance * rows / (TEXT * height)) if height > 0 else 0
