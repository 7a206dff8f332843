"""Draws a step that people answer, before the reveal: question, clock, counts, help, tags and address. Pure.

All kinds of step share this layout. The question has priority: it should be in block letters of 8 % of the height per
line (docs/domain.md 7.2), and help, blank rows and the position of the labels give way to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.scene.shown_view import format_time_left
from facilitator.view import Tag
from screens.canvas import Region, width_of, wrap_evenly
from screens.stage.context import StageContext
from screens.stage.figures import (
    TIMER_SHARE,
    Band,
    StageFigure,
    fit_band,
    fit_packed_band,
    make_figure,
    running_timer,
)
from screens.stage.question import draw_lettering, draw_question, fit_lettering, large_lettering

_MAX_HELP_ROWS = 3
_TAG_GAP = 5
_MAX_BAND_SHARE = 0.34
"""Largest share of the screen's height that the numbers may take."""


def draw_prompt(
    region: Region,
    scene: StageContext,
    figures: Sequence[StageFigure],
    *,
    tags: Sequence[Tag] = (),
    closed_key: str = "stage.closed",
    keep_rows: int = 0,
    show_address: bool = True,
) -> Region:
    """Draw a step that is ready, open or closed, without any answer.

    ``closed_key`` is the catalogue key of the sentence for a closed step; empty for a step that takes no answers.
    ``keep_rows`` rows at the bottom are left for what the kind of step adds, and returned. ``show_address`` says
    whether the address is shown in the last row, for people who join late.
    """
    numbers = [*running_timer(scene), *figures] if scene.state != "ready" else _planned_time(scene)
    status = _status(scene, closed_key)
    added = keep_rows + 1 if keep_rows else 0
    invites = show_address and scene.state in ("ready", "open")
    if invites:
        region.last_rows(1).put(0, 0, address(scene))
    above = region.first_rows(region.height - 1) if invites else region
    # Two layouts: packed, if only that makes the question large; else a loose one with help and centred numbers.
    beside = packed_band_if_needed(above, scene, numbers, added, status)
    if beside is not None:
        return _draw_packed(above, scene, status, added, beside).last_rows(keep_rows)
    region = above.first_rows(above.height - 1) if invites else region
    fixed = fit_band(numbers, region.width, 0, scene.height).rows + (2 if status else 0) + added + 1
    # Help and tags get the rows that the question and the numbers leave.
    asks = scene.state in ("ready", "open") or not closed_key
    free = region.height - fixed
    support = _help_rows(region, scene, tags, free - _question_rows(region, scene, free)) if asks else []
    tail = added + (len(support) + 1 if support else 0)
    rest = _draw_question(region, scene, fixed + tail - added)
    below = rest.last_rows(tail)
    for y, line in enumerate(support, start=1):
        below.put(0, y, line)
    _draw_middle(rest.first_rows(rest.height - tail), scene, status, numbers)
    return below.last_rows(keep_rows)


def draw_too_few(region: Region, message: str, second_message: str, count: StageFigure, scene: StageContext) -> None:
    """Draw a message that there are too few answers to show a result, and their count in large digits."""
    rest = draw_question(region, message, second_message, max_step=1)
    fit_band([count], rest.width, rest.height - 2, scene.height).draw(rest.skip_rows(2))


def address(scene: StageContext) -> str:
    """Return the join address as people type it, without scheme and trailing slash."""
    return scene.view.session.address.split("://", 1)[-1].rstrip("/")


def _planned_time(scene: StageContext) -> list[StageFigure]:
    """Return the planned duration as a list of one figure; empty for a step without one."""
    planned = scene.step.minutes if scene.step else 0
    return (
        [make_figure(scene, "stage.time.planned", format_time_left(planned * 60), share=TIMER_SHARE)] if planned else []
    )


def _question_rows(region: Region, scene: StageContext, free: int) -> int:
    """Return the fewest rows the question takes with blank rows around it, in block letters if ``free`` rows allow.

    A large question has priority over the help: the help is on every phone, the question must be legible from the back
    row.
    """
    if scene.step is None:
        return 0
    under = wrap_evenly(scene.pick_second(scene.step.question), region.width)
    asked, also = scene.pick(scene.step.question), len(under) + 1 if under else 0
    found = large_lettering(asked, region.width, scene.height, free - also - 1, pixels=region.canvas.pixels)
    if found is not None and found.rows + also + 1 <= free:
        return found.rows + also + 1
    return len(wrap_evenly(asked, region.width)) + also + 1


def packed_band_if_needed(
    region: Region, scene: StageContext, numbers: Sequence[StageFigure], others: int, status: str = ""
) -> Band | None:
    """Return the numbers as a packed band if the question is large with it and would not be without it; else None.

    ``region`` excludes the row of the address; ``others`` is the number of rows that something else takes.
    """
    if scene.step is None or not numbers:
        return None
    asked, pixels = scene.pick(scene.step.question), region.canvas.pixels
    under = wrap_evenly(scene.pick_second(scene.step.question), region.width)
    others += len(under) + 1 if under else 0
    # First with the normal band: three rows separate question, numbers and address.
    airy = region.height - 3 - fit_band(numbers, region.width, 0, scene.height).rows - others - (2 if status else 0)
    found = large_lettering(asked, region.width, scene.height, airy, pixels=pixels)
    # Either no layout makes the question large, or the normal one does: packing would gain nothing.
    if found is None or found.rows <= airy:
        return None
    # Then with the packed band, which saves the rows of the labels and the blank rows.
    beside = fit_packed_band(numbers, region.width, scene.height, pixels)
    room = region.height - beside.rows - 1 - others - _status_rows(beside, status, region.width)
    found = large_lettering(asked, region.width, scene.height, room, pixels=pixels)
    return beside if found is not None and found.rows <= room and beside.fits(region.width) else None


def _status_rows(numbers: Band, status: str, width: int) -> int:
    """Return the rows of the status above packed numbers: none if it fits to the right of them."""
    return 0 if not status or numbers.fits(width - numbers.gap - width_of(status)) else 2


def _draw_packed(region: Region, scene: StageContext, status: str, added: int, numbers: Band) -> Region:
    """Draw the packed layout, without blank rows and help. Returns the rows between the status and the numbers."""
    rest = region.first_rows(region.height - numbers.rows - 1)
    over = _status_rows(numbers, status, region.width)
    beside = numbers.gap + width_of(status) if status and not over else 0
    numbers.draw(region.last_rows(numbers.rows).subregion(0, 0, region.width - beside, numbers.rows))
    rest = _draw_question(rest, scene, added + over)
    if over:
        rest.put(0, 1, status, "accent")
    elif status:
        region.put_right(region.height - numbers.rows, status, "accent")
    return rest.skip_rows(over)


def _draw_question(region: Region, scene: StageContext, fixed: int) -> Region:
    """Draw the question in all but ``fixed`` rows, as large as they allow. Returns the rows below it."""
    if scene.step is None:
        return region
    room = region.first_rows(max(2, region.height - fixed))
    left = draw_question(room, scene.pick(scene.step.question), scene.pick_second(scene.step.question))
    return region.skip_rows(room.height - left.height)


def _draw_middle(region: Region, scene: StageContext, status: str, numbers: Sequence[StageFigure]) -> None:
    """Draw the status and the numbers vertically centred, as large as the region allows."""
    least = fit_band(numbers, region.width, 0, scene.height)
    said = fit_lettering(status, region.width, region.height - least.rows - 3, max_step=1) if status else None
    if said and len(said.lines) > 1:  # large on one line, or plain
        said = fit_lettering(status, region.width, 1, max_step=-1)
    if said and said.size:
        region = region.skip_rows(1)  # a blank row, so that it does not read as another line of the question
    above = said.rows + 1 if said else 0
    room = min(region.height - above - 2, round(scene.height * _MAX_BAND_SHARE))
    grown = fit_band(numbers, region.width, room, scene.height)
    rest = region.skip_rows((max(0, region.height - above - grown.rows) + 1) // 2)
    if said:
        rest = draw_lettering(rest, said, "accent").skip_rows(1)
    grown.draw(rest)


def _status(scene: StageContext, closed: str) -> str:
    """Return the sentence for a step that takes no answers now; empty for an open step."""
    if scene.state == "open" or scene.step is None or not closed:
        return ""
    if scene.state != "ready":
        return scene.say_both(closed)
    return scene.say_both("stage.ready")


def _help_rows(region: Region, scene: StageContext, tags: Sequence[Tag], rows: int) -> list[str]:
    """Return help and tags in at most ``rows`` rows; the help is left out if there is no room for both."""
    if scene.step is None:
        return []
    below = tag_rows(tags, region.width, scene)
    above: list[str] = []
    # In this order, so that help in the second language is the first to be left out.
    for text in (scene.pick(scene.step.help), scene.pick_second(scene.step.help)):
        lines = wrap_evenly(text, region.width)[:_MAX_HELP_ROWS] if text else []
        gap = 1 if below else 0
        if len(above) + len(lines) + gap + len(below) <= rows:
            above += lines
    if above and below:
        above.append("")
    return [*above, *below][: max(0, rows)]


def tag_rows(tags: Sequence[Tag], width: int, scene: StageContext) -> list[str]:
    """Return the tags, each as symbol and word, side by side in as many rows as they need."""
    rows: list[str] = []
    for tag in tags:
        shown = scene.tag(tag)
        if rows and width_of(rows[-1]) + _TAG_GAP + width_of(shown) <= width:
            rows[-1] += " " * _TAG_GAP + shown
        else:
            rows.append(shown)
    return rows
