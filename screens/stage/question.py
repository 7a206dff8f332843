"""The question, as large as the room for it allows: block letters, else bold rows with air between. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screens import letters
from screens.canvas import Region, even
from screens.letters import SIZES, Size
from screens.pixels import Pixels

SHARE = 0.08
"""Share of the screen's height that each line of a question takes where there is room for it."""

MOST_LINES = 5
"""More lines of capitals than these are a wall, not a question."""

LONGEST = 110
"""Characters; capitals are slow to read in long sentences."""


@dataclass(frozen=True)
class Lettering:
    """How a text is drawn: its lines, their size (None = the terminal's own letters), the blank rows between."""

    lines: tuple[str, ...]
    size: Size | None
    gap: int
    tight: bool = False
    """Large lines one pixel apart, not ``gap`` rows."""

    @property
    def rows(self) -> int:
        """Rows that all of it takes."""
        if self.size and self.tight:
            return letters.stacked(len(self.lines), self.size)
        each = self.size.rows if self.size else 1
        return len(self.lines) * each + max(0, len(self.lines) - 1) * self.gap


def fit(text: str, width: int, rows: int, *, most: int = 2, pixels: Pixels = Pixels.HALVES) -> Lettering:
    """The largest lettering that fits; ``most`` is the largest step of ``letters.SIZES`` to try (-1: none).

    When not even plain rows fit, the plain rows all the same: the region they are drawn in cuts them.
    """
    for size in _sizes(most, pixels):
        found = _blocks(text, width, size, rows)
        if found is not None and found.rows <= rows:
            return found
    plain = tuple(even(text, width))
    airy = Lettering(plain, None, 1)
    return airy if airy.rows <= rows else Lettering(plain, None, 0)


def large(
    text: str, width: int, height: int, rows: int = 0, *, most: int = 2, pixels: Pixels = Pixels.HALVES
) -> Lettering | None:
    """The lettering of fewest rows whose lines take ``SHARE`` of ``height`` rows each; None when there is none.

    Its lines stand close where they would not fit ``rows`` rows otherwise.
    """
    fitting = [_blocks(text, width, size, rows) for size in _sizes(most, pixels) if size.rows >= SHARE * height]
    return min((found for found in fitting if found is not None), key=lambda found: found.rows, default=None)


def _sizes(most: int, pixels: Pixels) -> list[Size]:
    """Sizes up to the step ``most``, the highest first; of equally high ones the widest."""
    rows = SIZES[most].rows if most >= 0 else 0
    return [size for size in letters.sizes(pixels) if size.rows <= rows]


def _blocks(text: str, width: int, size: Size, rows: int) -> Lettering | None:
    """The text in large letters, its lines a row apart where that fits ``rows`` rows; None where it is too long."""
    if len(text) > LONGEST:
        return None
    lines = letters.wrap(text, width, size)
    if not lines or len(lines) > MOST_LINES:
        return None
    airy = Lettering(tuple(lines), size, 1)
    # A sixth of a cell is too little between two lines.
    return airy if airy.rows <= rows or size.pixels is Pixels.SIXTHS else replace(airy, tight=True)


def write(region: Region, lettering: Lettering, style: str = "strong") -> Region:
    """Draw it at the top left. Returns the rows below it."""
    if lettering.size and lettering.tight:
        region.stamp(0, 0, letters.stack(lettering.lines, lettering.size), "big")
        return region.below(min(lettering.rows, region.height))
    y = 0
    for line in lettering.lines:
        if lettering.size:
            region.stamp(0, y, letters.draw(line, lettering.size), "big")
            y += lettering.size.rows + lettering.gap
        else:
            region.put(0, y, line, style)
            y += 1 + lettering.gap
    return region.below(min(lettering.rows, region.height))


def question(region: Region, text: str, under: str = "", *, most: int = 2) -> Region:
    """Draw a text as large as all of ``region`` allows, and its other language under it in plain rows.

    Returns the rows below both.
    """
    below = Lettering(tuple(even(under, region.width)) if under else (), None, 0)
    room = region.height - (below.rows + 1 if under else 0)
    main = fit(text, region.width, room, most=most, pixels=region.canvas.pixels)
    rest = write(region, main)
    if under and rest.height > below.rows:
        rest = write(rest.below(1), below, "text")
    return rest
