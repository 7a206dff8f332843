"""A grid of terminal cells to draw on, regions of it, and the finished picture. No widget, no I/O.

A cell holds one grapheme and a style name; what the style looks like is decided by whoever shows the picture.
Widths are those that Textual itself uses, so a row is never wider than the screen.
"""

from __future__ import annotations

import bisect
import functools
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from rich.cells import split_graphemes

from screens.pixels import Pixels
from screens.terminal_text import literal


class Run(NamedTuple):
    """Neighbouring cells of one style."""

    text: str
    style: str


@dataclass(frozen=True)
class Picture:
    """What is shown: one tuple of runs per row, each row exactly ``width`` cells wide."""

    width: int
    height: int
    rows: tuple[tuple[Run, ...], ...]

    def text(self) -> str:
        """The rows as plain text, without the blanks at their ends."""
        return "\n".join("".join(run.text for run in row).rstrip() for row in self.rows)


class _Cell(NamedTuple):
    text: str
    style: str


_BLANK = _Cell(" ", "text")
_TAIL = ""
"""What stands in the second cell of a wide character."""


@functools.lru_cache(4096)
def graphemes(text: str) -> tuple[tuple[str, int], ...]:
    """The text's graphemes with their widths (1 or 2 cells); what has no width of its own is left out."""
    safe = literal(text)
    return tuple((safe[start:end], width) for start, end, width in split_graphemes(safe)[0] if width)


@functools.lru_cache(4096)
def width_of(text: str) -> int:
    """How many cells the text takes on one line."""
    return sum(width for _, width in graphemes(text))


def clip(text: str, width: int) -> str:
    """The text, shortened with ``…`` where it is wider than ``width`` cells."""
    if width_of(text) <= width:
        return literal(text)
    kept, left = "", width - 1
    for grapheme, cells in graphemes(text):
        if cells > left:
            break
        kept, left = kept + grapheme, left - cells
    return kept.rstrip() + "…" if width > 0 else ""


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` cells, broken between words; a word that is too long is cut."""
    lines: list[str] = []
    line, used = "", 0
    for word in literal(text).split():
        need = width_of(word)
        if line and used + 1 + need <= width:
            line, used = f"{line} {word}", used + 1 + need
            continue
        if line:
            lines.append(line)
        *whole, word = _chop(word, width)
        lines.extend(whole)
        line, used = word, width_of(word)
    return [*lines, line] if line else lines


def even(text: str, width: int) -> list[str]:
    """Like ``wrap``, in as few lines, but of about equal length, so that no word is left alone at the end."""
    count = len(wrap(text, width))
    if count < 2:
        return wrap(text, width)
    return wrap(text, bisect.bisect_left(range(width), True, lo=width // 2, key=lambda w: len(wrap(text, w)) <= count))


def _chop(word: str, width: int) -> list[str]:
    pieces, used = [""], 0
    for grapheme, cells in graphemes(word):
        if used + cells > width and pieces[-1]:
            pieces.append("")
            used = 0
        pieces[-1] += grapheme
        used += cells
    return pieces


@dataclass
class Canvas:
    """The whole screen while it is being drawn."""

    width: int
    height: int
    pixels: Pixels = Pixels.HALVES
    """The finest that the terminal draws."""
    cells: list[list[_Cell]] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = [[_BLANK] * self.width for _ in range(self.height)]

    def region(self) -> Region:
        """All of it."""
        return Region(self, 0, 0, self.width, self.height)

    def picture(self) -> Picture:
        """What has been drawn so far."""
        return Picture(self.width, self.height, tuple(_runs(row) for row in self.cells))


def _runs(row: list[_Cell]) -> tuple[Run, ...]:
    return tuple(
        Run("".join(cell.text for cell in cells), style) for style, cells in groupby(row, lambda cell: cell.style)
    )


@dataclass(frozen=True)
class Region:
    """A rectangle of the canvas. Coordinates are its own; what falls outside of it is not drawn."""

    canvas: Canvas
    left: int
    top: int
    width: int
    height: int

    def inside(self, x: int, y: int, width: int, height: int) -> Region:
        """A rectangle within this one, made smaller where it would reach outside."""
        x, y = min(max(x, 0), self.width), min(max(y, 0), self.height)
        width, height = max(0, min(width, self.width - x)), max(0, min(height, self.height - y))
        return Region(self.canvas, self.left + x, self.top + y, width, height)

    def above(self, rows: int) -> Region:
        """The first ``rows`` rows."""
        return self.inside(0, 0, self.width, rows)

    def below(self, rows: int) -> Region:
        """All but the first ``rows`` rows."""
        return self.inside(0, rows, self.width, self.height - rows)

    def bottom(self, rows: int) -> Region:
        """The last ``rows`` rows."""
        return self.below(max(0, self.height - rows))

    def padded(self, sides: int) -> Region:
        """Without ``sides`` columns on the left and on the right."""
        return self.inside(sides, 0, self.width - 2 * sides, self.height)

    def put(self, x: int, y: int, text: str, style: str = "text") -> int:
        """Write one line from column ``x`` of row ``y``, cut with ``…`` at the edge. Returns the column after it."""
        if not 0 <= y < self.height or not 0 <= x < self.width:
            return x
        for grapheme, cells in graphemes(clip(text, self.width - x)):
            self._set(x, y, grapheme, cells, style)
            x += cells
        return x

    def put_right(self, y: int, text: str, style: str = "text") -> int:
        """Write one line that ends at the right edge. Returns the column that it starts at."""
        x = max(0, self.width - width_of(text))
        self.put(x, y, text, style)
        return x

    def put_middle(self, y: int, text: str, style: str = "text") -> None:
        """Write one line in the middle."""
        self.put(max(0, (self.width - width_of(text)) // 2), y, text, style)

    def stamp(self, x: int, y: int, rows: list[str], style: str) -> None:
        """Draw block rows; a blank lets through what was there.

        A full block gets the style's solid form, which is ink on ink, so that no seams show between rows.
        """
        for down, row in enumerate(rows):
            for right, block in enumerate(row):
                if block != " " and 0 <= x + right < self.width and 0 <= y + down < self.height:
                    self._set(x + right, y + down, block, 1, f"{style}-solid" if block == "█" else style)

    def fill(self, style: str) -> None:
        """Make all of it blank, in ``style``."""
        for y in range(self.height):
            for x in range(self.width):
                self._set(x, y, " ", 1, style)

    def _set(self, x: int, y: int, grapheme: str, cells: int, style: str) -> None:
        row, column = self.canvas.cells[self.top + y], self.left + x
        self._release(row, column)
        row[column] = _Cell(grapheme, style)
        if cells == 2:
            self._release(row, column + 1)
            row[column + 1] = _Cell(_TAIL, style)

    @staticmethod
    def _release(row: list[_Cell], column: int) -> None:
        """Blank the other half of a wide character that loses one half."""
        if row[column].text == _TAIL and column > 0:
            row[column - 1] = _Cell(" ", row[column - 1].style)
        if column + 1 < len(row) and row[column + 1].text == _TAIL:
            row[column + 1] = _Cell(" ", row[column + 1].style)
