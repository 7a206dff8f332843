"""The fonts of the wall, and the width of text set in them.

Inter (SIL Open Font License 1.1) in three weights; from ``DISPLAY_FROM`` u up its display cut. A character that Inter
lacks is drawn with the fonts of ``facilitator.media.fonts``, which has one of the system for most scripts; what no
font has is drawn as its code point, so that nothing disappears silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from facilitator.media.fonts import SHIPPED_FONTS, font_runs, load_font
from facilitator.scene.boxes import Weight

DISPLAY_FROM = 44.0
"""Size in u from which the display cut is used: it is closer set and has finer details."""
TEXT_FILES = {"medium": "Inter-Medium.otf", "semibold": "Inter-SemiBold.otf", "bold": "Inter-SemiBold.otf"}
DISPLAY_FILES = {
    "medium": "InterDisplay-Medium.otf",
    "semibold": "InterDisplay-SemiBold.otf",
    "bold": "InterDisplay-Bold.otf",
}
REFERENCE = 200
"""Size in pixels at which text is measured; widths grow in proportion to the size."""
TABULAR = ["tnum"]


@cache
def shapes_text() -> bool:
    """Whether Pillow can shape text: kerning, digits of one width, scripts written from right to left."""
    from PIL import features

    return bool(features.check("raqm"))


def runs(text: str, size: float, weight: Weight) -> Iterator[tuple[str, str]]:
    """Yield the text as pairs of a font and the text that is drawn with it, for a size in u and a weight."""
    inter = (DISPLAY_FILES if size >= DISPLAY_FROM else TEXT_FILES)[weight]
    return font_runs(text, (inter, SHIPPED_FONTS[weight != "medium"]))


@cache
def measure(text: str, size: float, weight: Weight) -> float:
    """Return the width in u of a text in a size (em in u) and a weight. The ``Measure`` of ``facilitator.scene``."""
    wide = sum(load_font(name, REFERENCE).getlength(piece) for name, piece in runs(text, size, weight))
    return wide * size / REFERENCE
