"""What differs between two scenes: the areas of boxes that came, went or changed, in whole cells. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from facilitator.drawing.pixels import Area, touches
from facilitator.scene.boxes import AnyBox, Bar, Scene

MOST_AREAS = 12
"""More areas than this are one: each costs a sequence of its own."""


def changed_areas(
    old: Scene, new: Scene, area_of: Callable[[AnyBox], Area], cell: tuple[int, int], size: tuple[int, int]
) -> list[Area] | None:
    """Return the areas in which the pictures of two scenes differ; None when the whole picture does.

    ``cell`` is the width and height of a cell and ``size`` those of the picture, all in pixels.
    """
    if old.width != new.width or old.ground != new.ground:
        return None
    before = {box.id: box for box in old.boxes}
    after = {box.id: box for box in new.boxes}
    changed: list[Area] = []
    for key, box in before.items():
        other = after.get(key)
        if isinstance(box, Bar) and isinstance(other, Bar) and (part := grown_part(box, other)) is not None:
            changed.append(area_of(part))
        elif other != box:
            changed += [area_of(box)] if other is None else [area_of(box), area_of(other)]
    changed += [area_of(box) for key, box in after.items() if key not in before]
    areas = merge(snap(area, cell, size) for area in changed)
    if len(areas) > MOST_AREAS:
        areas = merge([_hull(areas)])
    if sum(map(_pixels, areas)) > size[0] * size[1] * 0.7:
        return None
    return areas


def grown_part(old: Bar, new: Bar) -> Bar | None:
    """Return the part of a bar that changes when only its share does; None when more of it changes."""
    if replace(old, share=new.share) != new or new.upright:
        return None
    low, high = sorted((old.share, new.share))
    if low <= 0:
        return None
    # The round end of the shorter bar is covered by the longer one.
    left, right = old.x + old.w * low - 2 * old.radius, old.x + old.w * high + old.radius
    return replace(old, x=max(old.x, left), w=max(0.0, min(old.right, right) - max(old.x, left)))


def snap(area: Area, cell: tuple[int, int], size: tuple[int, int]) -> Area:
    """Return the area that covers ``area`` in whole cells, within the picture."""
    wide, high = cell
    left, top = max(0, area[0]) // wide * wide, max(0, area[1]) // high * high
    right, bottom = -(-area[2] // wide) * wide, -(-area[3] // high) * high
    return left, top, min(right, size[0]), min(bottom, size[1])


def merge(areas: Iterable[Area]) -> list[Area]:
    """Return the areas with those that overlap much made one, and empty ones left out."""
    merged: list[Area] = []
    for area in areas:
        if area[0] >= area[2] or area[1] >= area[3]:
            continue
        grown = area
        while overlapping := [each for each in merged if touches(each, grown) and _worth(each, grown)]:
            merged = [each for each in merged if each not in overlapping]
            grown = _hull([grown, *overlapping])
        merged.append(grown)
    return merged


def _worth(one: Area, other: Area) -> bool:
    """Whether two areas that overlap cost less as one: their hull has hardly more pixels than both."""
    return _pixels(_hull([one, other])) <= 1.25 * (_pixels(one) + _pixels(other))


def _pixels(area: Area) -> int:
    return (area[2] - area[0]) * (area[3] - area[1])


def _hull(areas: Iterable[Area]) -> Area:
    found = list(areas)
    return (
        min(a[0] for a in found),
        min(a[1] for a in found),
        max(a[2] for a in found),
        max(a[3] for a in found),
    )
