"""The three appearances of the terminal, and the colours of every style on the stage.

Effective contrast on a wall is far below that of a monitor: greys and accents on dark collapse first. So the
stage is black on white unless somebody chooses otherwise, every pair that carries text is at least 7:1, nothing
is dim, and a colour never means anything alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual.theme import Theme

BLUE, RED, GREEN = "#003580", "#A6192E", "#005500"
"""The accents of the light theme, all of them 7:1 or more on white. The green is so dark that it becomes black where
there are sixteen colours only; a sign stands beside it."""


@dataclass(frozen=True)
class Ink:
    """How one style is drawn: two explicit colours, and whether it is bold. ``fills``: blocks only, no text."""

    ink: str
    paper: str
    bold: bool = False
    fills: bool = False


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


def _inks(ink: str, paper: str, accents: tuple[str, str, str]) -> Mapping[str, Ink]:
    accent, alarm, good = accents
    table = {
        "text": Ink(ink, paper),
        "strong": Ink(ink, paper, bold=True),
        "accent": Ink(accent, paper, bold=True),
        "alarm": Ink(alarm, paper, bold=True),
        "good": Ink(good, paper, bold=True),
        "big": Ink(ink, paper, fills=True),
        "bar": Ink(accent, paper, fills=True),
        "rest": Ink(ink, paper, fills=True),
        "banner": Ink(paper, accent, bold=True),
        "footer": Ink(ink, paper),
        "qr": Ink("#000000", "#FFFFFF"),
        "black": Ink("#000000", "#000000", fills=True),
    }
    solid = {f"{name}-solid": replace(table[name], paper=table[name].ink, fills=True) for name in _STAMPED}
    return {**table, **solid}


_STAMPED = ("big", "bar", "rest", "qr")
"""Styles that are drawn in blocks; their solid form is ink on ink."""

_LIGHT = (BLUE, RED, GREEN)
_PURE = ("#000000", "#000000", "#000000")
_NIGHT = ("#9CCBFF", "#FFB3B8", "#9BE2B4")

LIGHT, CONTRAST, DARK = "facilitator-light", "facilitator-contrast", "facilitator-dark"

THEMES: tuple[Theme, ...] = (
    _theme(LIGHT, "#000000", "#FFFFFF", "#EEF2F8", _LIGHT),
    _theme(CONTRAST, "#000000", "#FFFFFF", "#FFFFFF", _PURE),
    _theme(DARK, "#FFFFFF", "#0B0F14", "#1A222C", _NIGHT, dark=True),
)
"""To register with the app; the first is the default of the stage."""

STAGE: Mapping[str, Mapping[str, Ink]] = {
    LIGHT: _inks("#000000", "#FFFFFF", _LIGHT),
    CONTRAST: _inks("#000000", "#FFFFFF", _PURE),
    DARK: _inks("#FFFFFF", "#0B0F14", _NIGHT),
}
"""Theme -> style name of a ``Picture`` -> its colours."""


def inks(theme: str, *, dark: bool) -> Mapping[str, Ink]:
    """The stage's colours under ``theme``; under a theme that is not ours, those of the nearest of ours."""
    return STAGE.get(theme) or STAGE[DARK if dark else LIGHT]
