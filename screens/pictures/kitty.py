"""Encodes pictures for kitty's graphics protocol. Pure.

The picture lies under cells with a background of their own and shows through cells without one, so what covers the
stage covers the picture too.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

CHUNK = 4096
UNDER = -1073741826
"""Layer of the first picture: under cells that have a background."""
ERASE = b"\x1b_Ga=d,d=A,q=2\x1b\\"
"""Takes all pictures away and frees them."""


def encode(image: Image.Image, number: int, layer: int) -> bytes:
    """Return the sequences that show a picture at the cursor, which stays where it is. ``number``: its id, from 1."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    data = base64.standard_b64encode(file.getvalue())
    chunks = [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]
    made = []
    for place, chunk in enumerate(chunks):
        head = b"a=T,f=100,i=%d,z=%d,C=1,q=2," % (number, UNDER + layer) if place == 0 else b""
        made.append(b"\x1b_G%sm=%d;%s\x1b\\" % (head, place < len(chunks) - 1, chunk))
    return b"".join(made)
