"""Decides into how small pixels this terminal can divide a cell: a half, a quarter or a sixth. Pure.

Every terminal has half blocks. Quarters (U+2596 to U+259F) are in nearly every terminal font, so they are used unless
the terminal is known to lack them. Sixths (U+1FB00 to U+1FB3B) came with Unicode 13 in 2020: they are used only where
the terminal is known to draw them, or the facilitator has seen them in the room check and chosen them. Coarse letters
are legible; the replacement boxes of a font without sixths are not.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import IntEnum

AUTO = "auto"


class Pixels(IntEnum):
    """Number of pixels in a cell. A terminal that draws the finer ones also draws the coarser ones."""

    HALVES = 2
    QUARTERS = 4
    SIXTHS = 6

    @property
    def wide(self) -> int:
        """Pixels in a row of a cell."""
        return 1 if self is Pixels.HALVES else 2

    @property
    def high(self) -> int:
        """Pixels in a column of a cell."""
        return 3 if self is Pixels.SIXTHS else 2

    @property
    def mode(self) -> str:
        """The name in ``MODES``."""
        return self.name.lower()


MODES = (AUTO, *(pixels.mode for pixels in Pixels))
"""Values of a room's setting; ``auto`` decides by the terminal."""

_BY_NAME: Mapping[str, Pixels] = {
    **{pixels.mode: pixels for pixels in Pixels},
    "coarse": Pixels.HALVES,
    "fine": Pixels.SIXTHS,
}
"""By name of the setting, including the two names from before quarters were supported."""

_HALVES_TERMINALS = frozenset(("linux", "dumb", "cons25", "vt100", "vt220"))
"""Values of ``TERM`` whose fonts have half blocks at most."""

_SIXTHS_TERMINALS = frozenset(("foot", "foot-extra", "xterm-kitty", "wezterm", "xterm-ghostty", "contour"))
"""Values of ``TERM`` of terminals that draw sixths themselves, whatever the font."""

_SIXTHS_PROGRAMS = frozenset(("WezTerm", "ghostty"))
"""Values of ``TERM_PROGRAM`` of such terminals."""

_SIXTHS_VTE_VERSION = 6200
"""``VTE_VERSION`` from which on VTE, the library of GNOME's terminals, draws sixths itself: 0.62."""


def detect_pixels(mode: str, environment: Mapping[str, str], platform: str = sys.platform) -> Pixels:
    """Return the pixels for a room's setting; for ``auto`` and unknown values, those the terminal is known to draw.

    ``environment`` holds the process's environment variables. Within a multiplexer (tmux, screen) they do not tell
    which terminal shows its output, so quarters are assumed.
    """
    # The facilitator's choice overrides detection: they have seen in the room check what the terminal draws.
    if mode in _BY_NAME:
        return _BY_NAME[mode]
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if term in _HALVES_TERMINALS or (platform == "win32" and not program and "WT_SESSION" not in environment):
        return Pixels.HALVES  # the raster font of the old Windows console has no quarters
    # Before the tests for sixths: within a multiplexer these variables describe the terminal it was started in.
    if "TMUX" in environment or term.startswith(("screen", "tmux")):
        return Pixels.QUARTERS
    library = environment.get("VTE_VERSION", "")
    sixths = (
        term in _SIXTHS_TERMINALS
        or program in _SIXTHS_PROGRAMS
        # A malformed version counts as none: coarse letters are legible, missing glyphs are not.
        or (library.isdecimal() and int(library) >= _SIXTHS_VTE_VERSION)
    )
    return Pixels.SIXTHS if sixths else Pixels.QUARTERS


def next_mode(mode: str) -> str:
    """Return the setting after ``mode`` in ``MODES``, the first one after the last."""
    known = _BY_NAME[mode].mode if mode in _BY_NAME else AUTO
    return MODES[(MODES.index(known) + 1) % len(MODES)]
