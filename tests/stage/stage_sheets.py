"""Pictures of the stage for looking at: ``python tests/stage/stage_sheets.py OUT [--theme NAME] [--language fi]
[--letters quarters]``.

One sheet for each size, every sample on it under its name; and a sheet of the room check. Letters are drawn in a
terminal's font where the machine has one.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from stage_pictures import SIZES, shot

from facilitator.system.settings import RoomProfile
from facilitator.view import AddressOption, NetworkView, Wifi
from screens import letters
from screens.canvas import Picture
from screens.check.paint import paint as paint_check
from screens.check.state import PAGES, CheckState
from screens.legibility import SCREEN_HEIGHTS
from screens.pixels import Pixels, detect_pixels
from screens.stage.samples import NOW, samples
from screens.themes import LIGHT, STAGE_COLOURS, CellColours

CELL = (6, 12)
ACROSS = 4
GAP, TITLE = 12, 16
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "/System/Library/Fonts/Menlo.ttc",
    "C:/Windows/Fonts/consola.ttf",
)


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font of fixed width, or Pillow's own."""
    found = next((name for name in FONTS if Path(name).exists()), "")
    return ImageFont.truetype(found, size) if found else ImageFont.load_default(size)


LETTERS = font(CELL[1] - 2)


def blocks() -> Mapping[str, Sequence[tuple[int, int, int, int]]]:
    """Block -> its inked pixels: column and row of each, and how many of both a cell has."""
    found = {}
    for pixels in Pixels:
        across, down = pixels.wide, pixels.high
        for number in range(2 ** (across * down)):
            inked = [(at % across, at // across) for at in range(across * down) if number >> at & 1]
            rows = ["".join("#" if (x, y) in inked else "." for x in range(across)) for y in range(down)]
            found[letters.block_character(rows, pixels)] = [(x, y, across, down) for x, y in inked]
    return {block: inked for block, inked in found.items() if block != " "}


BLOCKS = blocks()


def drawn(picture: Picture, inks: Mapping[str, CellColours]) -> Image.Image:
    """A picture of the stage as pixels, letters and all."""
    wide, high = CELL
    image = Image.new("RGB", (picture.width * wide, picture.height * high), inks["text"].background)
    brush = ImageDraw.Draw(image)
    for y, row in enumerate(picture.rows):
        x = 0
        for run in row:
            ink = inks[run.style]
            for character in run.text:
                columns = cell_len(character)
                left, top = x * wide, y * high
                brush.rectangle((left, top, left + columns * wide - 1, top + high - 1), ink.background)
                _letter(brush, left, top, character, ink)
                x += columns
    return image


def _letter(brush: ImageDraw.ImageDraw, left: int, top: int, character: str, ink: CellColours) -> None:
    wide, high = CELL
    if character in BLOCKS:
        for x, y, across, down in BLOCKS[character]:
            begin = (left + x * wide // across, top + y * high // down)
            brush.rectangle(
                (*begin, left + (x + 1) * wide // across - 1, top + (y + 1) * high // down - 1), ink.foreground
            )
    elif character.strip():
        brush.text((left, top), character, ink.foreground, font=LETTERS, stroke_width=0)


def sheet(pictures: Sequence[tuple[str, Image.Image]]) -> Image.Image:
    """All pictures side by side, each under its name."""
    wide, high = pictures[0][1].size
    rows = -(-len(pictures) // ACROSS)
    whole = Image.new("RGB", (ACROSS * (wide + GAP) + GAP, rows * (high + GAP + TITLE) + GAP), "#808080")
    brush = ImageDraw.Draw(whole)
    for number, (name, picture) in enumerate(pictures):
        left = GAP + number % ACROSS * (wide + GAP)
        top = GAP + number // ACROSS * (high + GAP + TITLE)
        brush.text((left, top), name, "#FFFFFF", font=LETTERS)
        whole.paste(picture, (left, top + TITLE))
    return whole


def stages(width: int, height: int, language: str, pixels: Pixels) -> Iterator[tuple[str, Picture]]:
    """Every sample, and the code of a Wi-Fi over one."""
    for name, view in sorted(samples().items()):
        yield name, shot(view, width, height, language, pixels=pixels)
    from msgspec.structs import replace

    wifi = replace(samples()["text-open"], wifi=Wifi(name="Vieraat", password="kesä-2027"))
    yield "wifi", shot(wifi, width, height, language)


def checks(width: int, height: int, language: str) -> Iterator[tuple[str, Picture]]:
    """Every page of the room check; the network waiting, found and without help."""
    ways = tuple(
        AddressOption(address=address, interface=name, score=score, reasons=reasons, url=f"http://{address}:8000/4829")
        for address, name, score, reasons in (
            ("192.168.1.20", "wlan0", 70, ("network.wifi", "network.private", "network.gateway")),
            ("10.8.0.2", "tun0", -20, ("network.vpn", "network.private")),
        )
    )
    shown = [*((page, False, 20.0) for page in PAGES), ("network", True, 0.0), ("network", False, 61.0)]
    for page, reached, waited in shown:
        outlook = NetworkView(shown="192.168.1.20", ways=ways, reached=reached, since=NOW - waited)
        profile = RoomProfile(height=SCREEN_HEIGHTS["wide20"], read=4, ticked=("power", "sleep"))
        view = samples()["lobby"]
        yield (
            f"{page} {int(waited)}",
            paint_check(CheckState(view, outlook, profile, language, NOW, height, width, page))[0],
        )


def main() -> None:
    """Write the sheets."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("out", type=Path)
    words.add_argument("--theme", default=LIGHT, choices=list(STAGE_COLOURS))
    words.add_argument("--language", default="fi", choices=("fi", "sv", "en", "two"))
    words.add_argument("--letters", default="halves", choices=[pixels.mode for pixels in Pixels])
    asked = words.parse_args()
    pixels = detect_pixels(asked.letters, {})
    asked.out.mkdir(parents=True, exist_ok=True)
    inks, began = STAGE_COLOURS[asked.theme], time.monotonic()
    for width, height in SIZES:
        name = f"stage-{width}x{height}-{asked.language}-{asked.theme}-{asked.letters}.png"
        found = stages(width, height, asked.language, pixels)
        sheet([(each, drawn(picture, inks)) for each, picture in found]).save(asked.out / name)
        print(asked.out / name)
    if asked.language != "two":
        name = f"check-80x24-{asked.language}-{asked.theme}.png"
        sheet([(each, drawn(picture, inks)) for each, picture in checks(80, 24, asked.language)]).save(asked.out / name)
        print(asked.out / name)
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
