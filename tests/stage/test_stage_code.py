"""The join code: read from a photograph of the stage by an independent reader."""

from __future__ import annotations

import cv2
import msgspec
import numpy as np
import pytest
from assertions import every
from stage_pictures import SIZES, photograph, shot

from facilitator.media import codes
from facilitator.view import PublicView
from screens import qr
from screens.stage.samples import ADDRESS, LONGEST_ADDRESS, samples
from screens.themes import THEMES

SAMPLES = samples()
NAMES = [theme.name for theme in THEMES]


def read(view: PublicView, width: int, height: int, theme: str, mode: str = "auto") -> str:
    """What a phone's camera would read from the stage."""
    image = photograph(shot(view, width, height, qr=mode), theme)
    return cv2.QRCodeDetector().detectAndDecode(np.asarray(image)[:, :, ::-1].copy())[0]


@pytest.mark.parametrize("theme", NAMES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_code_in_the_lobby_can_be_read(theme: str, width: int, height: int) -> None:
    assert read(SAMPLES["lobby-longest"], width, height, theme).lower() == LONGEST_ADDRESS


@pytest.mark.parametrize("name", ["info-join", "text-overlay"])
@pytest.mark.parametrize("mode", ["auto", "half", "full"])
@pytest.mark.parametrize("theme", NAMES)
def test_the_code_over_a_step_can_be_read_however_it_is_drawn(name: str, mode: str, theme: str) -> None:
    for width, height in ((80, 24), (120, 40)):
        assert read(SAMPLES[name], width, height, theme, mode).lower() == ADDRESS


def test_the_panel_is_black_on_white_with_four_modules_around_it() -> None:
    picture = shot(SAMPLES["lobby"])
    columns, rows = qr.size(ADDRESS)
    panel = ["".join(run.text for run in row if run.style.startswith("qr")) for row in picture.rows]
    panel = [row for row in panel if row]
    assert len(panel) == rows
    assert {len(row) for row in panel} == {columns}
    assert every(not row.strip() for row in (*panel[:2], *panel[-2:]))
    assert all(not (row[:4] + row[-4:]).strip() for row in panel)


def test_capitals_make_the_code_smaller_and_are_used_only_where_they_change_nothing() -> None:
    assert codes.payload(ADDRESS) == ADDRESS.upper()
    assert codes.payload("https://example.org/kokous/4829") == "https://example.org/kokous/4829"
    assert len(codes.matrix(LONGEST_ADDRESS)) == 25
    assert len(codes.matrix("https://a-rather-long-name.tunnel.example/48291")) == 29


def test_a_code_that_does_not_fit_says_what_it_needs_and_leaves_the_address() -> None:
    long = "https://tunnel.example/" + "kokous-" * 12 + "48291"
    session = msgspec.structs.replace(SAMPLES["lobby"].session, address=long)
    seen = " ".join(shot(msgspec.structs.replace(SAMPLES["lobby"], session=session), 60, 20).text().split())
    columns, rows = qr.size(long)
    assert f"{columns + 26} × {rows + 3} merkkiä" in seen
    assert "tunnel.example" in seen


def test_without_an_address_the_lobby_still_stands() -> None:
    session = msgspec.structs.replace(SAMPLES["lobby"].session, address="", code="")
    assert "Mukana" in shot(msgspec.structs.replace(SAMPLES["lobby"], session=session)).text()
