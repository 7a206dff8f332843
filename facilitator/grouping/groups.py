"""Suggested themes as the terminal and ``serve`` show them: groups with their ideas, the surest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec import Struct


class SuggestedGroup(Struct, frozen=True, kw_only=True):
    """One suggested theme, or ideas that would join one that is there already."""

    id: str
    theme: str | None = None
    """The theme that they would join; None for a new one."""
    name: str = ""
    """Words that tie it, or the name of the theme that is there."""
    deed: str = ""
    """The wording of one of its ideas that would do as a theme's name; may be empty."""
    why: tuple[str, ...] = ()
    conf: float = 0.0
    ideas: tuple[str, ...] = ()
    """Ids, the surest first."""
    halves: tuple[tuple[str, ...], ...] = ()
    """Ids of the two groups that it would fall into; nothing for one that cannot be split."""


class Answer(Struct, frozen=True, kw_only=True):
    """What was suggested for a session."""

    groups: tuple[SuggestedGroup, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()
    """Sets of near-duplicates, by ids."""


class Found(Struct, frozen=True):
    """One idea's place, as the worker tells it."""

    id: str
    group: str | None
    name: str
    deed: str
    why: tuple[str, ...]
    conf: float
    dup: str | None


def answer(found: Sequence[Found], halves: dict[str, tuple[list[str], list[str]]], themes: Collection[str]) -> Answer:
    """By group; ideas that have a theme already are in no group. ``themes``: ids of the themes that are there."""
    inside: dict[str, list[Found]] = defaultdict(list)
    alike: dict[str, list[str]] = defaultdict(list)
    for each in found:
        if each.dup is not None:
            alike[each.dup].append(each.id)
        if each.group is not None and each.conf < 1.0:
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
    groups.sort(key=lambda group: (group.theme is None, -group.conf, group.id))
    sets = sorted(tuple(ids) for ids in alike.values() if len(ids) > 1)
    return Answer(groups=tuple(groups), alike=tuple(sets))
