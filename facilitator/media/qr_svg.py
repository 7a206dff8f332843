"""QR codes as inline SVG, for pages and posters."""

from __future__ import annotations

import functools

from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET_ZONE = 4
"""White modules on every side, as ISO/IEC 18004 demands; without them phones do not find the code."""


@functools.lru_cache(8)
def qr_svg(address: str, name: str) -> Markup:
    """The QR code of ``address``; ``name`` is its text alternative. It is black on white in every colour scheme."""
    code = QRCode(border=QUIET_ZONE, error_correction=ERROR_CORRECT_M)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return Markup(
        '<svg class="qr" role="img" aria-label="{name}" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    ).format(name=name, size=len(rows), dark=dark)
