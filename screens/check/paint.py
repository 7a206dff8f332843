"""Draws the room check: heading, one page, one sentence, keys. A pure function of its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from screens.canvas import Canvas, Picture, Region, clip
from screens.check import checklist, code, lines, network, size
from screens.check.state import PAGES, Check, Spots
from screens.stage.head import EDGE, margin

Page = Callable[[Region, Check, Spots], str]
"""Draws a page and returns the sentence below it."""

DRAW: Mapping[str, Page] = {
    "size": size.draw,
    "lines": lines.draw,
    "code": code.draw,
    "network": network.draw,
    "ready": checklist.draw,
}


def paint(check: Check) -> tuple[Picture, Spots]:
    """Return the whole screen, and which rows of it can be clicked."""
    canvas, spots = Canvas(check.columns, check.rows), Spots()
    region = canvas.region()
    _head(region.above(1).padded(EDGE), check)
    body = region.below(2).above(region.height - 4).padded(margin(check.columns))
    found = DRAW[check.page](body, check, spots)
    said = check.said or found
    if said:
        region.below(region.height - 2).above(1).padded(EDGE).put(0, 0, said, "accent")
    _foot(region.bottom(1).padded(EDGE), check)
    return canvas.picture(), spots


def _head(row: Region, check: Check) -> None:
    title = check.say("network.title" if check.alone else "title")
    if not check.alone:
        of = check.say("page", page=PAGES.index(check.page) + 1, pages=len(PAGES))
        row.put(row.put(0, 0, f"{title} {of}") + 3, 0, check.say(f"{check.page}.title"), "strong")
    else:
        row.put(0, 0, title, "strong")


def _foot(row: Region, check: Check) -> None:
    """Draw the next press, as on the stage, and how to close."""
    where = check.say("close")
    if check.alone:
        row.put(0, 0, where, "footer")
        return
    last = check.page == PAGES[-1]
    then = check.say("done") if last else check.say(f"{PAGES[PAGES.index(check.page) + 1]}.title")
    start = row.put_right(0, where, "footer")
    row.put(0, 0, clip(f"▸ {check.say('next', what=then)}", start - 2), "strong")
