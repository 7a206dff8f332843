"""Poster and table card as PNG pictures, for use in slides and documents."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

from facilitator.handouts.facts import HandoutFacts
from facilitator.media.fonts import Pen, can_draw, text_width, wrap_text

MAX_LINES = 4
"""Most lines of one instruction."""
QUIET_ZONE = 4
"""Width of the quiet zone around a QR code, in modules (ISO/IEC 18004 requires 4)."""
DPI = 150
_WHITE = "#FFFFFF"


@dataclass(frozen=True)
class _Layout:
    """Sizes in pixels. ``code``: side of the QR code; ``title``, ``address``, ``head``, ``text``: font sizes."""

    size: tuple[int, int]
    edge: int
    code: int
    title: int
    address: int
    head: int
    text: int


_POSTER = _Layout((1240, 1754), 80, 760, 56, 60, 34, 28)
"""A4 at 150 dots per inch."""
_CARD = _Layout((874, 1240), 50, 520, 34, 44, 24, 20)
"""A6 at 212 dots per inch, A5 at 150."""


def poster_picture(facts: HandoutFacts) -> bytes:
    """The poster as PNG."""
    return _draw(facts, _POSTER)


def card_picture(facts: HandoutFacts) -> bytes:
    """One table card as PNG."""
    return _draw(facts, _CARD)


def code_picture(address: str, side: int) -> Image.Image:
    """The QR code of an address, black on white with its quiet zone, at most ``side`` pixels wide.

    Each module is a whole number of pixels, because scaled edges make codes harder to read.
    """
    code: QRCode[PilImage] = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, image_factory=PilImage)
    code.add_data(address)
    code.make(fit=True)
    # Rounded down, so the code may be smaller than ``side`` but never larger.
    code.box_size = max(1, side // (code.modules_count + 2 * QUIET_ZONE))
    found: Image.Image = code.make_image(fill_color="#000000", back_color=_WHITE).get_image()
    return found.convert("RGB")


def _draw(facts: HandoutFacts, layout: _Layout) -> bytes:
    image = Image.new("RGB", layout.size, _WHITE)
    pen = Pen(ImageDraw.Draw(image))
    room = layout.size[0] - 2 * layout.edge
    y = float(layout.edge)
    # A title that no font can draw is left out: the handout must help people to join, and replacement codes do not.
    for line in wrap_text(facts.title, room, layout.title, 2, bold=True) if can_draw(facts.title) else ():
        y = _draw_centred(pen, layout, y, line, layout.title)
    code = code_picture(facts.address, layout.code)
    image.paste(code, ((layout.size[0] - code.width) // 2, round(y)))
    y += code.height
    size = layout.address
    # Smaller letters are preferred to a line break within the address, down to the size of the instructions.
    while text_width(facts.typed_address, size, bold=True) > room and size > layout.text:
        size -= 2
    for line in _break_address(facts.typed_address, size, room):
        y = _draw_centred(pen, layout, y, line, size)
    y += layout.text
    for _, head, scan, typed in facts.instructions():
        _draw_line(pen, layout.edge, y, head, layout.head, bold=True)
        y += layout.head * 1.4
        for line in [line for said in (scan, typed) for line in wrap_text(said, room, layout.text, MAX_LINES)]:
            _draw_line(pen, layout.edge, y, line, layout.text)
            y += layout.text * 1.35
        y += layout.text * 0.8
    out = BytesIO()
    image.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()


def _draw_centred(pen: Pen, layout: _Layout, y: float, line: str, size: int) -> float:
    """Draws one line centred; returns the y below it."""
    _draw_line(pen, (layout.size[0] - text_width(line, size, bold=True)) / 2, y, line, size, bold=True)
    return y + size * 1.35


def _draw_line(pen: Pen, x: float, y: float, line: str, size: int, *, bold: bool = False) -> None:
    """Draws one line whose letters have their top at ``y``."""
    pen.write((x, y + size), line, size, "#000000", bold)


def _break_address(text: str, size: int, room: float) -> list[str]:
    """The lines of an address, broken between any two characters where a line is full."""
    lines = [""]
    for letter in text:
        # Between any two characters and without a hyphen, which people would type as part of the address.
        if text_width(lines[-1] + letter, size, bold=True) > room:
            lines.append("")
        lines[-1] += letter
    return lines
