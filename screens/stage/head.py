"""Draws the head of the stage (number and title of the step, banner) and its foot (the next action). Pure."""

from __future__ import annotations

from facilitator.i18n import messages
from facilitator.view import Words
from screens import letters
from screens.canvas import Region, clip, width_of
from screens.letters import Size
from screens.pixels import Pixels
from screens.stage.context import ROOMY_ROWS, StageContext
from screens.stage.figures import TIMER_SHARE, running_timer

EDGE_COLUMNS = 1
"""Blank columns at both ends of the first and the last row."""

_GAP = 3
"""Fewest columns between the clock and the text beside it."""


def margin(width: int) -> int:
    """Return the blank columns on both sides of the body of the stage."""
    return 2 if width < 80 else 1 + width // 40


def draw_head(region: Region, scene: StageContext, note: str = "") -> Region:
    """Draw the step's number and title, ``note`` at the right end, and the banner if there is one.

    Returns the region for the step itself.
    """
    top = 1 if region.height >= ROOMY_ROWS else 0
    line = region.skip_rows(top).inset(EDGE_COLUMNS)
    # The note is drawn first, so that the title is cut before it instead of running into it.
    limit = line.put_right(0, note) - 2 if note else line.width
    _draw_title(line.subregion(0, 0, limit, 1), scene)
    draw_banner(region.skip_rows(top + 1).first_rows(1), scene)
    return _body_region(region, scene, top + 2)


def draw_head_with_clock(region: Region, scene: StageContext, note: str = "") -> Region:
    """Draw the head with the clock of an open step at its right end, for a list that needs all other rows.

    The clock's label is beside it. Without a running clock this is ``draw_head``. Returns the region for the step.
    """
    shown = running_timer(scene)
    if not shown:
        return draw_head(region, scene, note)
    time, top = shown[0], 1 if region.height >= ROOMY_ROWS else 0
    line = region.inset(EDGE_COLUMNS)
    size = _clock_size(time.value, line.width - _title_width(scene), scene, region.canvas.pixels)
    # The clock begins in the topmost row; title, note and label share the rows to its left.
    wide = letters.measure(time.value, size)
    line.stamp(line.width - wide, 0, letters.draw(time.value, size), "big")
    rows = max(top + 3, size.rows)
    beside = line.subregion(0, 0, line.width - wide - _GAP, rows)
    beside.put_right(rows - 1, time.label, time.style)
    first = beside.skip_rows(top).first_rows(1)
    if note and width_of(note) + _GAP + _title_width(scene) <= beside.width:
        first = first.subregion(0, 0, first.put_right(0, note) - 2, 1)
    else:
        beside.subregion(0, rows - 1, beside.width - width_of(time.label) - 2, 1).put(0, 0, note)
    _draw_title(first, scene)
    draw_banner(beside.subregion(0, top + 1, beside.width, 1), scene)
    return _body_region(region, scene, rows + top)


def _clock_size(value: str, width: int, scene: StageContext, pixels: Pixels) -> Size:
    """Return the widest digits of the timer's height that fit beside the title, else the narrowest of that height."""
    rows = letters.smallest_size(TIMER_SHARE, scene.height).rows
    # Not finer than quarters: digits in sixths leave blank pixels in their rows.
    known = [size for size in letters.sizes(min(pixels, Pixels.QUARTERS)) if size.rows == rows]
    return next((size for size in known if letters.measure(value, size) + _GAP <= width), known[-1])


def _title_width(scene: StageContext) -> int:
    """Return the columns of the step's number and title."""
    if scene.step is None:
        return 0
    number = scene.say("stage.step", number=scene.step.number, of=scene.step.of)
    return width_of(number) + 3 + width_of(scene.pick(scene.step.title))


def _draw_title(line: Region, scene: StageContext) -> None:
    """Draw the step's number and title, in both languages if two are shown and they fit."""
    if scene.step is None:
        return
    number = scene.say("stage.step", number=scene.step.number, of=scene.step.of)
    title = scene.pick_both(scene.step.title)
    if width_of(number) + 3 + width_of(title) > line.width:
        title = scene.pick(scene.step.title)
    line.put(line.put(0, 0, number) + 3, 0, title, "strong")


def _body_region(region: Region, scene: StageContext, rows: int) -> Region:
    """Return the region below the first ``rows`` rows and above the last one, without the side margins."""
    rest = region.skip_rows(rows).inset(margin(scene.width))
    return rest.first_rows(rest.height - 1)


def draw_banner(row: Region, scene: StageContext) -> None:
    """Draw the banner: the stage looks back, answers are locked, or a temporary message to the participants."""
    # Each message begins with a symbol, because colour alone never carries a meaning (docs/domain.md 7.4).
    said = []
    if scene.view.looking_back:
        said.append("◂ " + scene.say_both("stage.looking_back"))
    if scene.view.session.locked and scene.state == "open":
        said.append("■ " + scene.say_both("stage.locked"))
    nudge = scene.view.nudge
    if nudge and nudge.until > scene.now:
        said.append("» " + fit_label(scene, nudge.text, row.width - 2 * EDGE_COLUMNS - 2))
    if said:
        row.fill("banner")
        row.inset(EDGE_COLUMNS).put(0, 0, "   ".join(said), "banner")


def fit_label(scene: StageContext, text: Words, width: int) -> str:
    """Return a text in both languages if two are shown and they fit, else in the first."""
    both = scene.pick_both(text)
    return both if width_of(both) <= width else scene.pick(text)


def draw_foot(row: Region, scene: StageContext) -> None:
    """Draw what the next key press does, and at the right end the page number and the keys for join code and help."""
    line = row.inset(EDGE_COLUMNS)
    keys = scene.say("stage.keys")
    view = scene.view
    pages = getattr(view.body, "pages", 1)
    # A page number belongs to the step, so it is left out while something else covers the step.
    over = view.session.overlay or view.wifi is not None or (view.session.state == "break" and not view.looking_back)
    if pages > 1 and scene.shows_result and not over:
        page = scene.say("stage.page", page=getattr(view.body, "page", 0) + 1, pages=pages)
        keys = f"{page}   {keys}"
    # The keys are drawn first, so that the next action is cut before them.
    start = line.put_right(0, keys, "footer")
    line.put(0, 0, clip(f"▸ {next_action(scene)}", start - 2), "strong")


def next_action(scene: StageContext) -> str:
    """Return the next action in words: the text for this kind and state, for the kind, or the general one."""
    coming = scene.view.next
    general = f"stage.next.{coming.act}"
    special = (f"{general}.{scene.step.kind}.{scene.state}", f"{general}.{scene.step.kind}") if scene.step else ()
    key = next((name for name in special if messages.has_message(name)), general)
    return scene.say("stage.next", what=scene.say(key, title=scene.pick(coming.title)))
