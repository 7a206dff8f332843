"""Timer and counts in block digits, legible from the back row, each with a label above or beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.scene.shown_view import format_time_left
from screens import letters
from screens.canvas import Region, width_of
from screens.letters import SIZES, Size
from screens.pixels import Pixels
from screens.stage.context import StageContext

TIMER_SHARE, COUNT_SHARE = 0.12, 0.08
"""Smallest shares of the screen's height for a timer and for a count (docs/domain.md 7.2)."""

_GROWTH_STEPS = 2
"""Number of size steps that a figure may grow beyond its share."""

_GAP = 3
"""Fewest columns between two figures in the smallest digits."""


@dataclass(frozen=True)
class StageFigure:
    """One number with its label. ``share`` is the smallest share of the screen's height for its digits."""

    label: str
    value: str
    share: float = COUNT_SHARE
    second_label: str = ""
    """The label in the second language; left out if there is no room."""
    style: str = "text"
    """Style of the label."""

    @property
    def labels(self) -> str:
        """The label in both languages, if there are two."""
        return f"{self.label} · {self.second_label}" if self.second_label else self.label


def make_figure(
    scene: StageContext, key: str, value: str, n: int = 0, *, share: float = COUNT_SHARE, style: str = "text"
) -> StageFigure:
    """Return a figure labelled with a message of the catalogue; ``n`` selects its plural form."""
    return StageFigure(scene.say(key, n=n), value, share, scene.say_second(key, n=n), style)


def timer_figures(scene: StageContext) -> list[StageFigure]:
    """Return the step's clock as a list of one figure; empty if it is off."""
    clock = scene.view.timer
    if clock.state == "off":
        return []
    left = clock.left_at(scene.now)
    key = "stage.time.paused" if clock.state == "paused" else "stage.time.left" if left > 0 else "stage.time.up"
    return [make_figure(scene, key, format_time_left(left), share=TIMER_SHARE, style="text" if left > 0 else "alarm")]


def running_timer(scene: StageContext) -> list[StageFigure]:
    """Return the clock if the step is open; empty while the stage looks back, when the clock is of another step."""
    return timer_figures(scene) if scene.state == "open" and not scene.view.looking_back else []


def format_count(part: int, whole: int) -> str:
    """Format a count as ``31/40``; without the total if that is 0 or smaller than the count."""
    return f"{part}/{whole}" if whole >= part and whole else str(part)


@dataclass(frozen=True)
class Band:
    """Figures side by side, each in its size, with ``labels`` above the digits, or with ``beside`` at their right."""

    figures: tuple[StageFigure, ...]
    sizes: tuple[Size, ...]
    labels: tuple[str, ...]
    beside: bool = False

    @property
    def rows(self) -> int:
        """Rows of the band, labels included."""
        # An empty band has no row of labels either: -1 + 1.
        digits = max((size.rows for size in self.sizes), default=-1)
        return digits if self.beside else 1 + digits

    @property
    def widths(self) -> list[int]:
        """Columns that each figure takes, label included."""
        digits = [letters.measure(figure.value, size) for figure, size in zip(self.figures, self.sizes, strict=True)]
        words = [max(map(width_of, label.split())) if self.beside else width_of(label) for label in self.labels]
        each = zip(digits, words, strict=True)
        return [wide + 1 + word if self.beside else max(wide, word) for wide, word in each]

    @property
    def gap(self) -> int:
        """Fewest columns between two figures; larger digits need more, or they read as one number."""
        return _GAP * max((size.scale for size in self.sizes), default=1)

    def fits(self, width: int) -> bool:
        """Return whether all figures fit side by side in ``width`` columns."""
        return sum(self.widths) + self.gap * (len(self.figures) - 1) <= width

    def column_starts(self, width: int) -> list[int]:
        """Return the column each figure starts in: on an even grid if they fit one, else at equal distances."""
        if not self.figures:
            return []
        count = len(self.figures)
        grid = width // count
        if all(each + self.gap <= grid for each in self.widths[:-1]) and self.widths[-1] <= grid:
            return [number * grid for number in range(len(self.figures))]
        air = max(self.gap, (width - sum(self.widths)) // count)
        return [sum(self.widths[:number]) + number * air for number in range(len(self.figures))]

    def draw(self, region: Region) -> Region:
        """Draw the band at the top of the region. Returns the rows below."""
        columns = zip(self.column_starts(region.width), self.figures, self.sizes, self.labels, strict=True)
        for x, figure, size, label in columns:
            digits = letters.draw(figure.value, size)
            # Digits of different heights stand on a common last row.
            region.stamp(x, self.rows - size.rows, digits, "big")
            words = label.split() if self.beside else [label]
            left, top = (x + len(digits[0]) + 1, max(0, self.rows - len(words))) if self.beside else (x, 0)
            for y, word in enumerate(words, start=top):
                region.put(left, y, word, figure.style)
        return region.skip_rows(self.rows)


def fit_band(figures: Sequence[StageFigure], width: int, rows: int, height: int) -> Band:
    """Return the figures as large as ``width`` and ``rows`` allow, at least with their shares of the ``height``.

    If the shares do not fit the width, all figures are made smaller rather than left out. Second labels are dropped if
    they do not fit beside each other with the shares.
    """
    least = [SIZES.index(letters.smallest_size(figure.share, height)) for figure in figures]
    both = _make_band(figures, least, both=True).fits(width)
    found = _make_band(figures, least, both)
    # Every round makes all figures that can still shrink one step smaller, so the loop ends.
    while not found.fits(width) and any(least):
        least = [max(0, number - 1) for number in least]
        found = _make_band(figures, least, both)
    # Let the figures grow by up to _GROWTH_STEPS sizes: figures of one share together, the largest share first.
    for share in sorted({figure.share for figure in figures}, reverse=True) * _GROWTH_STEPS:
        larger = [
            min(step + 1, len(SIZES) - 1) if figure.share == share else step
            for figure, step in zip(figures, least, strict=True)
        ]
        grown = _make_band(figures, larger, both)
        if grown.fits(width) and grown.rows <= rows:
            found, least = grown, larger
    return found


def fit_packed_band(figures: Sequence[StageFigure], width: int, height: int, pixels: Pixels) -> Band:
    """Return a band with labels beside the digits, of the widest digits of each share that fit, else the narrowest."""
    rows = [letters.smallest_size(figure.share, height).rows for figure in figures]
    # Not finer than quarters: digits in sixths leave blank pixels in their rows.
    known = letters.sizes(min(pixels, Pixels.QUARTERS))
    drawings = [[size for size in known if size.rows == each] for each in rows]
    labels = tuple(figure.label for figure in figures)
    found = Band((), (), (), beside=True)
    # Each list is sorted from wide to narrow; figures of different shares step through theirs together.
    for sizes in zip(*drawings, strict=False):
        found = Band(tuple(figures), sizes, labels, beside=True)
        if found.fits(width):
            break
    return found


def _make_band(figures: Sequence[StageFigure], steps: Sequence[int], both: bool) -> Band:
    labels = tuple(figure.labels if both else figure.label for figure in figures)
    return Band(tuple(figures), tuple(SIZES[step] for step in steps), labels)


def draw_clock(region: Region, scene: StageContext, *others: StageFigure, room: int = 0) -> Region:
    """Draw the clock of an open step and ``others`` beside it at the bottom, if that leaves ``room`` rows.

    Returns the rows above, or the whole region if nothing was drawn.
    """
    shown = fit_band([*running_timer(scene), *others], region.width, 0, scene.height)
    if not shown.figures or region.height < shown.rows + 1 + room:
        return region
    shown.draw(region.last_rows(shown.rows))
    return region.first_rows(region.height - shown.rows - 1)
