"""The drawn wall: colours, letters, codes, parts that equal the whole, and what a terminal is told."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest
from assertions import every, nonempty
from msgspec.structs import replace
from PIL import Image, ImageChops
from sixel_reader import read

from facilitator.drawing.difference import changed_areas, snap
from facilitator.drawing.palette import MOST, colours_of, rgb, to_palette
from facilitator.drawing.pixels import PixelDrawer
from facilitator.drawing.type_faces import measure, runs
from facilitator.scene.boxes import HEIGHT, Scene, Words
from facilitator.scene.compose import compose
from facilitator.scene.context import SceneContext
from facilitator.scene.roles import APPEARANCES, BAR_PAIRS, TEXT_PAIRS
from facilitator.scene.type_setting import balance
from facilitator.view import PublicView, TextBody
from screens.pictures import kitty, sixel
from screens.stage.samples import NOW, samples

SAMPLES = samples()
LOOKS = tuple(APPEARANCES)
CELL = (9, 19)
"""A cell whose height is not a multiple of six."""
SIZE = (160 * CELL[0], 49 * CELL[1])


def scene_of(view: PublicView, now: float = NOW, size: tuple[int, int] = SIZE) -> Scene:
    width = size[0] / size[1] * HEIGHT
    return compose(SceneContext(view=view, language="fi", now=now, measure=measure, width=width))


def luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """As WCAG defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS)
def test_texts_have_a_contrast_of_seven_and_bars_of_three(look: str) -> None:
    roles = APPEARANCES[look]
    weak = [pair for pair in TEXT_PAIRS if contrast(rgb(roles[pair[0]]), rgb(roles[pair[1]])) < 7.0]
    assert weak == []
    assert every(contrast(rgb(roles[bar]), rgb(roles[ground])) >= 3.0 for bar, ground in BAR_PAIRS)


@pytest.mark.parametrize("look", LOOKS)
def test_every_text_stands_on_a_ground_that_it_can_be_read_on(look: str) -> None:
    """Over the pixels of every sample: the letters of each text against what is around them."""
    drawer = PixelDrawer(SIZE[1], APPEARANCES[look])
    for name, view in nonempty(SAMPLES.items()):
        scene = scene_of(view)
        image = drawer.draw(scene)
        for box in scene.boxes:
            if not isinstance(box, Words) or not box.text.strip() or box.turned:
                continue
            left, top, right, bottom = drawer.area_of(box)
            part = image.crop((max(0, left), max(0, top), min(image.width, right), min(image.height, bottom)))
            counts = part.getcolors(part.width * part.height)
            assert counts is not None
            ink = rgb(APPEARANCES[look][box.role])
            ground = max((each for each in counts if each[1] != ink), default=(0, ink))[1]
            assert contrast(ink, ground) >= 7.0, (name, box.id, ink, ground)  # type: ignore[arg-type]


@pytest.mark.parametrize("look", LOOKS)
def test_one_palette_for_all_pictures_is_close_to_their_colours(look: str) -> None:
    assert len(colours_of(look)) <= MOST
    for name in ("text-revealed", "vote-revealed", "group-open"):
        image = PixelDrawer(900, APPEARANCES[look]).draw(scene_of(SAMPLES[name], size=(1600, 900)))
        off = ImageChops.difference(image, to_palette(image, look).convert("RGB"))
        far = np.asarray(off).max(axis=2)
        assert far.max() <= 48, name
        assert np.count_nonzero(far > 12) <= 0.007 * image.width * image.height, name


def changed(view: PublicView) -> list[tuple[PublicView, float]]:
    """What may come after a view within the same step."""
    nexts = [(view, NOW + 1), (view, NOW + 67), (replace(view, joined=view.joined + 1), NOW)]
    if isinstance(view.body, TextBody):
        nexts.append((replace(view, body=replace(view.body, count=view.body.count + 1)), NOW))
    return nexts


def test_the_parts_that_changed_make_the_whole_picture() -> None:
    drawer = PixelDrawer(SIZE[1], APPEARANCES["light"])
    names = random.Random(15).sample(sorted(SAMPLES), 24)
    for name in (*names, "text-open", "vote-open", "break-open"):
        old = scene_of(SAMPLES[name])
        before = drawer.draw_area(old, (0, 0, *SIZE))
        for view, now in changed(SAMPLES[name]):
            new = scene_of(view, now)
            areas = changed_areas(old, new, drawer.area_of, CELL, SIZE)
            if areas is None:
                continue
            picture = before.copy()
            for area in areas:
                assert area == snap(area, CELL, SIZE)
                picture.paste(drawer.draw_area(new, area), area[:2])
            assert ImageChops.difference(picture, drawer.draw_area(new, (0, 0, *SIZE))).getbbox() is None, name


def test_a_second_of_the_clock_changes_little_of_the_picture() -> None:
    drawer = PixelDrawer(SIZE[1], APPEARANCES["light"])
    old, new = scene_of(SAMPLES["text-open"]), scene_of(SAMPLES["text-open"], NOW + 1)
    areas = changed_areas(old, new, drawer.area_of, CELL, SIZE)
    assert areas
    assert sum((a[2] - a[0]) * (a[3] - a[1]) for a in areas) < 0.05 * SIZE[0] * SIZE[1]


@pytest.mark.parametrize("height", [6, 7, 19, 24])
def test_a_picture_comes_back_out_of_its_sixels_pixel_by_pixel(height: int) -> None:
    colours = colours_of("light")
    chance = random.Random(height)
    image = Image.new("P", (37, height))
    image.putdata([chance.randrange(len(colours)) if chance.random() < 0.3 else 0 for _ in range(37 * height)])
    size, registers, pixels = read(sixel.encode(image, colours))
    assert size == (37, height)
    assert {at: pixels.get(at) for at in ((x, y) for x in range(37) for y in range(height))} == {
        (x, y): image.getpixel((x, y)) for x in range(37) for y in range(height)
    }
    assert every(0 <= part <= 100 for colour in registers.values() for part in colour)
    assert every(registers[n] == tuple(round(part * 100 / 255) for part in colours[n]) for n in registers)
    assert max(y for _, y in pixels) == height - 1


def test_a_picture_for_kitty_is_a_png_in_chunks_that_leaves_the_cursor_and_asks_for_no_answer() -> None:
    image = to_palette(
        PixelDrawer(270, APPEARANCES["light"]).draw(scene_of(SAMPLES["lobby"], size=(480, 270))), "light"
    )
    data = kitty.encode(image, 3, 2)
    chunks = data.split(b"\x1b\\")[:-1]
    assert every(chunk.startswith(b"\x1b_G") and len(chunk) < 4200 for chunk in chunks)
    assert b"C=1" in chunks[0]
    assert b"q=2" in chunks[0]
    assert b"z=%d" % (kitty.UNDER + 2) in chunks[0]
    assert [b"m=1" in chunk.split(b";")[0] for chunk in chunks] == [True] * (len(chunks) - 1) + [False]


def decoded(image: Image.Image, share: float = 1.0) -> set[str]:
    """What a reader finds in a picture."""
    size = (round(image.width * share), round(image.height * share))
    grey = np.asarray(image.resize(size, Image.Resampling.LANCZOS).convert("L"))
    found, texts, *_ = cv2.QRCodeDetector().detectAndDecodeMulti(grey)
    return {text for text in texts if text} if found else set()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("share", [1.0, 0.5, 0.25])
def test_the_code_of_the_lobby_and_of_the_end_is_read_from_a_small_picture(look: str, share: float) -> None:
    for name in ("lobby", "close"):
        image = PixelDrawer(1080, APPEARANCES[look]).draw(scene_of(SAMPLES[name], size=(1920, 1080)))
        assert SAMPLES[name].session.address.upper() in {text.upper() for text in decoded(image, share)}, name


def test_a_character_that_no_font_has_is_drawn_as_its_code_point_and_others_in_another_font() -> None:
    pieces = list(runs("Äiti 漢 \U0010fffe", 43.0, "medium"))
    text = "".join(piece for _, piece in pieces)
    assert text.startswith("Äiti ")
    assert "[U+10FFFE]" in text
    assert pieces[0][0] == "Inter-Medium.otf"


def test_lines_are_balanced_and_words_are_never_lost() -> None:
    said = "Mitä minä voin tehdä asiakaskokemuksen hyväksi juuri tänään?"
    for width in (500.0, 700.0, 900.0, 1700.0):
        lines = balance(said, width, 92.0, "bold", measure)
        assert " ".join(lines) == said
        wide = [measure(line, 92.0, "bold") for line in lines]
        assert every(each <= width or " " not in line for each, line in zip(wide, lines, strict=True))
