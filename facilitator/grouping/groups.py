"""Turns the placements of single ideas into suggested groups, as the console and ``serve`` show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec import Struct


class SuggestedGroup(Struct, frozen=True, kw_only=True):
    """A suggested new theme, or ideas that would join an existing theme."""

    id: str
    theme: str | None = None
    """Id of the existing theme that they would join; None for a new one."""
    name: str = ""
    """The words that the ideas have in common, or the name of the existing theme."""
    deed: str = ""
    """The wording of one of its ideas that states an action and could serve as the theme's name; may be empty."""
    why: tuple[str, ...] = ()
    conf: float = 0.0
    ideas: tuple[str, ...] = ()
    """Ids of its ideas, highest confidence first."""
    halves: tuple[tuple[str, ...], ...] = ()
    """Ids of the ideas of the two groups into which it could be split; empty when it cannot."""


class ThemeSuggestions(Struct, frozen=True, kw_only=True):
    """All suggestions for a session."""

    groups: tuple[SuggestedGroup, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()
    """Sets of near-duplicates, by ids."""


class WirePlacement(Struct, frozen=True):
    """The placement of one idea, as the worker process sends it: the fields of ``IdeaPlacement``, and ``placed``."""

    id: str
    group: str | None
    name: str
    deed: str
    why: tuple[str, ...]
    conf: float
    dup: str | None
    placed: bool
    """True when a person has placed the idea. Its confidence does not say so: a suggestion can have 1 too."""


def group_placements(
    placements: Sequence[WirePlacement], halves: dict[str, tuple[list[str], list[str]]], themes: Collection[str]
) -> ThemeSuggestions:
    """The placements as groups: those that join an existing theme first, then by mean confidence.

    ``themes``: ids of the existing themes. Ideas that people have placed are left out.
    """
    inside: dict[str, list[WirePlacement]] = defaultdict(list)
    alike: dict[str, list[str]] = defaultdict(list)
    for each in placements:
        if each.dup is not None:
            # Placed ideas count here: a new idea may repeat one that has a theme already.
            alike[each.dup].append(each.id)
        if each.group is not None and not each.placed:
            inside[each.group].append(each)
    groups = [
        SuggestedGroup(
            id=group,
            theme=group if group in themes else None,
            name=members[0].name,
            deed=members[0].deed,
            why=tuple(dict.fromkeys(word for each in members for word in each.why))[:6],
            conf=round(sum(each.conf for each in members) / len(members), 3),
            ideas=tuple(each.id for each in sorted(members, key=lambda each: (-each.conf, each.id))),
            halves=tuple(tuple(half) for half in halves.get(group, ())),
        )
        for group, members in inside.items()
    ]
    # Ids break ties, so that the order on the screen does not change between equal suggestions.
    groups.sort(key=lambda group: (group.theme is None, -group.conf, group.id))
    sets = sorted(tuple(ids) for ids in alike.values() if len(ids) > 1)
    return ThemeSuggestions(groups=tuple(groups), alike=tuple(sets))
