"""Draws a ``rate`` step on the stage: the number of raters, then the items by verdict, then the matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from facilitator.view import Rate, RateItem
from screens.canvas import Region, width_of, wrap
from screens.stage.figures import figure, of
from screens.stage.gain_map import gain_map, numbered
from screens.stage.head import head
from screens.stage.prompt import asking
from screens.stage.ranking import decimal
from screens.stage.scene import Scene

_AIRS = ((2, 4), (1, 3), (1, 2), (1, 1), (0, 1), (0, 0))
"""Blank rows within a group and between groups, from the roomiest layout to the tightest."""

_INDENT = 2

VERDICTS = ("now", "together", "decide", "leave", "unrated")

FEW = 5
"""Number of ratings below which an item shows how many it has."""


def draw(region: Region, body: Rate, scene: Scene) -> None:
    """Draw the question with the number of raters, or the result: lists by verdict, and on the next page the matrix."""
    if any(item.verdict for item in body.items):
        rest = head(region, scene, scene.say("stage.rate.note", n=body.raters))
        if body.page:
            gain_map(rest, body, scene)
        else:
            _lists(rest, body, scene)
    else:
        counts = [figure(scene, "stage.rate.count", of(body.raters, scene.view.joined))]
        asking(head(region, scene), scene, counts)


def _lists(region: Region, body: Rate, scene: Scene) -> None:
    groups = [(verdict, _of(body, verdict)) for verdict in VERDICTS]
    groups = [(verdict, items) for verdict, items in groups if items]
    numbers = {item.id: number for number, item in numbered(body)}
    names = {item.id: _name(item, region.width, scene, numbers) for _, items in groups for item in items}
    # Names of two rows are put on one, where they are cut off, if the tightest layout has no room for them.
    if _rows(names, len(groups), _AIRS[-1]) > region.height:
        names = {item: [" ".join(lines)] for item, lines in names.items()}
    inner, outer = next((airs for airs in _AIRS if _rows(names, len(groups), airs) <= region.height), _AIRS[-1])
    y = 0
    for verdict, items in groups:
        region.put(0, y, scene.both(f"stage.rate.{verdict}"), "accent")
        y += 1 + inner
        for item in items:
            name = names[item.id]
            _item(region.below(y).above(len(name)), name, _means(item, scene))
            y += len(name) + inner
        y += outer - inner


def _rows(names: Mapping[str, Sequence[str]], groups: int, airs: tuple[int, int]) -> int:
    """Return the rows of all lists; ``airs`` are the blank rows below headings and items, and between groups."""
    return groups + sum(map(len, names.values())) + airs[0] * len(names) + airs[1] * (groups - 1)


def _item(rows: Region, name: Sequence[str], means: str) -> None:
    column = rows.inside(_INDENT, 0, rows.width - width_of(means) - 2 * _INDENT, rows.height)
    for y, line in enumerate(name):
        column.put(0, y, line, "strong")
    rows.put_right(0, means)


def _of(body: Rate, verdict: str) -> list[RateItem]:
    """Return the items of a verdict by decreasing gain, then increasing effort; ties in the order of the vote."""
    found = [item for item in body.items if (item.verdict or "unrated") == verdict]
    return sorted(found, key=lambda item: (-(item.gain or 0), item.effort or 0))


def _name(item: RateItem, width: int, scene: Scene, numbers: Mapping[str, int]) -> list[str]:
    """Return the item's number in the matrix and its name, in one row or two that leave room for the means."""
    room = width - width_of(_means(item, scene)) - 2 * _INDENT
    number = f"{numbers[item.id]}  " if item.id in numbers else ""
    both = f"{number}{scene.label(item.label)}"
    first, *rest = wrap(both if width_of(both) <= room else f"{number}{scene.pick(item.label)}", room) or [""]
    return [first, " ".join(rest)] if rest else [first]


def _means(item: RateItem, scene: Scene) -> str:
    if item.gain is None or item.effort is None:
        return ""
    gain, effort = decimal(item.gain, scene.first), decimal(item.effort, scene.first)
    parts = [scene.say("stage.rate.means", gain=gain, effort=effort)]
    if item.even:
        parts.append(scene.say("stage.rate.even"))
    if item.raters is not None and item.raters < FEW:
        parts.append(scene.say("stage.rate.raters", n=item.raters))
    return " · ".join(parts)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("rate")
