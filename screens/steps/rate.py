"""Draws a ``rate`` step on the stage: the number of raters, then the items by verdict, then the matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from facilitator.i18n.messages import format_decimal, pick, say
from facilitator.view import ConsoleView, RateBody, RateItem
from screens.canvas import Region, width_of, wrap
from screens.console.list_line import ListLine
from screens.stage.context import StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.gain_map import draw_gain_map, numbered_items
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt

_GAPS = ((2, 4), (1, 3), (1, 2), (1, 1), (0, 1), (0, 0))
"""Blank rows within a group and between groups, from the roomiest layout to the tightest."""

_INDENT = 2

VERDICTS = ("now", "together", "decide", "leave", "unrated")

FEW_RATERS = 5
"""Number of ratings below which an item shows how many it has."""


def draw(region: Region, body: RateBody, scene: StageContext) -> None:
    """Draw the question with the number of raters, or the result: lists by verdict, and on the next page the matrix."""
    if any(item.verdict for item in body.items):
        rest = draw_head(region, scene, scene.say("stage.rate.note", n=body.raters))
        if body.page:
            draw_gain_map(rest, body, scene)
        else:
            _draw_lists(rest, body, scene)
    else:
        counts = [make_figure(scene, "stage.rate.count", format_count(body.raters, scene.view.joined))]
        draw_prompt(draw_head(region, scene), scene, counts)


def _draw_lists(region: Region, body: RateBody, scene: StageContext) -> None:
    groups = [(verdict, _items_of_verdict(body, verdict)) for verdict in VERDICTS]
    groups = [(verdict, items) for verdict, items in groups if items]
    numbers = {item.id: number for number, item in numbered_items(body)}
    names = {item.id: _name_lines(item, region.width, scene, numbers) for _, items in groups for item in items}
    # Names of two rows are put on one, where they are cut off, if the tightest layout has no room for them.
    if _total_rows(names, len(groups), _GAPS[-1]) > region.height:
        names = {item: [" ".join(lines)] for item, lines in names.items()}
    inner, outer = next((airs for airs in _GAPS if _total_rows(names, len(groups), airs) <= region.height), _GAPS[-1])
    y = 0
    for verdict, items in groups:
        region.put(0, y, scene.say_both(f"stage.rate.{verdict}"), "accent")
        y += 1 + inner
        for item in items:
            name = names[item.id]
            _draw_item(region.skip_rows(y).first_rows(len(name)), name, _means_text(item, scene))
            y += len(name) + inner
        y += outer - inner


def _total_rows(names: Mapping[str, Sequence[str]], groups: int, airs: tuple[int, int]) -> int:
    """Return the rows of all lists; ``airs`` are the blank rows below headings and items, and between groups."""
    return groups + sum(map(len, names.values())) + airs[0] * len(names) + airs[1] * (groups - 1)


def _draw_item(rows: Region, name: Sequence[str], means: str) -> None:
    column = rows.subregion(_INDENT, 0, rows.width - width_of(means) - 2 * _INDENT, rows.height)
    for y, line in enumerate(name):
        column.put(0, y, line, "strong")
    rows.put_right(0, means)


def _items_of_verdict(body: RateBody, verdict: str) -> list[RateItem]:
    """Return the items of a verdict by decreasing gain, then increasing effort; ties in the order of the vote."""
    found = [item for item in body.items if (item.verdict or "unrated") == verdict]
    return sorted(found, key=lambda item: (-(item.gain or 0), item.effort or 0))


def _name_lines(item: RateItem, width: int, scene: StageContext, numbers: Mapping[str, int]) -> list[str]:
    """Return the item's number in the matrix and its name, in one row or two that leave room for the means."""
    room = width - width_of(_means_text(item, scene)) - 2 * _INDENT
    number = f"{numbers[item.id]}  " if item.id in numbers else ""
    both = f"{number}{scene.pick_both(item.label)}"
    first, *rest = wrap(both if width_of(both) <= room else f"{number}{scene.pick(item.label)}", room) or [""]
    return [first, " ".join(rest)] if rest else [first]


def _means_text(item: RateItem, scene: StageContext) -> str:
    if item.gain is None or item.effort is None:
        return ""
    gain, effort = format_decimal(item.gain, scene.first), format_decimal(item.effort, scene.first)
    parts = [scene.say("stage.rate.means", gain=gain, effort=effort)]
    if item.even:
        parts.append(scene.say("stage.rate.even"))
    if item.raters is not None and item.raters < FEW_RATERS:
        parts.append(scene.say("stage.rate.raters", n=item.raters))
    return " · ".join(parts)


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return one line per item, with its verdict once it may be shown."""
    body = view.public.body
    if not isinstance(body, RateBody):
        return []
    lines = [ListLine("raters", say("console.raters", language, n=body.raters), look="head")]
    for item in body.items:
        parts = [say(f"console.verdict.{item.verdict}", language)] if item.verdict else []
        if item.even:
            parts.append(say("stage.rate.even", language))
        if item.raters is not None:
            parts.append(say("stage.rate.raters", language, n=item.raters))
        tail = " · ".join(parts)
        lines.append(ListLine(item.id, pick(item.label, language), tail=tail))
    return lines


if __name__ == "__main__":
    from screens.stage.preview import run

    run("rate")
