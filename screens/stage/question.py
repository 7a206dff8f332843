"""Sets a question as large as its region allows: in block letters, else in bold rows with blank rows between. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screens import letters
from screens.canvas import Region, wrap_evenly
from screens.letters import SIZES, Size
from screens.pixels import Pixels

LINE_SHARE = 0.08
"""Share of the screen's height that each line of a question takes if there is room for it (docs/domain.md 7.2)."""

MOST_LINES = 5
"""Largest number of lines in block letters; more lines of capitals are hard to read."""

MAX_CHARACTERS = 110
"""Largest number of characters in block letters: long sentences in capitals are slow to read."""


@dataclass(frozen=True)
class Lettering:
    """Layout of a text: its lines, their size (None = the terminal's own letters), and the blank rows between them."""

    lines: tuple[str, ...]
    size: Size | None
    gap: int
    tight: bool = False
    """Whether block lines are one pixel apart instead of ``gap`` rows."""

    @property
    def rows(self) -> int:
        """Rows that the text takes."""
        if self.size and self.tight:
            return letters.lines_height(len(self.lines), self.size)
        each = self.size.rows if self.size else 1
        return len(self.lines) * each + max(0, len(self.lines) - 1) * self.gap


def fit_lettering(text: str, width: int, rows: int, *, max_step: int = 2, pixels: Pixels = Pixels.HALVES) -> Lettering:
    """Return the largest lettering of the text that fits ``width`` columns and ``rows`` rows.

    ``max_step`` is the index of the largest size in ``letters.SIZES`` to try (-1: plain rows only). If not even plain
    rows fit, returns plain rows all the same; the region they are drawn in cuts them off.
    """
    for size in _sizes(max_step, pixels):
        # Sizes descend, by height and then by width, so the first lettering that fits is the largest.
        found = _block_lettering(text, width, size, rows)
        if found is not None and found.rows <= rows:
            return found
    plain = tuple(wrap_evenly(text, width))
    airy = Lettering(plain, None, 1)
    return airy if airy.rows <= rows else Lettering(plain, None, 0)


def large_lettering(
    text: str, width: int, height: int, rows: int = 0, *, max_step: int = 2, pixels: Pixels = Pixels.HALVES
) -> Lettering | None:
    """Return the lettering of fewest rows whose lines each take ``LINE_SHARE`` of ``height``; None if there is none.

    Its lines are one pixel apart if they would not fit ``rows`` rows otherwise.
    """
    fitting = [
        _block_lettering(text, width, size, rows)
        for size in _sizes(max_step, pixels)
        if size.rows >= LINE_SHARE * height
    ]
    # Each line already has its share of the height; the rows saved go to help, translation and numbers.
    return min((found for found in fitting if found is not None), key=lambda found: found.rows, default=None)


def _sizes(max_step: int, pixels: Pixels) -> list[Size]:
    """Return the sizes up to the height of ``SIZES[max_step]``: the highest first, of one height the widest first."""
    rows = SIZES[max_step].rows if max_step >= 0 else 0
    return [size for size in letters.sizes(pixels) if size.rows <= rows]


def _block_lettering(text: str, width: int, size: Size, rows: int) -> Lettering | None:
    """Return the text in block letters, its lines a row apart if that fits ``rows`` rows; None if it is too long."""
    if len(text) > MAX_CHARACTERS:
        return None
    lines = letters.wrap(text, width, size)
    if not lines or len(lines) > MOST_LINES:
        return None
    airy = Lettering(tuple(lines), size, 1)
    # One pixel is too small a gap if it is only a sixth of a cell.
    return airy if airy.rows <= rows or size.pixels is Pixels.SIXTHS else replace(airy, tight=True)


def draw_lettering(region: Region, lettering: Lettering, style: str = "strong") -> Region:
    """Draw the lettering at the top left. Returns the rows below it."""
    if lettering.size and lettering.tight:
        # Drawn as one bitmap: lines one pixel apart share rows of cells, so they cannot be stamped one by one.
        region.stamp(0, 0, letters.draw_lines(lettering.lines, lettering.size), "big")
        return region.skip_rows(min(lettering.rows, region.height))
    y = 0
    for line in lettering.lines:
        if lettering.size:
            region.stamp(0, y, letters.draw(line, lettering.size), "big")
            y += lettering.size.rows + lettering.gap
        else:
            region.put(0, y, line, style)
            y += 1 + lettering.gap
    return region.skip_rows(min(lettering.rows, region.height))


def draw_question(region: Region, text: str, second_text: str = "", *, max_step: int = 2) -> Region:
    """Draw a text as large as ``region`` allows, and ``second_text`` (its translation) in plain rows below.

    Returns the rows below both. The translation is left out if there is no room for it.
    """
    below = Lettering(tuple(wrap_evenly(second_text, region.width)) if second_text else (), None, 0)
    # The rows of the translation are set aside before the size is chosen: a larger question must not push it out.
    room = region.height - (below.rows + 1 if second_text else 0)
    main = fit_lettering(text, region.width, room, max_step=max_step, pixels=region.canvas.pixels)
    rest = draw_lettering(region, main)
    if second_text and rest.height > below.rows:
        rest = draw_lettering(rest.skip_rows(1), below, "text")
    return rest
