"""One fixed palette for each appearance: the colours of the roles, and what lies between a text and its ground.

Terminals may share their colour registers between pictures, so every picture of an appearance uses the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from facilitator.scene.roles import APPEARANCES

if TYPE_CHECKING:  # imported late: only few commands draw
    from PIL import Image

RGB = tuple[int, int, int]

MOST = 128
"""Colours of a palette at most: fewer than every terminal with pictures has registers."""

EDGES: tuple[tuple[str, str, int], ...] = (
    *((ink, ground, 5) for ink in ("ink", "ink2", "accent") for ground in ("paper", "surface")),
    *(("ink2", ground, 4) for ground in ("soft", "accent_soft")),
    *(("ink", ground, 5) for ground in ("lens1_soft", "lens2_soft", "lens3_soft", "none_soft", "soft", "accent_soft")),
    *((f"lens{n}", f"lens{n}_soft", 3) for n in (1, 2, 3)),
    ("on_accent", "accent", 5),
    ("accent", "accent_soft", 4),
    ("accent", "soft", 3),
    ("cut", "paper", 3),
    ("cut", "surface", 3),
    ("cut", "cut_soft", 3),
    ("other", "soft", 2),
    ("surface", "soft", 2),
    ("accent_faint", "accent", 2),
)
"""Roles of two colours that meet at the edge of a letter or a shape, and how many shades between them are needed."""


def rgb(value: str) -> RGB:
    """Return the parts of a colour ``#rrggbb``, 0 to 255."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


@cache
def colours_of(appearance: str) -> tuple[RGB, ...]:
    """Return the palette of an appearance, each colour once. Raises ``KeyError`` for an unknown name."""
    roles: Mapping[str, str] = APPEARANCES[appearance]
    made = dict.fromkeys(rgb(value) for value in roles.values())
    for ink, ground, shades in EDGES:
        one, other = rgb(roles[ink]), rgb(roles[ground])
        for n in range(1, shades + 1):
            share = n / (shades + 1)
            mixed = tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
            made.setdefault(mixed)  # type: ignore[arg-type]
    assert len(made) <= MOST, len(made)
    return tuple(made)


@cache
def _palette_image(appearance: str) -> Image.Image:
    from PIL import Image

    image = Image.new("P", (1, 1))
    parts = [part for colour in colours_of(appearance) for part in colour]
    # Unused places repeat the first colour, so that no colour of Pillow's own palette is ever chosen.
    image.putpalette(parts + list(colours_of(appearance)[0]) * (256 - len(parts) // 3))
    return image


def to_palette(image: Image.Image, appearance: str) -> Image.Image:
    """Return the picture with each pixel as its number in the palette (mode ``P``), without dithering."""
    from PIL import Image

    return image.quantize(palette=_palette_image(appearance), dither=Image.Dither.NONE)
