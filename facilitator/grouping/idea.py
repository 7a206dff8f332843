"""What goes in and comes out: ideas as they were written, and where each would go and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct


class Written(Struct, frozen=True):
    """One idea. ``group`` is where somebody has placed it already; it stays there."""

    id: str
    text: str
    lang: str = ""
    """Language of the phone that wrote it: a hint."""
    group: str = ""
    """Empty for one without a place."""
    name: str = ""
    """Name of that group."""


class Suggested(Struct, frozen=True, kw_only=True):
    """Where an idea would go."""

    id: str
    group: str | None = None
    """None for one that is left alone."""
    name: str = ""
    """The group's name: the words that tie it, of its own ideas, in their base form."""
    deed: str = ""
    """The wording of one of its ideas that says what is done, where one is short enough to be a theme's name."""
    why: tuple[str, ...] = ()
    """The words that tie the group; those first that this idea has."""
    conf: float = 0.0
    """0 to 1: how sure the place is; 1 for one that people chose."""
    dup: str | None = None
    """Id of a set of near-duplicates."""


@dataclass(frozen=True)
class Node:
    """Ideas that are word for word the same, taken as one."""

    ideas: tuple[int, ...]
    """Places in the list that was handed in."""
    text: str
    language: str
    bag: dict[str, float]
    placed: str = ""
    """The group that people put it in."""

    @property
    def speaks(self) -> bool:
        """Whether it says anything that could tie it to another."""
        return bool(self.bag)


Nodes = Sequence[Node]
