"""Suggested themes while the facilitator reviews them: rename, merge, split, ignore. No widget, and nothing is saved.

An accepted suggestion belongs to the room. It disappears from the draft because its ideas then have a theme.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from msgspec.structs import replace

from facilitator.grouping.groups import SuggestedGroup

Groups = tuple[SuggestedGroup, ...]


@dataclass
class SuggestionDraft:
    """The suggestions, and their state before each change."""

    groups: Groups = ()
    duplicate_counts: dict[str, int] = field(default_factory=dict)
    """Id of an idea -> how many other ideas say nearly the same."""
    _history: list[tuple[int, Groups]] = field(default_factory=list)

    def fill(self, groups: Groups, duplicates: Collection[Collection[str]]) -> None:
        """Replace the suggestions by new ones, and forget the history.

        ``duplicates``: groups of ideas that say nearly the same.
        """
        self.groups, self._history = groups, []
        self.duplicate_counts = {idea: len(ideas) - 1 for ideas in duplicates for idea in ideas}

    def groups_for(self, loose: Collection[str]) -> Groups:
        """Return the suggestions that still have ideas without a theme (``loose``), each with those ideas only."""
        left = (replace(group, ideas=tuple(idea for idea in group.ideas if idea in loose)) for group in self.groups)
        return tuple(group for group in left if group.ideas)

    def ignore(self, group: str, undoable_count: int) -> None:
        """Drop a suggestion. ``undoable_count``: the room's number of undoable commands now; see ``undo``."""
        self._change(tuple(each for each in self.groups if each.id != group), undoable_count)

    def rename(self, group: str, name: str, undoable_count: int) -> None:
        """Give a suggestion another name."""
        self._change(
            tuple(replace(each, deed=name, name=name) if each.id == group else each for each in self.groups),
            undoable_count,
        )

    def merge(self, source: str, into: str, undoable_count: int) -> None:
        """Move all ideas of one suggestion into another."""
        moved = next((each.ideas for each in self.groups if each.id == source), ())
        self._change(
            tuple(
                # The halves are kept, so that ``split`` can take the merge apart again.
                replace(each, ideas=(*each.ideas, *moved), halves=(each.ideas, moved)) if each.id == into else each
                for each in self.groups
                if each.id != source
            ),
            undoable_count,
        )

    def split(self, group: str, undoable_count: int) -> bool:
        """Divide a suggestion in two; False when it has only one idea.

        The halves are those of the last merge or those that the grouping computed; else the list is cut in the middle.
        """
        found = next((each for each in self.groups if each.id == group), None)
        if found is None or len(found.ideas) < 2:
            return False
        middle = (len(found.ideas) + 1) // 2
        halves = found.halves if len(found.halves) == 2 else (found.ideas[:middle], found.ideas[middle:])
        # A half may also name ideas that the suggestion no longer has: only those that it still has count.
        first, second = (tuple(idea for idea in found.ideas if idea in half) for half in halves)
        if not first or not second:  # one of the halves has been placed or moved away
            first, second = found.ideas[:middle], found.ideas[middle:]
        parts = (
            replace(found, ideas=first, halves=()),
            # The second half gets a name and an id of its own, and no theme: the existing theme stays with the first.
            replace(found, id=f"{found.id}/2", ideas=second, halves=(), deed="", name=f"{found.name} 2", theme=None),
        )
        place = self.groups.index(found)
        self._change((*self.groups[:place], *parts, *self.groups[place + 1 :]), undoable_count)
        return True

    def undo(self, undoable_count: int) -> bool:
        """Take back the last change of the draft; False when there is none or when the room has changed since.

        ``undoable_count``: the room's number of undoable commands now. When it has grown since the change, the room's
        commands are newer and must be undone first.
        """
        if not self._history or self._history[-1][0] < undoable_count:
            return False
        self.groups = self._history.pop()[1]
        return True

    def _change(self, groups: Groups, undoable_count: int) -> None:
        self._history.append((undoable_count, self.groups))
        self.groups = groups


def accept_arguments(groups: Collection[SuggestedGroup]) -> list[dict[str, object]]:
    """Return the suggestions as the arguments of the room's verb ``accept``."""
    return [{"name": g.name, "deed": g.deed, "theme": g.theme, "ideas": list(g.ideas)} for g in groups]
