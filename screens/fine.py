"""Whether this terminal draws pixels of a sixth of a cell itself, whatever its font has. Pure: the environment in.

Where that is not known the large letters stay coarse, until somebody has seen the fine ones in the room check: a
question in boxes that say nothing would be worse than a small one.
"""

from __future__ import annotations

from collections.abc import Mapping

FINE_MODES = ("auto", "fine", "coarse")
"""What can be chosen for a room; auto goes by the terminal."""

_DRAWS_THEM = frozenset(("foot", "foot-extra", "xterm-kitty", "wezterm", "xterm-ghostty"))
"""Kinds of terminal (``TERM``) that draw these blocks themselves."""

_PROGRAMS = frozenset(("WezTerm", "ghostty"))
"""The same by ``TERM_PROGRAM``."""

_LIBRARY = 6200
"""The version of the library of GNOME's terminals that draws them first: 0.62."""


def draws_fine(mode: str, environment: Mapping[str, str]) -> bool:
    """What was chosen; for ``auto`` what is known of the terminal. Between it and us there may be a multiplexer, which
    hides what is at the other end."""
    if mode in ("fine", "coarse"):
        return mode == "fine"
    term = environment.get("TERM", "")
    if "TMUX" in environment or term.startswith(("screen", "tmux")):
        return False
    library = environment.get("VTE_VERSION", "")
    known = library.isdecimal() and int(library) >= _LIBRARY
    return known or term in _DRAWS_THEM or environment.get("TERM_PROGRAM", "") in _PROGRAMS
