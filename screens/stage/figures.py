"""Timer and counts in block digits, legible from the back row, each with a label above or beside it. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from screens import letters
from screens.canvas import Region, width_of
from screens.letters import SIZES, Size
from screens.pixels import Pixels
from screens.stage.scene import Scene

TIMER, COUNT = 0.12, 0.08
"""Smallest shares of the screen's height for a timer and for a count (docs/domain.md 7.2)."""

_GROWTH = 2
"""Number of size steps that a figure may grow beyond its share."""

_AIR = 3
"""Fewest columns between two figures in the smallest digits."""


@dataclass(frozen=True)
class Figure:
    """One number with its label. ``share`` is the smallest share of the screen's height for its digits."""

    label: str
    value: str
    share: float = COUNT
    also: str = ""
    """The label in the second language; left out if there is no room."""
    style: str = "text"
    """Style of the label."""

    @property
    def labels(self) -> str:
        """The label in both languages, if there are two."""
        return f"{self.label} · {self.also}" if self.also else self.label


def figure(scene: Scene, key: str, value: str, n: int = 0, *, share: float = COUNT, style: str = "text") -> Figure:
    """Return a figure labelled with a message of the catalogue; ``n`` selects its plural form."""
    return Figure(scene.say(key, n=n), value, share, scene.also(key, n=n), style)


def timer(scene: Scene) -> list[Figure]:
    """Return the step's clock as a list of one figure; empty if it is off."""
    clock = scene.view.timer
    if clock.state == "off":
        return []
    left = clock.left_at(scene.now)
    key = "stage.time.paused" if clock.state == "paused" else "stage.time.left" if left > 0 else "stage.time.up"
    return [figure(scene, key, minutes(left), share=TIMER, style="text" if left > 0 else "alarm")]


def live(scene: Scene) -> list[Figure]:
    """Return the clock if the step is open; empty while the stage looks back, when the clock is of another step."""
    return timer(scene) if scene.state == "open" and not scene.view.looking_back else []


def minutes(left: float) -> str:
    """Format seconds as ``6:12``; overtime, given as negative seconds, as ``+0:35``."""
    # Round up while time is left, down after that: 0:00 is never shown before the time is up.
    whole = math.ceil(left) if left > 0 else math.floor(-left)
    return f"{'+' if left <= -1 else ''}{whole // 60}:{whole % 60:02}"


def of(part: int, whole: int) -> str:
    """Format a count as ``31/40``; without the total if that is 0 or smaller than the count."""
    return f"{part}/{whole}" if whole >= part and whole else str(part)


@dataclass(frozen=True)
class Band:
    """Figures side by side, each in its size, with ``labels`` above the digits, or with ``beside`` at their right."""

    figures: tuple[Figure, ...]
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
    def air(self) -> int:
        """Fewest columns between two figures; larger digits need more, or they read as one number."""
        return _AIR * max((size.scale for size in self.sizes), default=1)

    def fits(self, width: int) -> bool:
        """Return whether all figures fit side by side in ``width`` columns."""
        return sum(self.widths) + self.air * (len(self.figures) - 1) <= width

    def places(self, width: int) -> list[int]:
        """Return the column each figure starts in: on an even grid if they fit one, else at equal distances."""
        if not self.figures:
            return []
        count = len(self.figures)
        grid = width // count
        if all(each + self.air <= grid for each in self.widths[:-1]) and self.widths[-1] <= grid:
            return [number * grid for number in range(len(self.figures))]
        air = max(self.air, (width - sum(self.widths)) // count)
        return [sum(self.widths[:number]) + number * air for number in range(len(self.figures))]

    def draw(self, region: Region) -> Region:
        """Draw the band at the top of the region. Returns the rows below."""
        columns = zip(self.places(region.width), self.figures, self.sizes, self.labels, strict=True)
        for x, figure, size, label in columns:
            digits = letters.draw(figure.value, size)
            region.stamp(x, self.rows - size.rows, digits, "big")
            words = label.split() if self.beside else [label]
            left, top = (x + len(digits[0]) + 1, max(0, self.rows - len(words))) if self.beside else (x, 0)
            for y, word in enumerate(words, start=top):
                region.put(left, y, word, figure.style)
        return region.below(self.rows)


def band(figures: Sequence[Figure], width: int, rows: int, height: int) -> Band:
    """Return the figures as large as ``width`` and ``rows`` allow, at least with their shares of the ``height``.

    If the shares do not fit the width, all figures are made smaller rather than left out. Second labels are dropped if
    they do not fit beside each other with the shares.
    """
    least = [SIZES.index(letters.least(figure.share, height)) for figure in figures]
    both = _band(figures, least, both=True).fits(width)
    found = _band(figures, least, both)
    while not found.fits(width) and any(least):
        least = [max(0, number - 1) for number in least]
        found = _band(figures, least, both)
    # Let the figures grow by up to _GROWTH_STEPS sizes: figures of one share together, the largest share first.
    for share in sorted({figure.share for figure in figures}, reverse=True) * _GROWTH:
        larger = [
            min(step + 1, len(SIZES) - 1) if figure.share == share else step
            for figure, step in zip(figures, least, strict=True)
        ]
        grown = _band(figures, larger, both)
        if grown.fits(width) and grown.rows <= rows:
            found, least = grown, larger
    return found


def packed(figures: Sequence[Figure], width: int, height: int, pixels: Pixels) -> Band:
    """Return a band with labels beside the digits, of the widest digits of each share that fit, else the narrowest."""
    rows = [letters.least(figure.share, height).rows for figure in figures]
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


def _band(figures: Sequence[Figure], steps: Sequence[int], both: bool) -> Band:
    labels = tuple(figure.labels if both else figure.label for figure in figures)
    return Band(tuple(figures), tuple(SIZES[step] for step in steps), labels)


def clock(region: Region, scene: Scene, *others: Figure, room: int = 0) -> Region:
    """Draw the clock of an open step and ``others`` beside it at the bottom, if that leaves ``room`` rows.

    Returns the rows above, or the whole region if nothing was drawn.
    """
    shown = band([*live(scene), *others], region.width, 0, scene.height)
    if not shown.figures or region.height < shown.rows + 1 + room:
        return region
    shown.draw(region.bottom(shown.rows))
    return region.above(region.height - shown.rows - 1)
