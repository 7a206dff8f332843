"""Pictures of every state of the phones' pages, pasted on sheets: ``python tests/browser/contact_sheet.py OUT.png``.

One sheet for each size and each of light and dark, named after OUT; a last one of the screen's page as a projector
shows it. Wants Chromium. Further words on the command line choose the scenes whose names begin with them.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from pathlib import Path

from page_state_tour import Scene, Tour, tour_file
from PIL import Image, ImageDraw
from playwright.async_api import Page, ViewportSize
from room_in_browser import stage
from shared_browser import SHARED

Shots = dict[str, list[tuple[str, Image.Image]]]

PHONES = (ViewportSize(width=360, height=640), ViewportSize(width=320, height=568))
PROJECTORS = (ViewportSize(width=1280, height=720), ViewportSize(width=1920, height=1080))
TALLEST = 1500
"""Pixels of a long page that are shown."""
ROW = 8
MARGIN = 24


async def shoot(page: Page, size: ViewportSize, whole: bool) -> dict[str, Image.Image]:
    """The page at this size, light and dark, under the names of their sheets."""
    await page.set_viewport_size(size)
    taken: dict[str, Image.Image] = {}
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        picture = Image.open(io.BytesIO(await page.screenshot(full_page=whole))).convert("RGB")
        name = f"{size['width']}x{size['height']}-{scheme}"
        taken[name] = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    return taken


async def visit(page: Page, scene: Scene, address: str, shots: Shots) -> None:
    """Go to a scene and take its pictures."""
    await page.set_viewport_size(PHONES[0])
    await page.goto(address + scene.path)
    if scene.before:
        await scene.before(page)
    projected = scene.path.endswith("/screen")
    for size in PROJECTORS if projected else PHONES:
        for sheet, picture in (await shoot(page, size, whole=not projected)).items():
            shots.setdefault(sheet, []).append((scene.name, picture))
    if scene.after:
        await scene.after(page)


async def walk(folder: Path, wanted: tuple[str, ...]) -> Shots:
    """The pictures of every scene, by sheet."""
    shots: Shots = {}
    async with stage(folder, file=tour_file) as hand:
        writer, newcomer = await (await hand.context()).new_page(), await (await hand.context()).new_page()
        async for scene in Tour(hand).scenes(writer, newcomer):
            if scene.name.startswith(wanted):
                page = newcomer if scene.newcomer else writer
                await visit(page, scene, hand.address.removesuffix(f"/{hand.code}"), shots)
                await page.unroute_all()
        hand.problems.clear()
    await SHARED.close()
    return shots


def paste(shots: list[tuple[str, Image.Image]]) -> Image.Image:
    """Shots in rows, each with its name above it."""
    rows = [shots[start : start + ROW] for start in range(0, len(shots), ROW)]
    heights = [max(picture.height for _, picture in row) + 2 * MARGIN for row in rows]
    widest = max(sum(picture.width + MARGIN for _, picture in row) for row in rows)
    sheet = Image.new("RGB", (widest + MARGIN, sum(heights)), "#777")
    draw, top = ImageDraw.Draw(sheet), 0
    for row, height in zip(rows, heights, strict=True):
        left = MARGIN
        for name, picture in row:
            draw.text((left, top + MARGIN // 3), name, fill="white")
            sheet.paste(picture, (left, top + MARGIN))
            left += picture.width + MARGIN
        top += height
    return sheet


def main(out: Path, wanted: tuple[str, ...]) -> None:
    """Walk and paste; says what was written."""
    with tempfile.TemporaryDirectory() as folder:
        shots = asyncio.run(walk(Path(folder), wanted))
    for sheet, pictures in shots.items():
        path = out.with_name(f"{out.stem}-{sheet}.png")
        paste(pictures).quantize(128).save(path, optimize=True)
        print(f"{path}: {len(pictures)} pictures")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("python tests/browser/contact_sheet.py OUT.png [SCENE ...]")
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or ("",))
