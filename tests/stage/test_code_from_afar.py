"""The join code as phones farther and farther away have it, read by two independent readers."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace
from qr_readers import READERS, seen_from_afar
from stage_pictures import CELL, photograph, shot

from facilitator.view import PublicView
from screens import qr
from screens.legibility import code_reach
from screens.stage.samples import samples
from screens.themes import DARK, LIGHT

SAMPLES = samples()

MISSED = (
    "http://127.0.0.1:54021/4200",
    "http://127.0.0.1:24379/7332",
    "http://127.0.0.1:40994/8413",
    "http://127.0.0.1:46252/9454",
    "http://127.0.0.1:33124/1669",
    "http://127.0.0.1:35691/5565",
)
"""Codes that OpenCV's older detector cannot read at any size."""


def at(address: str) -> PublicView:
    """The lobby with this address."""
    session = replace(SAMPLES["lobby"].session, address=address, code=address.rpartition("/")[2])
    return replace(SAMPLES["lobby"], session=session)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("pixels", [8, 5, 4, 3])
@pytest.mark.parametrize(("width", "height", "scale"), [(80, 24, 1), (120, 40, 2)])
def test_the_code_is_read_down_to_three_pixels_a_module(
    reader: str, theme: str, pixels: float, width: int, height: int, scale: int
) -> None:
    picture = photograph(shot(SAMPLES["lobby-longest"], width, height), theme)
    far = seen_from_afar(picture, pixels / (CELL[0] * scale))
    assert READERS[reader](far).lower() == SAMPLES["lobby-longest"].session.address


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("wash", [0.3, 0.6, 0.75])
def test_light_on_the_wall_does_not_hide_the_code(reader: str, wash: float) -> None:
    far = seen_from_afar(photograph(shot(SAMPLES["lobby"])), 4 / CELL[0], wash=wash)
    assert READERS[reader](far).lower() == SAMPLES["lobby"].session.address


@pytest.mark.parametrize("reader", READERS)
def test_codes_of_all_kinds_of_addresses_are_read(reader: str) -> None:
    drawn = random.Random(7)
    some = [f"http://192.168.{drawn.randrange(256)}.{drawn.randrange(256)}:{8000 + n}" for n in range(6)]
    for address in (*MISSED, *(f"{each}/{drawn.randrange(1000, 99999)}" for each in some)):
        assert READERS[reader](photograph(shot(at(address)))).lower() == address


@pytest.mark.parametrize("mode", ["auto", "half", "full"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (100, 30), (120, 40), (160, 50)])
def test_the_largest_drawing_of_its_mode_that_fits_is_taken(mode: str, width: int, height: int) -> None:
    address = SAMPLES["lobby"].session.address
    scale = qr.largest_scale(address, width - 26, height - 1, mode)
    larger = [s for s in (4, 3, 2, 1) if scale is None or s > scale]
    allowed = {"auto": (4, 3, 2, 1), "half": (1,), "full": (4, 2, 1)}[mode]
    for each in larger:
        columns, rows = qr.size(address, each)
        assert each not in allowed or columns > width - 26 or rows > height - 1


def test_the_distance_that_is_printed_is_the_one_a_camera_of_three_pixels_a_module_reaches() -> None:
    # A phone's preview is 1280 pixels wide and sees 26 mm of a 36 mm frame: the rule that the reference works out.
    for rows, height, scale in ((24, 1.13, 1), (40, 1.13, 2), (20, 1.35, 1)):
        module = height / rows / 2 * scale
        reach = code_reach(rows, height, scale)
        pixels = 1280 * module * 26 / 36 / reach
        assert 2.9 <= pixels <= 3.1


def test_the_distance_is_on_the_wall_once_the_image_is_known() -> None:
    from screens.stage.paint import paint
    from screens.stage.samples import NOW

    for name in ("lobby", "text-overlay"):
        shown = paint(SAMPLES[name], 80, 24, "fi", NOW, image_height=1.13).text()
        assert "Koodi toimii noin 7 metriin asti" in " ".join(shown.split())
        assert "Koodi toimii" not in paint(SAMPLES[name], 80, 24, "fi", NOW).text()


def test_drawn_with_full_rows_nothing_of_a_module_is_lost_to_seams_between_rows() -> None:
    # A seam shows the paper between two rows: a module of half a row is then cut, one of a whole row is not.
    picture = shot(SAMPLES["lobby"], 120, 40, qr="full")
    panel = [run for row in picture.rows for run in row if run.style.startswith("qr")]
    assert not {"▀", "▄"} & set("".join(run.text for run in panel))
