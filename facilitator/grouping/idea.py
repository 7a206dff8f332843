"""Types of the grouping: an idea as input, its placement as output, and the node that stands for equal texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct


class WrittenIdea(Struct, frozen=True):
    """An idea as input. ``group`` is set when a person has placed it; such an idea is never moved."""

    id: str
    text: str
    lang: str = ""
    """Language of the phone that sent it; only a hint."""
    group: str = ""
    """Empty when the idea has not been placed."""
    name: str = ""
    """Name of the group that it was placed in."""


class IdeaPlacement(Struct, frozen=True, kw_only=True):
    """The suggested group of one idea."""

    id: str
    group: str | None = None
    """None when the idea stays ungrouped."""
    name: str = ""
    """The group's name: base forms of words that are typical of its ideas."""
    deed: str = ""
    """The wording of one of its ideas that states an action and is short enough for a theme's name; may be empty."""
    why: tuple[str, ...] = ()
    """Words that are typical of the group; those that this idea contains come first."""
    conf: float = 0.0
    """Confidence, 0 to 1; 1 for a placement that a person made."""
    dup: str | None = None
    """Id of a set of near-duplicates."""


@dataclass(frozen=True)
class Node:
    """One node of the similarity graph: all ideas with the same words."""

    ideas: tuple[int, ...]
    """Indices into the list of input ideas."""
    text: str
    language: str
    bag: dict[str, float]
    """Bag of words: base form or part of a compound -> weight."""
    placed_group: str = ""
    """Id of the group that a person put it in; empty for none."""

    @property
    def has_content(self) -> bool:
        """Whether it has any content word. A node without one is not grouped."""
        return bool(self.bag)


Nodes = Sequence[Node]
