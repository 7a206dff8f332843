"""The three themes of the terminal, and the colours of every style on the stage.

Contrast on a wall is far below that of a monitor, and greys and accents on a dark background suffer most
(docs/domain.md 7.4). So the stage is black on white by default, every pair of colours that carries text has a contrast
of at least 7:1, no text is dimmed, and colour is never the only sign of a meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual.theme import Theme

BLUE, RED, GREEN = "#003580", "#A6192E", "#005500"
"""The accents of the light theme, each with a contrast of 7:1 or more on white. Terminals with sixteen colours show the
green as black; a sign beside it carries the meaning."""


@dataclass(frozen=True)
class CellColours:
    """The colours of one style, and whether it is bold.

    Both colours are explicit, so that nothing depends on the terminal's palette. ``blocks_only`` marks styles that are
    never used for text, for which a contrast of 3:1 is enough.
    """

    foreground: str
    background: str
    bold: bool = False
    blocks_only: bool = False


def _theme(name: str, ink: str, paper: str, panel: str, accents: tuple[str, str, str], *, dark: bool = False) -> Theme:
    accent, alarm, good = accents
    return Theme(
        name=name,
        primary=accent,
        secondary=accent,
        accent=accent,
        warning=alarm,
        error=alarm,
        success=good,
        foreground=ink,
        background=paper,
        surface=paper,
        panel=panel,
        dark=dark,
        text_alpha=1.0,
        variables={
            "text": "auto 100%",
            "text-muted": "auto 85%",
            "text-disabled": "auto 75%",
            "foreground-muted": ink,
            "foreground-disabled": ink,
            "block-cursor-foreground": paper,
            "block-cursor-background": accent,
            "block-cursor-blurred-foreground": ink,
            "footer-key-foreground": accent,
            "button-color-foreground": paper,
            "input-selection-background": f"{accent} 30%",
            "scrollbar": accent,
            "scrollbar-hover": accent,
            "scrollbar-active": accent,
            "scrollbar-background": panel,
            "scrollbar-background-hover": panel,
            "scrollbar-background-active": panel,
            "scrollbar-corner-color": panel,
        },
    )


def _colour_table(ink: str, paper: str, accents: tuple[str, str, str]) -> Mapping[str, CellColours]:
    accent, alarm, good = accents
    table = {
        "text": CellColours(ink, paper),
        "strong": CellColours(ink, paper, bold=True),
        "accent": CellColours(accent, paper, bold=True),
        "alarm": CellColours(alarm, paper, bold=True),
        "good": CellColours(good, paper, bold=True),
        "big": CellColours(ink, paper, blocks_only=True),
        "bar": CellColours(accent, paper, blocks_only=True),
        "rest": CellColours(ink, paper, blocks_only=True),
        "banner": CellColours(paper, accent, bold=True),
        "footer": CellColours(ink, paper),
        "qr": CellColours("#000000", "#FFFFFF"),
        "black": CellColours("#000000", "#000000", blocks_only=True),
    }
    solid = {
        f"{name}-solid": replace(table[name], background=table[name].foreground, blocks_only=True)
        for name in _BLOCK_STYLES
    }
    return {**table, **solid}


_BLOCK_STYLES = ("big", "bar", "rest", "qr")
"""Styles that are drawn in blocks; in their ``-solid`` form the background has the colour of the foreground."""

_LIGHT_ACCENTS = (BLUE, RED, GREEN)
_CONTRAST_ACCENTS = ("#000000", "#000000", "#000000")
_DARK_ACCENTS = ("#9CCBFF", "#FFB3B8", "#9BE2B4")

LIGHT, CONTRAST, DARK = "facilitator-light", "facilitator-contrast", "facilitator-dark"

THEMES: tuple[Theme, ...] = (
    _theme(LIGHT, "#000000", "#FFFFFF", "#EEF2F8", _LIGHT_ACCENTS),
    _theme(CONTRAST, "#000000", "#FFFFFF", "#FFFFFF", _CONTRAST_ACCENTS),
    _theme(DARK, "#FFFFFF", "#0B0F14", "#1A222C", _DARK_ACCENTS, dark=True),
)
"""The themes that an app registers; the first is the default."""

STAGE_COLOURS: Mapping[str, Mapping[str, CellColours]] = {
    LIGHT: _colour_table("#000000", "#FFFFFF", _LIGHT_ACCENTS),
    CONTRAST: _colour_table("#000000", "#FFFFFF", _CONTRAST_ACCENTS),
    DARK: _colour_table("#FFFFFF", "#0B0F14", _DARK_ACCENTS),
}
"""Name of a theme -> style name of a ``Picture`` -> its colours."""


def stage_colours(theme: str, *, dark: bool) -> Mapping[str, CellColours]:
    """Return the stage's colours in ``theme``; for a theme of Textual's, those of the light or dark one of ours."""
    return STAGE_COLOURS.get(theme) or STAGE_COLOURS[DARK if dark else LIGHT]


def appearance_of(theme: str) -> str:
    """Return the name of a theme's colours on pictures: ``light``, ``dark`` or ``contrast``."""
    return theme.rpartition("-")[2] if theme in (each.name for each in THEMES) else "light"
