"""Draws the room check: heading, one page, one sentence, keys. A pure function of its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from screens.canvas import Canvas, Picture, Region, clip
from screens.check import checklist, code, lines, network, size
from screens.check.state import PAGES, CheckState, Hotspots
from screens.stage.head import EDGE_COLUMNS, margin

DrawPage = Callable[[Region, CheckState, Hotspots], str]
"""Draws a page and returns the sentence below it."""

PAGE_DRAWERS: Mapping[str, DrawPage] = {
    "size": size.draw,
    "lines": lines.draw,
    "code": code.draw,
    "network": network.draw,
    "ready": checklist.draw,
}


def paint(check: CheckState) -> tuple[Picture, Hotspots]:
    """Return the whole screen, and which rows of it can be clicked."""
    canvas, spots = Canvas(check.columns, check.rows), Hotspots()
    region = canvas.region()
    _draw_head(region.first_rows(1).inset(EDGE_COLUMNS), check)
    body = region.skip_rows(2).first_rows(region.height - 4).inset(margin(check.columns))
    found = PAGE_DRAWERS[check.page](body, check, spots)
    said = check.sentence or found
    if said:
        region.skip_rows(region.height - 2).first_rows(1).inset(EDGE_COLUMNS).put(0, 0, said, "accent")
    _draw_foot(region.last_rows(1).inset(EDGE_COLUMNS), check)
    return canvas.picture(), spots


def _draw_head(row: Region, check: CheckState) -> None:
    title = check.say("network.title" if check.network_only else "title")
    if not check.network_only:
        of = check.say("page", page=PAGES.index(check.page) + 1, pages=len(PAGES))
        row.put(row.put(0, 0, f"{title} {of}") + 3, 0, check.say(f"{check.page}.title"), "strong")
    else:
        row.put(0, 0, title, "strong")


def _draw_foot(row: Region, check: CheckState) -> None:
    """Draw the next press, as on the stage, and how to close."""
    where = check.say("close")
    if check.network_only:
        row.put(0, 0, where, "footer")
        return
    last = check.page == PAGES[-1]
    then = check.say("done") if last else check.say(f"{PAGES[PAGES.index(check.page) + 1]}.title")
    start = row.put_right(0, where, "footer")
    row.put(0, 0, clip(f"▸ {check.say('next', what=then)}", start - 2), "strong")
