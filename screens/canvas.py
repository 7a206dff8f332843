"""A grid of terminal cells to draw on, rectangular regions of it, and the finished picture. No widget, no I/O.

A cell holds one grapheme and a style name; ``screens.themes`` maps style names to colours.
Character widths are computed with the function that Textual itself uses (``rich.cells``), so a row that fits here also
fits on the screen.
"""

from __future__ import annotations

import bisect
import functools
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from rich.cells import split_graphemes

from screens.pixels import Pixels
from screens.terminal_text import literal_text


class Run(NamedTuple):
    """A run of neighbouring cells that have one style."""

    text: str
    style: str


@dataclass(frozen=True)
class Picture:
    """A finished drawing: one tuple of runs per row, each row exactly ``width`` cells wide."""

    width: int
    height: int
    rows: tuple[tuple[Run, ...], ...]

    def text(self) -> str:
        """Return the rows as plain text without trailing blanks."""
        return "\n".join("".join(run.text for run in row).rstrip() for row in self.rows)


_WIDE_TAIL = ""
"""Text of the second cell of a character that is two cells wide."""


@functools.lru_cache(4096)
def graphemes(text: str) -> tuple[tuple[str, int], ...]:
    """Return the text's graphemes with their widths (1 or 2 cells), without those of width 0."""
    safe = literal_text(text)
    return tuple((safe[start:end], width) for start, end, width in split_graphemes(safe)[0] if width)


@functools.lru_cache(4096)
def width_of(text: str) -> int:
    """Return how many cells the text takes on one line."""
    return sum(width for _, width in graphemes(text))


def clip(text: str, width: int) -> str:
    """Return the text, shortened with ``…`` if it is wider than ``width`` cells."""
    if width_of(text) <= width:
        return literal_text(text)
    # One column is reserved for the ellipsis. The text is cut between graphemes: half of a two-cell character cannot be
    # drawn.
    kept, left = "", width - 1
    for grapheme, cells in graphemes(text):
        # Stop here even if a later, narrower grapheme would fit: skipping one would drop a letter from the middle.
        if cells > left:
            break
        kept, left = kept + grapheme, left - cells
    return kept.rstrip() + "…" if width > 0 else ""


def wrap(text: str, width: int) -> list[str]:
    """Break the text between words into lines of at most ``width`` cells; a longer word is split."""
    lines: list[str] = []
    line, used = "", 0
    for word in literal_text(text).split():
        need = width_of(word)
        if line and used + 1 + need <= width:
            line, used = f"{line} {word}", used + 1 + need
            continue
        if line:
            lines.append(line)
        # The last piece of a split word starts the next line, where shorter words may follow it.
        *whole, word = _split_word(word, width)
        lines.extend(whole)
        line, used = word, width_of(word)
    return [*lines, line] if line else lines


def wrap_evenly(text: str, width: int) -> list[str]:
    """Break the text into as few lines as ``wrap`` does, but of nearly equal length, so that no word ends up alone."""
    count = len(wrap(text, width))
    if count < 2:
        return wrap(text, width)
    # The number of lines never grows with the width, so bisection finds the narrowest width that needs no more lines.
    # The answer is at least half the width: two lines that are narrower would have fitted on one.
    return wrap(text, bisect.bisect_left(range(width), True, lo=width // 2, key=lambda w: len(wrap(text, w)) <= count))


def _split_word(word: str, width: int) -> list[str]:
    if width_of(word) <= width:
        return ["".join(grapheme for grapheme, _ in graphemes(word))]
    pieces, used = [""], 0
    for grapheme, cells in graphemes(word):
        # A grapheme wider than ``width`` gets a piece of its own; without the second condition an empty piece would
        # precede it.
        if used + cells > width and pieces[-1]:
            pieces.append("")
            used = 0
        pieces[-1] += grapheme
        used += cells
    return pieces


@dataclass
class Canvas:
    """The cells of the whole screen while they are drawn on."""

    width: int
    height: int
    pixels: Pixels = Pixels.HALVES
    """The finest pixels that the terminal can draw."""
    texts: list[list[str]] = field(init=False)
    """Row -> the grapheme of each cell."""
    styles: list[list[str]] = field(init=False)
    """Row -> the style of each cell."""

    def __post_init__(self) -> None:
        self.texts = [[" "] * self.width for _ in range(self.height)]
        self.styles = [["text"] * self.width for _ in range(self.height)]

    def region(self) -> Region:
        """Return the region that covers the whole canvas."""
        return Region(self, 0, 0, self.width, self.height)

    def picture(self) -> Picture:
        """Return what has been drawn so far."""
        return Picture(self.width, self.height, tuple(map(_runs, self.texts, self.styles)))


def _runs(texts: list[str], styles: list[str]) -> tuple[Run, ...]:
    # The second cell of a wide character adds no text, so the text of a run is as wide as the cells it covers.
    runs, start = [], 0
    for style, same in groupby(styles):
        end = start + len(list(same))
        runs.append(Run("".join(texts[start:end]), style))
        start = end
    return tuple(runs)


@dataclass(frozen=True)
class Region:
    """A rectangle of the canvas. Coordinates are relative to its top left cell; what lies outside it is not drawn."""

    canvas: Canvas
    left: int
    top: int
    width: int
    height: int

    def subregion(self, x: int, y: int, width: int, height: int) -> Region:
        """Return a rectangle within this one, clipped to its edges."""
        # A region never extends beyond its parent, so a drawing that miscounts cannot overwrite its neighbours.
        x, y = min(max(x, 0), self.width), min(max(y, 0), self.height)
        width, height = max(0, min(width, self.width - x)), max(0, min(height, self.height - y))
        return Region(self.canvas, self.left + x, self.top + y, width, height)

    def first_rows(self, rows: int) -> Region:
        """Return the first ``rows`` rows."""
        return self.subregion(0, 0, self.width, rows)

    def skip_rows(self, rows: int) -> Region:
        """Return all but the first ``rows`` rows."""
        return self.subregion(0, rows, self.width, self.height - rows)

    def last_rows(self, rows: int) -> Region:
        """Return the last ``rows`` rows."""
        return self.skip_rows(max(0, self.height - rows))

    def inset(self, columns: int) -> Region:
        """Return the region without ``columns`` columns on the left and on the right."""
        return self.subregion(columns, 0, self.width - 2 * columns, self.height)

    def put(self, x: int, y: int, text: str, style: str = "text") -> int:
        """Write one line from column ``x`` of row ``y``, cut with ``…`` at the edge. Returns the column after it."""
        if not 0 <= y < self.height or not 0 <= x < self.width:
            return x
        cells: list[str] = []
        for grapheme, wide in graphemes(clip(text, self.width - x)):
            # Both cells of a wide character are written, so that every row keeps exactly ``width`` cells; ``clip`` has
            # left room for the second.
            cells += (grapheme,) if wide == 1 else (grapheme, _WIDE_TAIL)
        self._write(x, y, cells, style)
        return x + len(cells)

    def put_right(self, y: int, text: str, style: str = "text") -> int:
        """Write one line that ends at the right edge. Returns the column it starts in."""
        x = max(0, self.width - width_of(text))
        self.put(x, y, text, style)
        return x

    def put_centred(self, y: int, text: str, style: str = "text") -> None:
        """Write one line centred between the edges."""
        self.put(max(0, (self.width - width_of(text)) // 2), y, text, style)

    def stamp(self, x: int, y: int, rows: list[str], style: str) -> None:
        """Draw rows of block characters; where they are blank, the cells below stay as they are.

        A full block is drawn in the style's ``-solid`` form, whose background has the colour of the text: terminals
        that leave a gap between rows then show no seams.
        """
        first, end, solid = max(0, -x), max(0, self.width - x), f"{style}-solid"
        for down, row in enumerate(rows):
            if not 0 <= y + down < self.height:
                continue
            texts, styles = self.canvas.texts[self.top + y + down], self.canvas.styles[self.top + y + down]
            wide = _WIDE_TAIL in texts
            for column, block in enumerate(row[first:end], x + first):
                if block == " ":
                    continue
                drawn = solid if block == "█" else style
                if wide:
                    self._write(column, y + down, [block], drawn)
                else:  # Nothing is cut in half here, and a code has hundreds of blocks.
                    texts[self.left + column], styles[self.left + column] = block, drawn

    def fill(self, style: str) -> None:
        """Blank the whole region in ``style``."""
        for y in range(self.height):
            self._write(0, y, [" "] * self.width, style)

    def _write(self, x: int, y: int, cells: list[str], style: str) -> None:
        """Write neighbouring cells of one row."""
        if not cells:
            return
        row, styles = self.canvas.texts[self.top + y], self.canvas.styles[self.top + y]
        start = self.left + x
        end = start + len(cells)
        # A remaining half of a two-cell character would shift the rest of the row in the terminal.
        if row[start] == _WIDE_TAIL and start > 0:
            row[start - 1] = " "
        if end < len(row) and row[end] == _WIDE_TAIL:
            row[end] = " "
        row[start:end] = cells
        styles[start:end] = [style] * len(cells)
