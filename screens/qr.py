"""Drawing the join code on a canvas: black on white in its own panel, as large as fits. Pure.

Inverted codes and codes without a quiet zone cannot be read at all, so the panel brings its own colours and its own
margin whatever the theme is. One scale step is one pixel of half a cell per module: scale 1 is the half-block drawing,
scale 2 the full-block one (no seams between rows), and so on for very large screens.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from screens.canvas import Region

Mode: TypeAlias = Literal["auto", "half", "full"]
Matrix: TypeAlias = tuple[tuple[bool, ...], ...]

QUIET = 4
"""Modules of white around the code."""

_LARGEST_VERSION = 3
_SCALES: dict[str, tuple[int, ...]] = {"auto": (4, 3, 2, 1), "half": (1,), "full": (4, 2, 1)}


def payload(address: str) -> str:
    """The address as the code says it: in capitals where that changes nothing, which makes a smaller code."""
    parts = urlsplit(address)
    after = parts.path + parts.query + parts.fragment
    return address.upper() if after == after.upper() else address


@functools.lru_cache(8)
def matrix(address: str) -> Matrix:
    """The modules of the code, True for dark, without margin; empty for an address that no code can hold.

    The error level is the highest that the smallest good version allows: medium correction if the version stays
    within 3, else low, because a larger module carries farther than better correction.
    """
    text = payload(address)
    try:
        version = _version(text, ERROR_CORRECT_M)
        if version > _LARGEST_VERSION:
            version = _version(text, ERROR_CORRECT_L)
        for level in (ERROR_CORRECT_H, ERROR_CORRECT_Q, ERROR_CORRECT_M, ERROR_CORRECT_L):
            if (code := _code(text, level)).version == version:
                return tuple(tuple(row) for row in code.get_matrix())
    except (DataOverflowError, ValueError):
        pass
    return ()


def _version(text: str, level: Literal[0, 1, 2, 3]) -> int:
    return _code(text, level).version


def _code(text: str, level: Literal[0, 1, 2, 3]) -> QRCode:  # type: ignore[type-arg]
    code = QRCode(error_correction=level, border=0)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return code


def size(address: str, scale: int = 1) -> tuple[int, int]:
    """Columns and rows of the whole panel at this scale."""
    pixels = (len(matrix(address)) + 2 * QUIET) * scale
    return pixels, (pixels + 1) // 2


def fitting(address: str, width: int, height: int, mode: str = "auto") -> int | None:
    """The largest scale of ``mode`` whose panel fits; None when none does."""
    if not matrix(address):
        return None
    scales: Iterable[int] = _SCALES[mode]
    return next((s for s in scales if size(address, s)[0] <= width and size(address, s)[1] <= height), None)


def draw(region: Region, address: str, scale: int) -> None:
    """Draw the panel at the region's top left."""
    columns, rows = size(address, scale)
    panel = region.inside(0, 0, columns, rows)
    panel.fill("qr")
    for y in range(rows):
        for x in range(columns):
            upper, lower = _dark(address, x, 2 * y, scale), _dark(address, x, 2 * y + 1, scale)
            if upper and lower:
                panel.put(x, y, "█", "qr-solid")
            elif upper or lower:
                panel.put(x, y, "▀" if upper else "▄", "qr")


def _dark(address: str, x: int, y: int, scale: int) -> bool:
    modules = matrix(address)
    row, column = y // scale - QUIET, x // scale - QUIET
    return 0 <= row < len(modules) and 0 <= column < len(modules) and modules[row][column]
