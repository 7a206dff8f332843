"""The modules of QR codes, as small as the address allows. Pure."""

from __future__ import annotations

import functools
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

Matrix: TypeAlias = tuple[tuple[bool, ...], ...]

_LARGEST_VERSION = 3


def payload(address: str) -> str:
    """Return the address as the code encodes it: in capitals if it has no letters after the host.

    Scheme and host do not distinguish case, and capitals use the denser alphanumeric mode, so the code gets smaller.
    """
    parts = urlsplit(address)
    after = parts.path + parts.query + parts.fragment
    return address.upper() if after == after.upper() else address


@functools.lru_cache(32)
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
