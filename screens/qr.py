"""Draws QR codes on a canvas: black on white in a panel of their own, as large as fits. Pure.

Many readers fail on inverted codes and on codes without a quiet zone, so the panel has its own colours and margin in
every theme (docs/domain.md 7.3). A scale of n draws a module n half cells wide and high: scale 1 uses half blocks,
scale 2 full blocks (no seams between rows), larger ones suit very large screens.
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

QUIET_ZONE = 4
"""Width of the white margin in modules, as ISO/IEC 18004 requires it."""

_LARGEST_VERSION = 3
# ``full`` leaves out scale 3, whose modules end within a row. Scale 1 is its last resort, since a code with seams
# between rows may still be read, and no code cannot.
_SCALES: dict[str, tuple[int, ...]] = {"auto": (4, 3, 2, 1), "half": (1,), "full": (4, 2, 1)}


def payload(address: str) -> str:
    """Return the address as the code encodes it: in capitals if it has no letters after the host.

    Scheme and host do not distinguish case, and capitals use the denser alphanumeric mode, so the code gets smaller.
    """
    parts = urlsplit(address)
    after = parts.path + parts.query + parts.fragment
    return address.upper() if after == after.upper() else address


@functools.lru_cache(8)
def matrix(address: str) -> Matrix:
    """Return the modules of the code, True for dark, without the margin; empty if the address is too long for a code.

    Larger modules are read from farther away than better error correction would allow. So the version is chosen first:
    the smallest at level M if it is at most 3 (29 modules), else the smallest at level L. Then the code gets the
    highest error correction that this version still holds (docs/domain.md 7.3).
    """
    text = payload(address)
    try:
        version = _version(text, ERROR_CORRECT_M)
        if version > _LARGEST_VERSION:
            version = _version(text, ERROR_CORRECT_L)
        # From the strongest level downwards: the first that still gives this version is the highest that it holds.
        for level in (ERROR_CORRECT_H, ERROR_CORRECT_Q, ERROR_CORRECT_M, ERROR_CORRECT_L):
            if (code := _code(text, level)).version == version:
                return tuple(tuple(row) for row in code.get_matrix())
    except (DataOverflowError, ValueError):
        # The address is too long for any version. Without a code, the stage still shows the address in letters.
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
