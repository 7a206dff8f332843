"""The colours of the wall by role: light, dark, and black on white.

Every pair that carries text has a contrast of 7:1 or more, bars of 3:1 or more (WCAG 2.2). The three lenses differ
by hue only, so each also has a symbol. A QR code is black on white whatever the appearance.
"""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#FAF9F6", "surface": "#FFFFFF", "soft": "#ECEBE6", "line": "#D9D6CE",
    "ink": "#111827", "ink2": "#434B5C",
    "accent": "#0B5750", "accent_soft": "#DDEFEB", "on_accent": "#FFFFFF", "accent_faint": "#82AAA4",
    "cut": "#8A3200", "cut_soft": "#FBE9DC", "other": "#707988",
    "lens1": "#86134A", "lens1_soft": "#FCE4EE", "lens2": "#153F86", "lens2_soft": "#E1ECFC",
    "lens3": "#5E3B00", "lens3_soft": "#FCEFC9", "none": "#434B5C", "none_soft": "#ECEBE6",
    "code": "#000000", "code_ground": "#FFFFFF",
}  # fmt: skip

DARK: Mapping[str, str] = {
    "paper": "#0D1320", "surface": "#182133", "soft": "#1E283B", "line": "#3A465C",
    "ink": "#F5F7FA", "ink2": "#C6CEDC",
    "accent": "#6FE0CE", "accent_soft": "#10393A", "on_accent": "#0D1320", "accent_faint": "#3F8A84",
    "cut": "#FFB27A", "cut_soft": "#3A2414", "other": "#6B7890",
    "lens1": "#FFB5D2", "lens1_soft": "#3B1A2D", "lens2": "#AFCFFF", "lens2_soft": "#172C50",
    "lens3": "#FFDB8C", "lens3_soft": "#3A2F12", "none": "#C6CEDC", "none_soft": "#252F42",
    "code": "#000000", "code_ground": "#FFFFFF",
}  # fmt: skip

CONTRAST: Mapping[str, str] = {
    "paper": "#FFFFFF", "surface": "#FFFFFF", "soft": "#E6E6E6", "line": "#000000",
    "ink": "#000000", "ink2": "#000000",
    "accent": "#000000", "accent_soft": "#E6E6E6", "on_accent": "#FFFFFF", "accent_faint": "#808080",
    "cut": "#000000", "cut_soft": "#FFFFFF", "other": "#707070",
    "lens1": "#000000", "lens1_soft": "#FFFFFF", "lens2": "#000000", "lens2_soft": "#FFFFFF",
    "lens3": "#000000", "lens3_soft": "#FFFFFF", "none": "#000000", "none_soft": "#FFFFFF",
    "code": "#000000", "code_ground": "#FFFFFF",
}  # fmt: skip

APPEARANCES: Mapping[str, Mapping[str, str]] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
"""Name of an appearance -> its colours."""

LENSES = ("lens1", "lens2", "lens3")
"""Roles of the first three tags of a step, in their order; further tags and none have ``none``."""

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("ink", "ink2") for ground in ("paper", "surface", "soft")),
    *(("ink", f"{lens}_soft") for lens in (*LENSES, "none", "accent")),
    *((lens, f"{lens}_soft") for lens in (*LENSES, "none", "accent", "cut")),
    *(("accent", ground) for ground in ("paper", "surface")),
    *(("cut", ground) for ground in ("paper", "surface")),
    ("on_accent", "accent"),
    ("code", "code_ground"),
)
"""Role of a text and role of what it stands on: every pair that a scene uses."""

BAR_PAIRS: tuple[tuple[str, str], ...] = (("accent", "soft"), ("other", "soft"), ("accent", "paper"))
"""Role of a bar and role of its track or ground."""
