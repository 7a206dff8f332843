"""Draws a step that people answer, before the reveal: question, clock, counts, help, tags and address. Pure.

All kinds of step share this layout. The question has priority: it should be in block letters of 8 % of the height per
line (docs/domain.md 7.2), and help, blank rows and the position of the labels give way to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.view import Tag
from screens.canvas import Region, even, width_of
from screens.stage.figures import TIMER, Band, Figure, band, figure, live, minutes, packed
from screens.stage.question import fit, large, question, write
from screens.stage.scene import Scene

_MOST_HELP = 3
_TAG_AIR = 5
_LARGEST_BAND = 0.34
"""Largest share of the screen's height that the numbers may take."""


def asking(
    region: Region,
    scene: Scene,
    figures: Sequence[Figure],
    *,
    tags: Sequence[Tag] = (),
    closed: str = "stage.closed",
    keep: int = 0,
    inviting: bool = True,
) -> Region:
    """Draw a step that is ready, open or closed, without any answer.

    ``closed_key`` is the catalogue key of the sentence for a closed step; empty for a step that takes no answers.
    ``keep_rows`` rows at the bottom are left for what the kind of step adds, and returned. ``show_address`` says
    whether the address stands in the last row, for people who join late.
    """
    numbers = [*live(scene), *figures] if scene.state != "ready" else _planned(scene)
    status = _status(scene, closed)
    added = keep + 1 if keep else 0
    invites = inviting and scene.state in ("ready", "open")
    if invites:
        region.bottom(1).put(0, 0, address(scene))
    above = region.above(region.height - 1) if invites else region
    # Two layouts: packed, if only that makes the question large; else a loose one with help and centred numbers.
    beside = large_only_packed(above, scene, numbers, added, status)
    if beside is not None:
        return _packed(above, scene, status, added, beside).bottom(keep)
    region = above.above(above.height - 1) if invites else region
    fixed = band(numbers, region.width, 0, scene.height).rows + (2 if status else 0) + added + 1
    # Help and tags get the rows that the question and the numbers leave.
    asks = scene.state in ("ready", "open") or not closed
    free = region.height - fixed
    support = _support(region, scene, tags, free - _asked(region, scene, free)) if asks else []
    tail = added + (len(support) + 1 if support else 0)
    rest = _question(region, scene, fixed + tail - added)
    below = rest.bottom(tail)
    for y, line in enumerate(support, start=1):
        below.put(0, y, line)
    _middle(rest.above(rest.height - tail), scene, status, numbers)
    return below.bottom(keep)


def too_few(region: Region, said: str, also: str, count: Figure, scene: Scene) -> None:
    """Draw a message that there are too few answers to show a result, and their count in large digits."""
    rest = question(region, said, also, most=1)
    band([count], rest.width, rest.height - 2, scene.height).draw(rest.below(2))


def address(scene: Scene) -> str:
    """Return the join address as people type it, without scheme and trailing slash."""
    return scene.view.session.address.split("://", 1)[-1].rstrip("/")


def _planned(scene: Scene) -> list[Figure]:
    """Return the planned duration as a list of one figure; empty for a step without one."""
    planned = scene.step.minutes if scene.step else 0
    return [figure(scene, "stage.time.planned", minutes(planned * 60), share=TIMER)] if planned else []


def _asked(region: Region, scene: Scene, free: int) -> int:
    """Return the fewest rows the question takes with blank rows around it, in block letters if ``free`` rows allow.

    A large question has priority over the help: the help is on every phone, the question must be legible from the back
    row.
    """
    if scene.step is None:
        return 0
    under = even(scene.other(scene.step.question), region.width)
    asked, also = scene.pick(scene.step.question), len(under) + 1 if under else 0
    found = large(asked, region.width, scene.height, free - also - 1, pixels=region.canvas.pixels)
    if found is not None and found.rows + also + 1 <= free:
        return found.rows + also + 1
    return len(even(asked, region.width)) + also + 1


def large_only_packed(
    region: Region, scene: Scene, numbers: Sequence[Figure], others: int, status: str = ""
) -> Band | None:
    """Return the numbers as a packed band if the question is large with it and would not be without it; else None.

    ``region`` excludes the row of the address; ``others`` is the number of rows that something else takes.
    """
    if scene.step is None or not numbers:
        return None
    asked, pixels = scene.pick(scene.step.question), region.canvas.pixels
    under = even(scene.other(scene.step.question), region.width)
    others += len(under) + 1 if under else 0
    # First with the normal band: three rows separate question, numbers and address.
    airy = region.height - 3 - band(numbers, region.width, 0, scene.height).rows - others - (2 if status else 0)
    found = large(asked, region.width, scene.height, airy, pixels=pixels)
    if found is None or found.rows <= airy:
        return None
    # Then with the packed band, which saves the rows of the labels and the blank rows.
    beside = packed(numbers, region.width, scene.height, pixels)
    room = region.height - beside.rows - 1 - others - _above(beside, status, region.width)
    found = large(asked, region.width, scene.height, room, pixels=pixels)
    return beside if found is not None and found.rows <= room and beside.fits(region.width) else None


def _above(numbers: Band, status: str, width: int) -> int:
    """Return the rows of the status above packed numbers: none if it fits to the right of them."""
    return 0 if not status or numbers.fits(width - numbers.air - width_of(status)) else 2


def _packed(region: Region, scene: Scene, status: str, added: int, numbers: Band) -> Region:
    """Draw the packed layout, without blank rows and help. Returns the rows between the status and the numbers."""
    rest = region.above(region.height - numbers.rows - 1)
    over = _above(numbers, status, region.width)
    beside = numbers.air + width_of(status) if status and not over else 0
    numbers.draw(region.bottom(numbers.rows).inside(0, 0, region.width - beside, numbers.rows))
    rest = _question(rest, scene, added + over)
    if over:
        rest.put(0, 1, status, "accent")
    elif status:
        region.put_right(region.height - numbers.rows, status, "accent")
    return rest.below(over)


def _question(region: Region, scene: Scene, fixed: int) -> Region:
    """Draw the question in all but ``fixed`` rows, as large as they allow. Returns the rows below it."""
    if scene.step is None:
        return region
    room = region.above(max(2, region.height - fixed))
    left = question(room, scene.pick(scene.step.question), scene.other(scene.step.question))
    return region.below(room.height - left.height)


def _middle(region: Region, scene: Scene, status: str, numbers: Sequence[Figure]) -> None:
    """Draw the status and the numbers vertically centred, as large as the region allows."""
    least = band(numbers, region.width, 0, scene.height)
    said = fit(status, region.width, region.height - least.rows - 3, most=1) if status else None
    if said and len(said.lines) > 1:  # large on one line, or plain
        said = fit(status, region.width, 1, most=-1)
    if said and said.size:
        region = region.below(1)  # a blank row, so that it does not read as another line of the question
    above = said.rows + 1 if said else 0
    room = min(region.height - above - 2, round(scene.height * _LARGEST_BAND))
    grown = band(numbers, region.width, room, scene.height)
    rest = region.below((max(0, region.height - above - grown.rows) + 1) // 2)
    if said:
        rest = write(rest, said, "accent").below(1)
    grown.draw(rest)


def _status(scene: Scene, closed: str) -> str:
    """Return the sentence for a step that takes no answers now; empty for an open step."""
    if scene.state == "open" or scene.step is None or not closed:
        return ""
    if scene.state != "ready":
        return scene.both(closed)
    return scene.both("stage.ready")


def _support(region: Region, scene: Scene, tags: Sequence[Tag], rows: int) -> list[str]:
    """Return help and tags in at most ``rows`` rows; the help is left out if there is no room for both."""
    if scene.step is None:
        return []
    below = tag_rows(tags, region.width, scene)
    above: list[str] = []
    for text in (scene.pick(scene.step.help), scene.other(scene.step.help)):
        lines = even(text, region.width)[:_MOST_HELP] if text else []
        gap = 1 if below else 0
        if len(above) + len(lines) + gap + len(below) <= rows:
            above += lines
    if above and below:
        above.append("")
    return [*above, *below][: max(0, rows)]


def tag_rows(tags: Sequence[Tag], width: int, scene: Scene) -> list[str]:
    """Return the tags, each as symbol and word, side by side in as many rows as they need."""
    rows: list[str] = []
    for tag in tags:
        shown = scene.tag(tag)
        if rows and width_of(rows[-1]) + _TAG_AIR + width_of(shown) <= width:
            rows[-1] += " " * _TAG_AIR + shown
        else:
            rows.append(shown)
    return rows
