"""How good a grouping is, against the groups that people made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

Idea = Mapping[str, Any]
"""``text``, ``label`` and ``lang``; a label that begins with ``_none`` belongs nowhere."""


def scores(ideas: Sequence[Idea], answer: Sequence[object], sure: Sequence[float] = ()) -> dict[str, float]:
    """``saved``: 1 less the share of ideas wrongly placed, left alone or to be merged. ``right``: share of pairs in a
    group that belong together; ``sure``: the same among the surer half. ``found``: share of pairs that belong together
    and are; ``across``: the same for pairs in two languages. ``left``: share that is left alone."""
    size = Counter(group for group in answer if group is not None)
    alone = [group is None or size[group] == 1 for group in answer]
    real = [not str(idea["label"]).startswith("_none") for idea in ideas]
    work = sum(a and r for a, r in zip(alone, real, strict=True))
    seen: Counter[str] = Counter()
    inside = defaultdict(list)
    for place, group in enumerate(answer):
        if not alone[place]:
            inside[group].append(place)
    for places in inside.values():
        labels = Counter(ideas[place]["label"] for place in places if real[place])
        if not labels:
            work += len(places)
            continue
        label, count = labels.most_common(1)[0]
        work += len(places) - count
        seen[label] += 1
    pairs = [(a, b) for places in inside.values() for at, b in enumerate(places) for a in places[:at]]
    good = [pair for pair in pairs if _same(ideas, *pair)]
    total = across = 0
    for b in range(len(ideas)):
        for a in range(b):
            if _same(ideas, a, b):
                total += 1
                across += ideas[a]["lang"] != ideas[b]["lang"]
    found = {
        "saved": 1 - (work + sum(count - 1 for count in seen.values())) / max(1, sum(real)),
        "right": len(good) / len(pairs) if pairs else 1.0,
        "found": len(good) / total if total else 1.0,
        "left": sum(a and r for a, r in zip(alone, real, strict=True)) / max(1, sum(real)),
    }
    if across:
        found["across"] = sum(ideas[a]["lang"] != ideas[b]["lang"] for a, b in good) / across
    if sure:
        half = set(sorted((p for places in inside.values() for p in places), key=lambda p: -sure[p])[: len(ideas) // 2])
        surer = [(a, b) for a, b in pairs if a in half and b in half]
        found["sure"] = sum(_same(ideas, a, b) for a, b in surer) / len(surer) if surer else 1.0
    return found


def _same(ideas: Sequence[Idea], a: int, b: int) -> bool:
    return bool(ideas[a]["label"] == ideas[b]["label"])


def mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each figure over the rows that have it."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: sum(r[name] for r in rows if name in r) / sum(name in r for r in rows) for name in names}
