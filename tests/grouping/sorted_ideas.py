"""Sorted ideas to try suggestions on, written for these tests, and how much of the sorting a suggestion saves."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from facilitator.grouping import packs, vectors
from facilitator.grouping.idea import IdeaPlacement, WrittenIdea
from facilitator.grouping.suggest import Resources, suggest

MEETINGS = Path(__file__).parent / "meetings.jsonl"
"""What could be done for better meetings: seven themes, in three languages."""


@dataclass(frozen=True)
class Sorted:
    """One idea and the theme that a person would put it in."""

    text: str
    label: str
    lang: str


@cache
def meetings(language: str = "") -> tuple[Sorted, ...]:
    """All of them, or those in one language."""
    found = (Sorted(**json.loads(line)) for line in MEETINGS.read_text("utf-8").splitlines())
    return tuple(each for each in found if language in ("", each.lang))


def written(texts: Sequence[str]) -> list[WrittenIdea]:
    """The texts as ideas with ids ``i0``, ``i1`` ..."""
    return [WrittenIdea(id=f"i{number}", text=text) for number, text in enumerate(texts)]


def full() -> Resources:
    """All that the program brings with it."""
    return Resources(embedder=vectors.shipped_vectors(), packs=packs.shipped_packs())


def placed(texts: Sequence[str], helps: Resources | None = None) -> list[IdeaPlacement]:
    """Where each text would go."""
    if helps is None:
        return list(_placed(tuple(texts)))
    return suggest(written(texts), helps).ideas


@cache
def _placed(texts: tuple[str, ...]) -> tuple[IdeaPlacement, ...]:
    """Cached, because several tests look at where the same ideas go."""
    return tuple(suggest(written(texts), full()).ideas)


def groups(found: Sequence[IdeaPlacement]) -> dict[str, list[int]]:
    """Group -> places of its ideas."""
    inside = defaultdict(list)
    for place, each in enumerate(found):
        if each.group is not None:
            inside[each.group].append(place)
    return dict(inside)


def together(found: Sequence[IdeaPlacement]) -> frozenset[frozenset[str]]:
    """The groups as sets of ids: what is compared, since numbers of groups say nothing."""
    return frozenset(frozenset(found[place].id for place in places) for places in groups(found).values())


def saved(ideas: Sequence[Sorted], found: Sequence[IdeaPlacement]) -> float:
    """Share of the sorting that is saved: 1 less what is wrongly placed, left alone, or has to be merged."""
    work = sum(each.group is None for each in found)
    seen: Counter[str] = Counter()
    for places in groups(found).values():
        label, count = Counter(ideas[place].label for place in places).most_common(1)[0]
        work += len(places) - count
        seen[label] += 1
    merges = sum(count - 1 for count in seen.values())
    return 1 - (work + merges) / len(ideas)
