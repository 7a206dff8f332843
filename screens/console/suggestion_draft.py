"""Suggested themes while the facilitator looks at them: renamed, merged, split, ignored. Nothing of it is saved.

What has been accepted is the room's; it drops out of here because its ideas have a theme then. Pure: no widget.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from msgspec.structs import replace

from facilitator.grouping.groups import SuggestedGroup

Groups = tuple[SuggestedGroup, ...]


@dataclass
class Draft:
    """The suggestions, and how they were before each change."""

    groups: Groups = ()
    alike: dict[str, int] = field(default_factory=dict)
    """Idea -> how many others say nearly the same."""
    _before: list[tuple[int, Groups]] = field(default_factory=list)

    def fill(self, groups: Groups, alike: Collection[Collection[str]]) -> None:
        """New suggestions in the place of the old."""
        self.groups, self._before = groups, []
        self.alike = {idea: len(ideas) - 1 for ideas in alike for idea in ideas}

    def shown(self, loose: Collection[str]) -> Groups:
        """Those that still have ideas without a theme, with these only."""
        left = (replace(group, ideas=tuple(idea for idea in group.ideas if idea in loose)) for group in self.groups)
        return tuple(group for group in left if group.ideas)

    def ignore(self, group: str, acts: int) -> None:
        """Take a suggestion away. ``acts``: how many acts the room has carried out, for ``undo``."""
        self._change(tuple(each for each in self.groups if each.id != group), acts)

    def rename(self, group: str, name: str, acts: int) -> None:
        """Give a suggestion another name."""
        self._change(
            tuple(replace(each, deed=name, name=name) if each.id == group else each for each in self.groups), acts
        )

    def merge(self, source: str, into: str, acts: int) -> None:
        """All ideas of one suggestion into another."""
        moved = next((each.ideas for each in self.groups if each.id == source), ())
        self._change(
            tuple(
                replace(each, ideas=(*each.ideas, *moved), halves=(each.ideas, moved)) if each.id == into else each
                for each in self.groups
                if each.id != source
            ),
            acts,
        )

    def split(self, group: str, acts: int) -> bool:
        """A suggestion in two; False when it has one idea only. The second half is called by its first idea's side."""
        found = next((each for each in self.groups if each.id == group), None)
        if found is None or len(found.ideas) < 2:
            return False
        middle = (len(found.ideas) + 1) // 2
        halves = found.halves if len(found.halves) == 2 else (found.ideas[:middle], found.ideas[middle:])
        first, second = (tuple(idea for idea in found.ideas if idea in half) for half in halves)
        if not first or not second:
            first, second = found.ideas[:middle], found.ideas[middle:]
        parts = (
            replace(found, ideas=first, halves=()),
            replace(found, id=f"{found.id}/2", ideas=second, halves=(), deed="", name=f"{found.name} 2", theme=None),
        )
        place = self.groups.index(found)
        self._change((*self.groups[:place], *parts, *self.groups[place + 1 :]), acts)
        return True

    def undo(self, acts: int) -> bool:
        """Take back the last change here, unless the room has done something since; then that comes first."""
        if not self._before or self._before[-1][0] < acts:
            return False
        self.groups = self._before.pop()[1]
        return True

    def _change(self, groups: Groups, acts: int) -> None:
        self._before.append((acts, self.groups))
        self.groups = groups


def accepted(groups: Collection[SuggestedGroup]) -> list[dict[str, object]]:
    """As the room's verb ``accept`` takes them."""
    return [{"name": g.name, "deed": g.deed, "theme": g.theme, "ideas": list(g.ideas)} for g in groups]
