"""Ways to look at a picture of the stage: its rows, what a camera would see."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, ImageDraw
from rich.cells import cell_len

from facilitator.rules.steps import decode_body
from facilitator.view import PublicView
from screens.canvas import Picture
from screens.pixels import Pixels
from screens.stage.paint import paint
from screens.stage.samples import NOW
from screens.themes import LIGHT, STAGE_COLOURS

DATA = Path(__file__).resolve().parents[1] / "data"
SIZES = ((60, 20), (72, 20), (80, 24), (100, 30), (120, 40), (160, 50))
CELL = (8, 16)
"""Pixels of a cell in a photograph of the screen."""

BLOCKS = set("█▀▄")


def shot(
    view: PublicView,
    width: int = 80,
    height: int = 24,
    language: str = "fi",
    *,
    qr: str = "auto",
    pixels: Pixels = Pixels.HALVES,
) -> Picture:
    """The stage at the moment of the samples."""
    return paint(view, width, height, language, NOW, qr=qr, pixels=pixels)


def widths_are_right(picture: Picture) -> bool:
    """Whether every row is as wide as the screen, as the terminal counts."""
    return len(picture.rows) == picture.height and all(
        cell_len("".join(run.text for run in row)) == picture.width for row in picture.rows
    )


def obeyed(picture: Picture) -> set[str]:
    """Characters that a terminal would obey or that would reorder a row."""
    return {
        character
        for character in set().union(*(run.text for row in picture.rows for run in row))
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or character in "\u202a\u202b\u202d\u202e\u2066\u2067"
    }


LONGEST = 1000
"""Characters; twice what the store takes, so that what comes through here never came through there."""


def hostile() -> Iterator[tuple[str, str]]:
    """Name and text of every hostile input that is a text, none longer than ``LONGEST``."""
    for line in (DATA / "hostile_inputs.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] == "text" and isinstance(case["payload"], str):
            repeat = case.get("repeat") or {"unit": "", "times": 0}
            yield case["name"], case["payload"].replace("{R}", repeat["unit"] * repeat["times"])[:LONGEST]


def filled(view: PublicView, text: str) -> PublicView:
    """The view with ``text`` wherever somebody can have written something."""
    return msgspec.convert(_filled(msgspec.to_builtins(view), text), PublicView, dec_hook=decode_body)


WRITTEN = {
    "text",
    "name",
    "what",
    "owner",
    "due",
    "first_step",
    "first_step_due",
    "theme",
    "notices",
    "note",
    "follow_up",
}
WORDS = {"title", "question", "help", "label", "hint"}


def _filled(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(key, item, text) for key, item in value.items()}
    return [_filled(item, text) for item in value] if isinstance(value, list | tuple) else value


def _replaced(key: str, item: Any, text: str) -> Any:
    if key in WRITTEN and isinstance(item, str):
        return text
    if key in WORDS and isinstance(item, dict):
        return dict.fromkeys(("fi", "sv", "en"), text)
    return _filled(item, text)


def photograph(picture: Picture, theme: str = LIGHT) -> Image.Image:
    """The picture as pixels: half blocks drawn, other letters as a smudge of ink."""
    image = Image.new(
        "RGB", (picture.width * CELL[0], picture.height * CELL[1]), STAGE_COLOURS[theme]["text"].background
    )
    brush = ImageDraw.Draw(image)
    for y, row in enumerate(picture.rows):
        x = 0
        for run in row:
            ink = STAGE_COLOURS[theme][run.style]
            for character in run.text:
                _cell(brush, x * CELL[0], y * CELL[1], character, ink.foreground, ink.background)
                x += cell_len(character)
    return image


def _cell(brush: ImageDraw.ImageDraw, x: int, y: int, character: str, ink: str, paper: str) -> None:
    wide, high = CELL
    brush.rectangle((x, y, x + wide - 1, y + high - 1), fill=paper)
    parts = {"█": (0, high), "▀": (0, high // 2), "▄": (high // 2, high), " ": (0, 0)}
    top, bottom = parts.get(character, (5, 11))
    if bottom > top:
        brush.rectangle((x, y + top, x + wide - 1, y + bottom - 1), fill=ink)
