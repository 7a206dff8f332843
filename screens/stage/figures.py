"""Numbers that must reach the back row: timer and counts, in block digits with a word above each. Pure."""

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
"""Shares of the screen's height that a timer and a count take at least."""

_GROWTH = 2
"""Steps of size that a figure may grow beyond its share."""

_AIR = 3
"""Fewest columns between two figures of the smallest digits."""


@dataclass(frozen=True)
class Figure:
    """One number with the word that says what it is."""

    label: str
    value: str
    share: float = COUNT
    also: str = ""
    """The label in the second language; left out where there is no room."""
    style: str = "text"
    """Of the label."""

    @property
    def labels(self) -> str:
        """The label in both languages."""
        return f"{self.label} · {self.also}" if self.also else self.label


def figure(scene: Scene, key: str, value: str, n: int = 0, *, share: float = COUNT, style: str = "text") -> Figure:
    """A figure labelled by a message of the catalogue; ``n`` decides its form."""
    return Figure(scene.say(key, n=n), value, share, scene.also(key, n=n), style)


def timer(scene: Scene) -> list[Figure]:
    """The step's clock as a list of one figure; empty when it is off."""
    clock = scene.view.timer
    if clock.state == "off":
        return []
    left = clock.left_at(scene.now)
    key = "stage.time.paused" if clock.state == "paused" else "stage.time.left" if left > 0 else "stage.time.up"
    return [figure(scene, key, minutes(left), share=TIMER, style="text" if left > 0 else "alarm")]


def live(scene: Scene) -> list[Figure]:
    """The clock while the step is open; while the stage looks back, it belongs to another step."""
    return timer(scene) if scene.state == "open" and not scene.view.looking_back else []


def minutes(left: float) -> str:
    """Seconds as ``6:12``; time over as ``+0:35``."""
    whole = math.ceil(left) if left > 0 else math.floor(-left)
    return f"{'+' if left <= -1 else ''}{whole // 60}:{whole % 60:02}"


def of(part: int, whole: int) -> str:
    """``31/40``; only the first number while the second says nothing."""
    return f"{part}/{whole}" if whole >= part and whole else str(part)


@dataclass(frozen=True)
class Band:
    """Figures side by side, each in its size; ``labels`` are the words above them, or ``beside`` them, in rows."""

    figures: tuple[Figure, ...]
    sizes: tuple[Size, ...]
    labels: tuple[str, ...]
    beside: bool = False

    @property
    def rows(self) -> int:
        """Rows of the whole band: the words and the digits."""
        digits = max((size.rows for size in self.sizes), default=-1)
        return digits if self.beside else 1 + digits

    @property
    def widths(self) -> list[int]:
        """Columns that each figure takes."""
        digits = [letters.measure(figure.value, size) for figure, size in zip(self.figures, self.sizes, strict=True)]
        words = [max(map(width_of, label.split())) if self.beside else width_of(label) for label in self.labels]
        each = zip(digits, words, strict=True)
        return [wide + 1 + word if self.beside else max(wide, word) for wide, word in each]

    @property
    def air(self) -> int:
        """Fewest columns between two figures: large digits need more, or they read as one number."""
        return _AIR * max((size.scale for size in self.sizes), default=1)

    def fits(self, width: int) -> bool:
        """Whether all of them stand beside each other in so many columns."""
        return sum(self.widths) + self.air * (len(self.figures) - 1) <= width

    def places(self, width: int) -> list[int]:
        """The column that each figure starts at: an even grid where that fits, else packed."""
        if not self.figures:
            return []
        count = len(self.figures)
        grid = width // count
        if all(each + self.air <= grid for each in self.widths[:-1]) and self.widths[-1] <= grid:
            return [number * grid for number in range(len(self.figures))]
        air = max(self.air, (width - sum(self.widths)) // count)
        return [sum(self.widths[:number]) + number * air for number in range(len(self.figures))]

    def draw(self, region: Region) -> Region:
        """Draw it at the top. Returns the rows below."""
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
    """The figures as large as ``width`` and ``rows`` allow, their shares of the screen's ``height`` at least.

    Where not even their shares fit, they are made smaller rather than left out.
    """
    least = [SIZES.index(letters.least(figure.share, height)) for figure in figures]
    both = _band(figures, least, both=True).fits(width)
    found = _band(figures, least, both)
    while not found.fits(width) and any(least):
        least = [max(0, number - 1) for number in least]
        found = _band(figures, least, both)
    # Figures of one share grow together, the largest share first.
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
    """The figures in their shares with their words beside them: the widest digits that fit, else the narrowest."""
    rows = [letters.least(figure.share, height).rows for figure in figures]
    # Quarters at the most: tall digits in sixths do not fill their rows.
    known = letters.sizes(min(pixels, Pixels.QUARTERS))
    drawings = [[size for size in known if size.rows == each] for each in rows]
    labels = tuple(figure.label for figure in figures)
    found = Band((), (), (), beside=True)
    for sizes in zip(*drawings, strict=False):
        found = Band(tuple(figures), sizes, labels, beside=True)
        if found.fits(width):
            break
    return found


def _band(figures: Sequence[Figure], steps: Sequence[int], both: bool) -> Band:
    labels = tuple(figure.labels if both else figure.label for figure in figures)
    return Band(tuple(figures), tuple(SIZES[step] for step in steps), labels)


def clock(region: Region, scene: Scene, *others: Figure, room: int = 0) -> Region:
    """Draw the clock of an open step, and ``others`` beside it, at the bottom if that leaves ``room`` rows.

    Returns the rows above, or all of them when nothing was drawn.
    """
    shown = band([*live(scene), *others], region.width, 0, scene.height)
    if not shown.figures or region.height < shown.rows + 1 + room:
        return region
    shown.draw(region.bottom(shown.rows))
    return region.above(region.height - shown.rows - 1)
