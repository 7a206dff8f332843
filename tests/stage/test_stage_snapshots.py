"""Every sample of the stage, row by row. ``FACILITATOR_SNAPSHOTS=write`` writes them anew: read the difference."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from looking import shot, widths_are_right

from screens.stage.samples import samples

HERE = Path(__file__).with_name("snapshots")
SOME = (
    "lobby",
    "info-tags",
    "scale-revealed",
    "text-open",
    "group-open",
    "vote-revealed",
    "commit-open",
    "action-open",
    "info-recap",
    "review-open",
    "review-revealed",
    "close",
    "choice-revealed",
    "grid-revealed",
    "grid-gaps",
    "break-open",
    "crowd-open",
    "crowd-revealed",
    "onetwofour-fours",
    "onetwofour-revealed",
)
CASES = [
    *((name, 80, 24, "fi") for name in samples()),
    *((name, 120, 40, "fi") for name in samples()),
    *((name, 80, 24, language) for name in SOME for language in ("sv", "en", "two")),
    *((name, 60, 20, "fi") for name in SOME),
]


@pytest.fixture(autouse=True, scope="module")
def one_time_zone() -> Iterator[None]:
    """A break tells the time of day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "EET-2")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(("name", "width", "height", "language"), CASES)
def test_the_stage_looks_as_it_did(name: str, width: int, height: int, language: str) -> None:
    picture = shot(samples()[name], width, height, language)
    assert widths_are_right(picture)
    file = HERE / f"{width}x{height}-{language}" / f"{name}.txt"
    if os.environ.get("FACILITATOR_SNAPSHOTS") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(picture.text() + "\n", "utf-8")
    assert picture.text().split("\n") == file.read_text("utf-8").removesuffix("\n").split("\n")


def test_no_snapshot_is_left_of_something_that_is_gone() -> None:
    known = {HERE / f"{width}x{height}-{language}" / f"{name}.txt" for name, width, height, language in CASES}
    assert set(HERE.rglob("*.txt")) == known
