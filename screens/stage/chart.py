"""Draws items as lines on one common scale: label, track with bar and marks, numbers at the right end. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screens import letters
from screens.canvas import Region, width_of, wrap
from screens.letters import SIZES

_DIGITS = SIZES[0]
_AIR = 2
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
class Line:
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
    also: str = ""
    """The label in the second language, beside it if there is room for all of it."""


@dataclass(frozen=True)
class Heads:
    """The header row: what the columns contain, and at the left end what the track shows."""

    left: str
    small: tuple[str, ...] = ()
    large: tuple[str, ...] = ()


_SHAPES = ((3, 2), (3, 1), (2, 1), (2, 0), (1, 1), (1, 0))
"""Rows of a line and blank rows between two, from the roomiest layout to the tightest."""


def rows_for(lines: int) -> int:
    """Return the fewest rows that ``lines`` lines take, header included."""
    return 1 + lines


def chart(region: Region, heads: Heads, lines: Sequence[Line], more: str = "") -> Region:
    """Draw the header and the lines, as high as the rows allow. Returns the rows below.

    Lines that do not fit are left out at the end; ``more`` is then drawn in their place.
    """
    room = region.height - 1
    high, air = next((s for s in _SHAPES if len(lines) * (s[0] + s[1]) - s[1] <= room), _SHAPES[-1])
    # If not all lines fit, one row is kept for ``more``.
    fits = len(lines) if len(lines) <= room else max(0, room - 1)
    columns = _columns(heads, lines, high)
    _heads(region, heads, columns)
    y = 1
    for line in lines[:fits]:
        _line(region.below(y).above(high), line, columns, high)
        y += high + air
    if fits < len(lines):
        region.put(0, y, more)
        y += 1
    return region.below(y)


@dataclass(frozen=True)
class _Columns:
    left: int
    label: int
    small: tuple[int, ...]
    large: tuple[int, ...]


def _columns(heads: Heads, lines: Sequence[Line], high: int) -> _Columns:
    small = tuple(
        max([width_of(head), *(width_of(line.small[n]) for line in lines if line.small)])
        for n, head in enumerate(heads.small)
    )
    large = tuple(
        max([width_of(head), *(_wide(line.large[n], high) for line in lines if line.large)])
        for n, head in enumerate(heads.large)
    )
    return _Columns(
        left=sum(width + _AIR for width in (*small, *large)) + _AIR,
        label=max((width_of(line.label) for line in lines), default=0),
        small=small,
        large=large,
    )


def _wide(number: str, high: int) -> int:
    return letters.measure(number, _DIGITS) if high >= _DIGITS.rows else width_of(number)


def _heads(region: Region, heads: Heads, columns: _Columns) -> None:
    region.above(1).inside(0, 0, region.width - columns.left, 1).put(0, 0, heads.left)
    _numbers(region.above(1), (*heads.small, *heads.large), (*columns.small, *columns.large), "text")


def _line(row: Region, line: Line, columns: _Columns, high: int) -> None:
    left = row.inside(0, 0, row.width - columns.left, high)
    if high == 1:
        beside = width_of(line.note) if line.note else _SHORTEST
        label = columns.label
        if label + _AIR + beside > left.width:
            # A bar only repeats its number, so it gives way to a whole label; marks and notes are shown nowhere else.
            label = max(left.width - beside - _AIR, left.width // 2) if line.marks or line.note else left.width
        left.inside(0, 0, label, 1).put(0, 0, named(line, label), "strong")
        _track(left.inside(label + _AIR, 0, left.width, 1), line)
    else:
        # Up to two rows for the label, the rest of the line for the track.
        first, *others = wrap(named(line, left.width), left.width) or [""]
        name = [first, " ".join(others)] if others and high > 2 else [" ".join((first, *others))]
        for y, text in enumerate(name):
            left.put(0, y, text, "strong")
        _track(left.below(len(name)), line)
    if high < _DIGITS.rows:
        _numbers(row, (*line.small, *line.large), (*columns.small, *columns.large), "strong")
        return
    width = sum(columns.large) + _AIR * (len(columns.large) - 1)
    _numbers(row.inside(0, 0, row.width - width - _AIR, high), line.small, columns.small, "strong")
    end = row.width
    for number, wide in zip(reversed(line.large), reversed(columns.large), strict=False):
        row.stamp(end - _wide(number, high), 0, letters.draw(number, _DIGITS), "big")
        end -= wide + _AIR


def named(line: Line, width: int) -> str:
    """Return the label in both languages if both fit in the width, else in the first."""
    both = f"{line.label} · {line.also}"
    return both if line.also and width_of(both) <= width else line.label


def _numbers(row: Region, numbers: Sequence[str], widths: Sequence[int], style: str) -> None:
    """Draw the numbers right-aligned in their columns."""
    end = row.width
    for number, wide in zip(reversed(numbers), reversed(widths), strict=False):
        row.put(end - width_of(number), 0, number, style)
        end -= wide + _AIR


def _track(rows: Region, line: Line) -> None:
    if line.note:
        rows.put(0, 0, line.note)
        return
    if line.span is None or rows.width < _SHORTEST:
        return
    last = rows.width - 1
    low, high = (round(place * last) for place in line.span)
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
