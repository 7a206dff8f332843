"""Draws the result of a vote or a scale as horizontal bars with numbers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screens import letters
from screens.canvas import Region, width_of
from screens.letters import SIZES

_SMALL = SIZES[0]


@dataclass(frozen=True)
class ResultBar:
    """One item of a result. ``mark`` is drawn before the label: a rank, or a point of a scale."""

    mark: str
    label: str
    value: int
    """A negative value has a hatched bar and a minus sign."""
    strong: bool = True
    """Whether the bar has the accent colour; otherwise it has the colour of the text."""
    note: str = ""
    """Explanation of the number, right-aligned in the row of the label if there is room."""
    second_label: str = ""
    """The label in the second language, beside it if there is room for all of it."""
    signed: bool = False
    """Whether a positive number has a plus sign."""

    @property
    def number(self) -> str:
        """The value as text."""
        return f"{self.value:+}" if self.signed and self.value else str(self.value)

    def blocks(self, length: int) -> str:
        """Return the bar's block characters; the hatching distinguishes votes against without colour."""
        return ("▒" if self.value < 0 else "█") * length


@dataclass(frozen=True)
class BarLayout:
    """Layout of the bars: rows of each bar (0 = in the row of its label), and blank rows between two items."""

    thickness: int
    gap: int

    def rows(self, bars: int, divided: bool) -> int:
        """Return the rows that ``bars`` bars take. The cut line uses a blank row between two items if there is one."""
        line = 1 if divided and not self.gap else 0
        return bars * (1 + self.thickness) + max(0, bars - 1) * self.gap + line


_LAYOUTS = (
    BarLayout(3, 2),
    BarLayout(3, 1),
    BarLayout(2, 2),
    BarLayout(2, 1),
    BarLayout(1, 1),
    BarLayout(0, 1),
    BarLayout(0, 0),
)
"""Layouts in the order in which they are tried, from the roomiest to the tightest."""


def draw_bars(
    region: Region, shown: Sequence[ResultBar], *, full_value: int, slots: int = 0, cut: int = 0, line: str = ""
) -> Region:
    """Draw the bars as thick as the rows allow. Returns the rows below.

    ``full_value`` is the value of a bar of full length. ``slots`` is the number of bars that there must be room for,
    so that all pages have one layout. ``line`` is the label of the cut line after the first ``cut`` bars (0 = none).
    Bars that do not fit are left out at the end.
    """
    divided = 0 < cut < len(shown)
    count = max(slots, len(shown))
    # Layouts go from roomy to tight, so the first that fits has the thickest bars.
    shape = next((s for s in _LAYOUTS if s.rows(count, divided) <= region.height), _LAYOUTS[-1])
    columns = _columns(shown)
    y = 0
    for number, bar in enumerate(shown):
        if divided and number == cut:
            _draw_cut_line(region, y - shape.gap, line)
            y += 0 if shape.gap else 1
        _draw_bar(region.skip_rows(y).first_rows(1 + shape.thickness), bar, full_value, columns, shape)
        y += 1 + shape.thickness + shape.gap
    return region.skip_rows(y)


@dataclass(frozen=True)
class _Columns:
    mark: int
    label: int
    number: int


def _columns(shown: Sequence[ResultBar]) -> _Columns:
    # Columns are common to all bars: only bars that begin in one column can be compared by length.
    return _Columns(
        mark=max((width_of(bar.mark) for bar in shown), default=0) + 2,
        label=max((width_of(bar.label) for bar in shown), default=0),
        number=max((letters.measure(bar.number, _SMALL) for bar in shown), default=0),
    )


def _draw_bar(row: Region, bar: ResultBar, most: int, columns: _Columns, shape: BarLayout) -> None:
    body = row.subregion(columns.mark, 0, row.width, row.height)
    row.put(0, 0, bar.mark, "strong")
    style = "bar" if bar.strong else "rest"
    if shape.thickness == 0:
        # Everything in one row: label column, bar, number behind the bar, note at the right end.
        # Long labels are cut so that at least a third of the row is left for bar and number.
        label = min(columns.label, body.width * 2 // 3)
        body.subregion(0, 0, label, 1).put(0, 0, bar.label, "strong")
        # Two columns before the bar, and five behind it for the number.
        length = _bar_length(bar.value, most, body.width - label - 2 - 5)
        body.stamp(label + 2, 0, [bar.blocks(length)], style)
        at = label + 2 + length + (1 if length else 0)
        body.put(at, 0, bar.number, "strong")
        if at + len(bar.number) + 2 + width_of(bar.note) <= body.width:
            body.put_right(0, bar.note)
        return
    large = shape.thickness >= 2  # label and bar together are then as high as block digits
    # The bar is drawn below the label, with block digits in a column at the right or plain digits behind it.
    number = columns.number if large else max(len(str(most)), len(bar.number))
    head = body.subregion(0, 0, body.width - (number + 2 if large else 0), 1)
    noted = width_of(bar.label) + 2 + width_of(bar.note) <= head.width
    if noted:
        head.put_right(0, bar.note)
    end = head.put(0, 0, bar.label, "strong")
    room = head.width - (width_of(bar.note) + 2 if noted and bar.note else 0)
    if bar.second_label and end + 3 + width_of(bar.second_label) <= room:
        head.put(end, 0, f" · {bar.second_label}")
    length = _bar_length(bar.value, most, body.width - number - 2)
    body.stamp(0, 1, [bar.blocks(length)] * shape.thickness, style)
    if large:
        digits = letters.draw(bar.number, _SMALL)
        body.stamp(body.width - len(digits[0]), row.height - _SMALL.rows, digits, "big")
    else:
        body.put(length + (2 if length else 0), 1, bar.number, "strong")


def _bar_length(value: int, most: int, room: int) -> int:
    """Return the columns of a bar: at least one for any value but 0."""
    # A small value must not look like none.
    return max(1, round(abs(value) / most * room)) if value and most else 0


def _draw_cut_line(region: Region, y: int, text: str) -> None:
    half = "━" * max(2, (min(region.width, 56) - width_of(text) - 2) // 2)
    region.put(0, y, f"{half} {text} {half}", "accent")
