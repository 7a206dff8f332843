"""What the terminal is really sent: every cell of a screen with its two colours, as they come out of the compositor."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.app import App

RGB = tuple[int, int, int]

SIXTEEN: tuple[RGB, ...] = (
    *((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205)),
    (229, 229, 229),
    *((127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255)),
    (255, 255, 255),
)
"""Sixteen colours as xterm and most others have them."""

BLOCKS = frozenset("█▀▄▌▐▊▎▏▔▁▃▇▆▅▂▖▗▘▝╸╺━─│┃┌┐└┘├┤┬┴┼╭╮╰╯╶╴╵╷▛▜▙▟·")
"""What draws no letter: blocks, bars and frames."""


class Cells(NamedTuple):
    """Neighbouring cells of one look."""

    text: str
    ink: RGB
    paper: RGB
    dim: bool
    bold: bool
    row: int

    @property
    def written(self) -> bool:
        """Whether there is a letter, a digit or a sign among them."""
        return bool(set(self.text) - BLOCKS - {" "})


class Drawn(NamedTuple):
    """Neighbouring cells of one style, as the compositor has them."""

    text: str
    style: Style
    row: int


def drawn(app: App[Any]) -> list[Drawn]:
    """All that is seen on the screen on top; what lies under a dialog is left out where it is covered."""
    width, _ = app.size
    return [
        Drawn(segment.text, segment.style, row)
        for row, strip in enumerate(app.screen._compositor.render_strips())
        for segment in strip.crop(0, width)
        if segment.style is not None and segment.text.strip()
    ]


def cells(app: App[Any]) -> list[Cells]:
    """All that is seen on the screen on top, in its full colours."""
    return in_colours(drawn(app))


def in_colours(parts: Iterable[Drawn], *, sixteen: bool = False) -> list[Cells]:
    """The same cells with the colours of a terminal that has all of them, or only sixteen."""
    return [look(part, sixteen) for part in parts]


@functools.cache
def look(part: Drawn, sixteen: bool) -> Cells:
    """The colours that are seen: two styles may name them the other way round."""
    text, style, row = part
    ink, paper = rgb(style.color, sixteen), rgb(style.bgcolor, sixteen)
    if style.reverse:
        ink, paper = paper, ink
    return Cells(text, ink, paper, bool(style.dim), bool(style.bold), row)


@functools.cache
def rgb(colour: Color | None, sixteen: bool) -> RGB:
    """The colour that is seen; both are always set, so that nothing depends on the terminal's own."""
    assert colour is not None
    assert not colour.is_default
    if sixteen:
        number = colour.downgrade(ColorSystem.STANDARD).number
        assert number is not None
        return SIXTEEN[number]
    red, green, blue = colour.get_truecolor(DEFAULT_TERMINAL_THEME)
    return red, green, blue


@functools.cache
def contrast(one: RGB, other: RGB) -> float:
    """As WCAG defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: RGB) -> float:
    """Relative luminance."""
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
