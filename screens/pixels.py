"""How finely this terminal draws: pixels of a half, a quarter or a sixth of a cell. Pure: the environment in.

Half blocks are everywhere. Quarters are ordinary characters of nearly every font since the nineties, so they are drawn
unless they are known to be missing. Sixths are younger: where they are not known, the letters stay coarser until
somebody has seen them in the room check, for a question in boxes that say nothing would be worse than a small one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import IntEnum

AUTO = "auto"


class Pixels(IntEnum):
    """Into how many parts a cell is divided. Who draws the finer ones draws the coarser ones too."""

    HALVES = 2
    QUARTERS = 4
    SIXTHS = 6

    @property
    def wide(self) -> int:
        """Pixels beside each other in a cell."""
        return 1 if self is Pixels.HALVES else 2

    @property
    def high(self) -> int:
        """Pixels above each other in a cell."""
        return 3 if self is Pixels.SIXTHS else 2

    @property
    def mode(self) -> str:
        """Its name among ``MODES``."""
        return self.name.lower()


MODES = (AUTO, *(pixels.mode for pixels in Pixels))
"""What can be chosen for a room; auto goes by the terminal."""

_CHOSEN: Mapping[str, Pixels] = {
    **{pixels.mode: pixels for pixels in Pixels},
    "coarse": Pixels.HALVES,
    "fine": Pixels.SIXTHS,
}
"""By name; with the two names that settings had before there were quarters."""

_WITHOUT = frozenset(("linux", "dumb", "cons25", "vt100", "vt220"))
"""Kinds of terminal (``TERM``) whose fonts have half blocks at most."""

_SIXTHS = frozenset(("foot", "foot-extra", "xterm-kitty", "wezterm", "xterm-ghostty", "contour"))
"""Kinds of terminal that draw sixths themselves, whatever their font has."""

_PROGRAMS = frozenset(("WezTerm", "ghostty"))
"""The same by ``TERM_PROGRAM``."""

_LIBRARY = 6200
"""The version of the library of GNOME's terminals that draws sixths first: 0.62."""


def pixels_of(mode: str, environment: Mapping[str, str], platform: str = sys.platform) -> Pixels:
    """What was chosen; for auto, and for a name that nobody knows, what is known of the terminal.

    Between it and us there may be a multiplexer, which hides what is at the other end.
    """
    if mode in _CHOSEN:
        return _CHOSEN[mode]
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if term in _WITHOUT or (platform == "win32" and not program and "WT_SESSION" not in environment):
        return Pixels.HALVES  # the font of Windows' own old console has no quarters
    if "TMUX" in environment or term.startswith(("screen", "tmux")):
        return Pixels.QUARTERS
    library = environment.get("VTE_VERSION", "")
    sixths = term in _SIXTHS or program in _PROGRAMS or (library.isdecimal() and int(library) >= _LIBRARY)
    return Pixels.SIXTHS if sixths else Pixels.QUARTERS


def next_mode(mode: str) -> str:
    """The choice after this one, round and round."""
    known = _CHOSEN[mode].mode if mode in _CHOSEN else AUTO
    return MODES[(MODES.index(known) + 1) % len(MODES)]
