"""Draws items as lines on one common scale: label, track with bar and marks, numbers at the right end. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screens import letters
from screens.canvas import Region, width_of, wrap
from screens.letters import SIZES

_DIGITS = SIZES[0]
_GAP = 2
"""Columns between two numbers."""
_SHORTEST = 12
"""Columns below which a track shows no difference and is left out."""


@dataclass(frozen=True)
class Mark:
    """A sign on a track; ``place`` is its position from 0 (left end) to 1."""

    place: float
    sign: str
    style: str = "accent"


@dataclass(frozen=True)
class ChartLine:
    """One item of the chart with its numbers in columns; the ``large`` ones use block digits if they fit."""

    label: str
    small: tuple[str, ...] = ()
    large: tuple[str, ...] = ()
    span: tuple[float, float] | None = None
    """Start and end of the bar, from 0 to 1; None for a line without a track."""
    style: str = "bar"
    marks: tuple[Mark, ...] = ()
    note: str = ""
    """Text that replaces the track."""
    second_label: str = ""
    """The label in the second language, beside it if there is room for all of it."""


@dataclass(frozen=True)
class ChartHeader:
    """The header row: what the columns contain, and at the left end what the track shows."""

    left: str
    small: tuple[str, ...] = ()
    large: tuple[str, ...] = ()


_LAYOUTS = ((3, 2), (3, 1), (2, 1), (2, 0), (1, 1), (1, 0))
"""Rows of a line and blank rows between two, from the roomiest layout to the tightest."""


def draw_chart(region: Region, heads: ChartHeader, lines: Sequence[ChartLine], more: str = "") -> Region:
    """Draw the header and the lines, as high as the rows allow. Returns the rows below.

    Lines that do not fit are left out at the end; ``more`` is then drawn in their place.
    """
    room = region.height - 1
    high, air = next((s for s in _LAYOUTS if len(lines) * (s[0] + s[1]) - s[1] <= room), _LAYOUTS[-1])
    # If not all lines fit, one row is kept for ``more``.
    fits = len(lines) if len(lines) <= room else max(0, room - 1)
    columns = _columns(heads, lines, high)
    _draw_header(region, heads, columns)
    y = 1
    for line in lines[:fits]:
        _draw_line(region.skip_rows(y).first_rows(high), line, columns, high)
        y += high + air
    if fits < len(lines):
        region.put(0, y, more)
        y += 1
    return region.skip_rows(y)


@dataclass(frozen=True)
class _Columns:
    left: int
    label: int
    small: tuple[int, ...]
    large: tuple[int, ...]


def _columns(heads: ChartHeader, lines: Sequence[ChartLine], high: int) -> _Columns:
    # A column is as wide as its widest number in any line, so that digits stand below digits.
    small = tuple(
        max([width_of(head), *(width_of(line.small[n]) for line in lines if line.small)])
        for n, head in enumerate(heads.small)
    )
    large = tuple(
        max([width_of(head), *(_number_width(line.large[n], high) for line in lines if line.large)])
        for n, head in enumerate(heads.large)
    )
    return _Columns(
        left=sum(width + _GAP for width in (*small, *large)) + _GAP,
        label=max((width_of(line.label) for line in lines), default=0),
        small=small,
        large=large,
    )


def _number_width(number: str, high: int) -> int:
    return letters.measure(number, _DIGITS) if high >= _DIGITS.rows else width_of(number)


def _draw_header(region: Region, heads: ChartHeader, columns: _Columns) -> None:
    region.first_rows(1).subregion(0, 0, region.width - columns.left, 1).put(0, 0, heads.left)
    _draw_numbers(region.first_rows(1), (*heads.small, *heads.large), (*columns.small, *columns.large), "text")


def _draw_line(row: Region, line: ChartLine, columns: _Columns, high: int) -> None:
    left = row.subregion(0, 0, row.width - columns.left, high)
    if high == 1:
        beside = width_of(line.note) if line.note else _SHORTEST
        label = columns.label
        if label + _GAP + beside > left.width:
            # A bar only repeats its number, so it gives way to a whole label; marks and notes are shown nowhere else.
            label = max(left.width - beside - _GAP, left.width // 2) if line.marks or line.note else left.width
        left.subregion(0, 0, label, 1).put(0, 0, line_label(line, label), "strong")
        _draw_track(left.subregion(label + _GAP, 0, left.width, 1), line)
    else:
        # Up to two rows for the label, the rest of the line for the track.
        first, *others = wrap(line_label(line, left.width), left.width) or [""]
        name = [first, " ".join(others)] if others and high > 2 else [" ".join((first, *others))]
        for y, text in enumerate(name):
            left.put(0, y, text, "strong")
        _draw_track(left.skip_rows(len(name)), line)
    if high < _DIGITS.rows:
        _draw_numbers(row, (*line.small, *line.large), (*columns.small, *columns.large), "strong")
        return
    width = sum(columns.large) + _GAP * (len(columns.large) - 1)
    _draw_numbers(row.subregion(0, 0, row.width - width - _GAP, high), line.small, columns.small, "strong")
    end = row.width
    for number, wide in zip(reversed(line.large), reversed(columns.large), strict=False):
        row.stamp(end - _number_width(number, high), 0, letters.draw(number, _DIGITS), "big")
        end -= wide + _GAP


def line_label(line: ChartLine, width: int) -> str:
    """Return the label in both languages if both fit in the width, else in the first."""
    both = f"{line.label} · {line.second_label}"
    return both if line.second_label and width_of(both) <= width else line.label


def _draw_numbers(row: Region, numbers: Sequence[str], widths: Sequence[int], style: str) -> None:
    """Draw the numbers right-aligned in their columns."""
    end = row.width
    for number, wide in zip(reversed(numbers), reversed(widths), strict=False):
        row.put(end - width_of(number), 0, number, style)
        end -= wide + _GAP


def _draw_track(rows: Region, line: ChartLine) -> None:
    if line.note:
        rows.put(0, 0, line.note)
        return
    if line.span is None or rows.width < _SHORTEST:
        return
    last = rows.width - 1
    low, high = (round(place * last) for place in line.span)
    # A mark is one row high, so a track with marks has one row as well.
    for y in range(1 if line.marks else rows.height):
        rows.put(0, y, "·" * rows.width)
        rows.stamp(low, y, ["█" * (high - low + 1)], line.style)
    taken: set[int] = set()
    for mark in line.marks:
        # Two marks at one position are drawn side by side.
        x = round(mark.place * last)
        x = x if x not in taken else x + 1 if x < last else x - 1
        taken.add(x)
        rows.put(x, 0, mark.sign, mark.style)
