"""One line of a list on the console. No widget: plain mode prints the same lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ListLine:
    """One line of a list. Any of it may be a participant's text, so it is drawn literally."""

    id: str
    """Id of what the line stands for; unique in the list."""
    text: str
    mark: str = ""
    """Drawn in a column on the left, which is as wide as the widest mark of the list."""
    tail: str = ""
    """Drawn at the right edge."""
    look: str = ""
    """Style of the line: ``head``, ``alarm``, ``warning`` or empty."""
