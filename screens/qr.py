"""Draws QR codes on a canvas: black on white in a panel of their own, as large as fits. Pure.

Many readers fail on inverted codes and on codes without a quiet zone, so the panel has its own colours and margin in
every theme (docs/domain.md 7.3). A scale of n draws a module n half cells wide and high: scale 1 uses half blocks,
scale 2 full blocks (no seams between rows), larger ones suit very large screens.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from facilitator.media.codes import matrix
from screens.canvas import Region

Mode: TypeAlias = Literal["auto", "half", "full"]

QUIET_ZONE = 4
"""Width of the white margin in modules, as ISO/IEC 18004 requires it."""

# ``full`` leaves out scale 3, whose modules end within a row. Scale 1 is its last resort, since a code with seams
# between rows may still be read, and no code cannot.
_SCALES: dict[str, tuple[int, ...]] = {"auto": (4, 3, 2, 1), "half": (1,), "full": (4, 2, 1)}


def size(address: str, scale: int = 1) -> tuple[int, int]:
    """Return the columns and rows of the panel at this scale, margin included."""
    pixels = (len(matrix(address)) + 2 * QUIET_ZONE) * scale
    # Two pixels share a row; with an odd number, the last row is half used.
    return pixels, (pixels + 1) // 2


def largest_scale(address: str, width: int, height: int, mode: str = "auto") -> int | None:
    """Return the largest scale of ``mode`` whose panel fits; None if none does. Raises ``KeyError`` for other modes."""
    if not matrix(address):
        return None
    scales: Iterable[int] = _SCALES[mode]
    # Every list of scales descends, so the first that fits is the largest.
    return next((s for s in scales if size(address, s)[0] <= width and size(address, s)[1] <= height), None)


def draw(region: Region, address: str, scale: int) -> None:
    """Draw the panel at the top left of the region."""
    columns, rows = size(address, scale)
    panel = region.subregion(0, 0, columns, rows)
    panel.fill("qr")
    for y in range(rows):
        for x in range(columns):
            upper, lower = _is_dark(address, x, 2 * y, scale), _is_dark(address, x, 2 * y + 1, scale)
            if upper and lower:
                # The solid style has a dark background too: white seams between rows make a code unreadable
                # (docs/domain.md 7.3).
                panel.put(x, y, "█", "qr-solid")
            elif upper or lower:
                panel.put(x, y, "▀" if upper else "▄", "qr")


def _is_dark(address: str, x: int, y: int, scale: int) -> bool:
    modules = matrix(address)
    row, column = y // scale - QUIET_ZONE, x // scale - QUIET_ZONE
    return 0 <= row < len(modules) and 0 <= column < len(modules) and modules[row][column]
