"""Poster and table card as PNG pictures, for use in slides and documents."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

from facilitator.handouts.facts import Facts
from facilitator.media.fonts import Pen, readable, width, wrapped

MOST_LINES = 4
"""Most lines of one instruction."""
QUIET = 4
"""Width of the quiet zone around a QR code, in modules (ISO/IEC 18004 requires 4)."""
DPI = 150
_WHITE = "#FFFFFF"


@dataclass(frozen=True)
class _Sheet:
    """Sizes in pixels. ``code``: side of the QR code; ``title``, ``address``, ``head``, ``text``: font sizes."""

    size: tuple[int, int]
    edge: int
    code: int
    title: int
    address: int
    head: int
    text: int


_POSTER = _Sheet((1240, 1754), 80, 760, 56, 60, 34, 28)
"""A4 at 150 dots per inch."""
_CARD = _Sheet((874, 1240), 50, 520, 34, 44, 24, 20)
"""A6 at 212 dots per inch, A5 at 150."""


def poster_picture(facts: Facts) -> bytes:
    """The poster as PNG."""
    return _draw(facts, _POSTER)


def card_picture(facts: Facts) -> bytes:
    """One table card as PNG."""
    return _draw(facts, _CARD)


def code_picture(address: str, side: int) -> Image.Image:
    """The QR code of an address, black on white with its quiet zone, at most ``side`` pixels wide.

    Each module is a whole number of pixels, because scaled edges make codes harder to read.
    """
    code: QRCode[PilImage] = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, image_factory=PilImage)
    code.add_data(address)
    code.make(fit=True)
    code.box_size = max(1, side // (code.modules_count + 2 * QUIET))
    found: Image.Image = code.make_image(fill_color="#000000", back_color=_WHITE).get_image()
    return found.convert("RGB")


def _draw(facts: Facts, sheet: _Sheet) -> bytes:
    image = Image.new("RGB", sheet.size, _WHITE)
    pen = Pen(ImageDraw.Draw(image))
    room = sheet.size[0] - 2 * sheet.edge
    y = float(sheet.edge)
    # A title that no font can draw is left out: the handout must help people to join, and replacement codes do not.
    for line in wrapped(facts.title, room, sheet.title, 2, bold=True) if readable(facts.title) else ():
        y = _middle(pen, sheet, y, line, sheet.title)
    code = code_picture(facts.address, sheet.code)
    image.paste(code, ((sheet.size[0] - code.width) // 2, round(y)))
    y += code.height
    size = sheet.address
    while width(facts.typed, size, bold=True) > room and size > sheet.text:
        size -= 2
    for line in _cut(facts.typed, size, room):
        y = _middle(pen, sheet, y, line, size)
    y += sheet.text
    for _, head, scan, typed in facts.lines():
        _line(pen, sheet.edge, y, head, sheet.head, bold=True)
        y += sheet.head * 1.4
        for line in [line for said in (scan, typed) for line in wrapped(said, room, sheet.text, MOST_LINES)]:
            _line(pen, sheet.edge, y, line, sheet.text)
            y += sheet.text * 1.35
        y += sheet.text * 0.8
    out = BytesIO()
    image.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()


def _middle(pen: Pen, sheet: _Sheet, y: float, line: str, size: int) -> float:
    """Draws one line centred; returns the y below it."""
    _line(pen, (sheet.size[0] - width(line, size, bold=True)) / 2, y, line, size, bold=True)
    return y + size * 1.35


def _line(pen: Pen, x: float, y: float, line: str, size: int, *, bold: bool = False) -> None:
    """Draws one line whose letters have their top at ``y``."""
    pen.write((x, y + size), line, size, "#000000", bold)


def _cut(text: str, size: int, room: float) -> list[str]:
    """The lines of an address, broken between any two characters where a line is full."""
    lines = [""]
    for letter in text:
        if width(lines[-1] + letter, size, bold=True) > room:
            lines.append("")
        lines[-1] += letter
    return lines
