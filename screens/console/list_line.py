"""One line of a list on the console. No widget: plain mode reads the same lines aloud."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a list. All of it may be a participant's text: it is drawn literally."""

    id: str
    """Of what stands behind it; unique in the list."""
    text: str
    mark: str = ""
    """Drawn in a column of its own on the left; as wide as the widest mark."""
    tail: str = ""
    """Drawn at the right edge."""
    look: str = ""
    """``head``, ``alarm``, ``warning`` or empty: how the wall draws it."""
