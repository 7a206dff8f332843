"""A sheet of join slips as a PNG picture: A4, two columns, with cutting lines."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from facilitator.handouts.facts import HandoutFacts
from facilitator.handouts.pictures import DPI, code_picture
from facilitator.i18n.messages import say
from facilitator.media.fonts import Pen, can_draw, shorten_to_fit, text_width, wrap_text
from facilitator.rules.voting.slips import format_code

COLUMNS, ROWS = 2, 6
PER_PAGE = COLUMNS * ROWS

_PAPER = (1240, 1754)
_EDGE = 60
_SLIP = ((_PAPER[0] - 2 * _EDGE) // COLUMNS, (_PAPER[1] - 2 * _EDGE) // ROWS)
_PAD, _CODE = 14, 170
_LETTERS, _ADDRESS, _TEXT = 44, 22, 15
_MAX_LINES = 3
_INK, _CUT_COLOUR = "#000000", "#808080"


def slips_picture(facts: HandoutFacts, codes: Sequence[str]) -> bytes:
    """One sheet as PNG; ``codes``: at most ``PER_PAGE``."""
    image = Image.new("RGB", _PAPER, "#FFFFFF")
    brush = ImageDraw.Draw(image)
    pen, qr = Pen(brush), code_picture(facts.address, _CODE)
    for number, code in enumerate(codes):
        row, column = divmod(number, COLUMNS)
        x, y = _EDGE + column * _SLIP[0], _EDGE + row * _SLIP[1]
        brush.rectangle((x, y, x + _SLIP[0], y + _SLIP[1]), outline=_CUT_COLOUR)
        image.paste(qr, (x + _PAD, y + (_SLIP[1] - qr.height) // 2))
        _draw_text(pen, facts, code, x + 2 * _PAD + _CODE, y + _PAD)
    out = BytesIO()
    image.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()


def _draw_text(pen: Pen, facts: HandoutFacts, code: str, x: float, y: float) -> None:
    room = _SLIP[0] - _CODE - 3 * _PAD
    y += _TEXT
    # A title that no font can draw is left out, as on the poster.
    if can_draw(facts.title):
        pen.write((x, y), shorten_to_fit(facts.title, room, _TEXT), _TEXT, _INK)
    for line, most in ((format_code(code), _LETTERS), (facts.typed_address, _ADDRESS)):
        size = most
        while text_width(line, size, bold=True) > room and size > _TEXT // 2:
            size -= 1
        y += most * 1.25
        pen.write((x, y), line, size, _INK, bold=True)
    y += _TEXT * 0.4
    for language in facts.languages:
        for line in wrap_text(say("handout.slip", language), room, _TEXT, _MAX_LINES):
            y += _TEXT * 1.2
            pen.write((x, y), line, _TEXT, _INK)
        y += _TEXT * 0.25
