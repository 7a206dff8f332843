"""Text on a picture in the font that Pillow brings, which lacks the letters with marks: those are put together here."""

from __future__ import annotations

import functools
import unicodedata

from PIL import ImageDraw, ImageFont

_MARKS = {"\u0308": "dots", "\u030a": "ring", "\u0301": "acute"}
_PLAIN = {"–": "-", "—": "-", "\u00a0": " "}
_INK = "#000000"


@functools.lru_cache(32)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font."""
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):  # Pillow without FreeType, which none of its wheels is
        raise OSError("no font")
    return found


def drawable(text: str) -> bool:
    """Whether every letter of the text can be drawn."""
    known = font(20)
    empty = known.getmask("\u0378").getbbox(), bytes(known.getmask("\u0378"))
    parts = [part for letter in text for part in _parts(letter)]
    return all(
        mark in _MARKS if unicodedata.combining(mark) else mark == " " or _shape(known, mark) != empty for mark in parts
    )


def _shape(known: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int, int, int] | None, bytes]:
    mask = known.getmask(letter)
    return mask.getbbox(), bytes(mask)


def _parts(letter: str) -> str:
    letter = _PLAIN.get(letter, letter)
    parts = unicodedata.normalize("NFD", letter)
    return parts if len(parts) > 1 and parts[1] in _MARKS else letter


def width(text: str, size: int) -> float:
    """Pixels that a line takes."""
    return font(size).getlength("".join(_parts(letter)[0] for letter in text))


def wrap(text: str, size: int, room: float) -> list[str]:
    """The text in lines that fit ``room`` pixels."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def write(brush: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, *, bold: bool = False) -> None:
    """One line with its top left at ``x``, ``y``."""
    thick = max(1, size // 24) if bold else 0
    known = font(size)
    done = ""
    for letter in text:
        base, marks = _parts(letter)[0], _parts(letter)[1:]
        at = x + known.getlength(done)
        brush.text((at, y), base, fill=_INK, font=known, stroke_width=thick, stroke_fill=_INK)
        left, top, right, _ = brush.textbbox((at, y), base, font=known)
        for mark in marks:
            _mark(brush, _MARKS[mark], (left + right) / 2, top, size, thick)
        done += base


def _mark(brush: ImageDraw.ImageDraw, mark: str, middle: float, top: float, size: int, thick: int) -> None:
    dot = size / 22 + thick / 2
    above = top - size / 16 - dot
    if mark == "dots":
        for x in (middle - size / 8, middle + size / 8):
            brush.ellipse((x - dot, above - dot, x + dot, above + dot), fill=_INK)
    elif mark == "ring":
        ring = size / 10
        line = max(1, round(size / 18) + thick)
        box = (middle - ring, top - 2 * ring - size / 40, middle + ring, top - size / 40)
        brush.ellipse(box, outline=_INK, width=line)
    else:
        brush.line((middle, above + dot, middle + size / 10, above - dot), fill=_INK, width=max(1, round(dot * 1.4)))
