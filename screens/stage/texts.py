"""Draws a page of texts that people wrote, each with its tag (symbol and word) beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.view import IDEAS_PER_PAGE, Tag, Text
from screens import letters
from screens.canvas import Region, clip, width_of, wrap
from screens.pixels import Pixels
from screens.stage.context import StageContext
from screens.stage.question import Lettering, draw_lettering

_BULLET = "–"
_GAP = 3
_MAX_LETTER_ROWS = 3
"""Rows of the largest block letters for texts."""

SHARE = 0.04
"""Share of the screen's height that a line of a text takes if there is room for it (docs/domain.md 7.2)."""


def draw_texts(region: Region, shown: Sequence[Text], tags: Sequence[Tag], scene: StageContext) -> None:
    """Draw the texts, at most ``IDEAS_PER_PAGE`` of them. If some do not fit, a row says how many are left out."""
    shown = shown[:IDEAS_PER_PAGE]
    known = {tag.id: scene.tag(tag) for tag in tags}
    labels = [known.get(text.tag, _BULLET) for text in shown]
    # The texts matter more than the tags: the tags get a third of the width at most, and long ones are broken.
    beside = min(max(map(width_of, labels), default=0), region.width // 3) + _GAP
    named = [wrap(label, beside - _GAP) for label in labels]
    if (
        found := _large_letterings(shown, region.width - beside, region.height, scene, region.canvas.pixels)
    ) is not None:
        _draw_large(region, found, named, beside)
        return
    wrapped = [wrap(text.text, region.width - beside) or [""] for text in shown]
    heights, air = allot_rows(region.height, [max(map(len, pair)) for pair in zip(wrapped, named, strict=True)])
    y = 0
    for name, lines, height in zip(named, wrapped, heights, strict=False):
        for down, line in enumerate(name[:height]):
            region.put(0, y + down, line, "accent")
        column = region.subregion(beside, 0, region.width, region.height)
        for down, line in enumerate([*lines[: height - 1], " ".join(lines[height - 1 :])]):
            column.put(0, y + down, clip(line, column.width), "strong")
        y += height + air
    if len(heights) < len(shown):
        region.put(0, region.height - 1, scene.say("stage.more", n=len(shown) - len(heights)))


def _large_letterings(
    shown: Sequence[Text], width: int, rows: int, scene: StageContext, pixels: Pixels
) -> list[Lettering] | None:
    """Return each text in block letters of two or three rows, the largest in which all of them fit.

    None if a plain row takes ``SHARE`` of the height anyway, if the terminal draws half blocks only (whose letters are
    too wide for texts), or if not all texts fit.
    """
    if pixels is Pixels.HALVES or scene.height * SHARE <= 1:
        return None
    for size in letters.sizes(pixels):
        # Each text takes at least one line of this size; this quick test spares most of the wrapping.
        if size.rows > _MAX_LETTER_ROWS or size.rows * len(shown) > rows:
            continue
        wrapped = [letters.wrap(text.text, width, size) for text in shown]
        # One text that cannot be set in this size rules it out for all, because the texts of a page have one size.
        found = [Lettering(tuple(lines), size, 1) for lines in wrapped if lines]
        if len(found) == len(shown) and sum(each.rows for each in found) + max(0, len(found) - 1) <= rows:
            return found
    return None


def _draw_large(region: Region, found: Sequence[Lettering], named: Sequence[Sequence[str]], beside: int) -> None:
    """Draw the texts with up to four blank rows between them and their tags beside them."""
    air = min(4, (region.height - sum(each.rows for each in found)) // max(1, len(found) - 1))
    y = 0
    for each, name in zip(found, named, strict=True):
        for down, line in enumerate(name[: each.rows]):
            region.put(0, y + down, line, "accent")
        draw_lettering(region.subregion(beside, y, region.width, each.rows), each)
        y += each.rows + air


def allot_rows(rows: int, wanted: list[int], *, airy: bool = True) -> tuple[list[int], int]:
    """Divide ``rows`` rows among texts that want ``wanted`` rows each. Returns the rows of each text and of each gap.

    Whole texts have priority over blank rows between them. If the texts do not fit even without gaps, the longest are
    shortened first; if one row each is still too much, the last ones are left out, and one row is kept for a message
    that says so. ``airy`` says whether blank rows are wanted.
    """
    gaps = max(0, len(wanted) - 1)
    for air in (4, 3, 2, 1, 0) if airy else (0,):
        if sum(wanted) + gaps * air <= rows:
            return wanted, air
    given, air = [min(lines, max(1, rows)) for lines in wanted], int(airy)
    # Take a row from the longest text until all fit, as long as each keeps one.
    while sum(given) + gaps * air > rows and max(given, default=1) > 1:
        given[given.index(max(given))] -= 1
    if sum(given) + gaps * air <= rows:
        return given, air
    return (given, 0) if len(given) <= rows else (given[: max(0, rows - 1)], 0)
