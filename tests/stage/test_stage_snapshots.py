"""Every sample of the stage, row by row, one file for each kind of step: in Finnish in two sizes, in two languages at
once in one; in Swedish and English at the smallest size, where long words are.

Other sizes, languages and letters are held by facts: ``test_every_size``, ``test_shares``, ``test_letters``.

``FACILITATOR_SNAPSHOTS=write`` writes them anew: read the difference.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from stage_pictures import shot, widths_are_right

from screens.stage.samples import samples

HERE = Path(__file__).with_name("snapshots")
SAMPLES = samples()
KINDS = {kind: sorted(names) for kind, names in groupby(sorted(SAMPLES), lambda name: name.split("-")[0])}
LONG = ("choice", "group", "onetwofour")
"""Kinds that show the longest words of their own in these languages."""
CASES = [
    *((kind, width, height, "fi") for kind in KINDS for width, height in ((80, 24), (120, 40))),
    *((kind, 80, 24, "two") for kind in KINDS),
    *((kind, 60, 20, language) for kind in LONG for language in ("sv", "en")),
]
RULE = "="
"""Begins the row above each picture; no row of the stage begins with it."""


@pytest.fixture(autouse=True, scope="module")
def one_time_zone() -> Iterator[None]:
    """A break tells the time of day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "EET-2")
        time.tzset()
        yield
    time.tzset()


def file_of(kind: str, width: int, height: int, language: str) -> Path:
    return HERE / f"{width}x{height}-{language}" / f"{kind}.txt"


def rows_of(kind: str, width: int, height: int, language: str) -> list[str]:
    """All pictures of a kind, each under its name."""
    found = []
    for name in KINDS[kind]:
        picture = shot(SAMPLES[name], width, height, language)
        assert widths_are_right(picture), name
        rows = picture.text().split("\n")
        assert not [row for row in rows if row.startswith(RULE)]
        found += [f"{RULE} {name}", *rows]
    return found


@pytest.mark.parametrize(("kind", "width", "height", "language"), CASES)
def test_the_stage_looks_as_it_did(kind: str, width: int, height: int, language: str) -> None:
    rows, file = rows_of(kind, width, height, language), file_of(kind, width, height, language)
    if os.environ.get("FACILITATOR_SNAPSHOTS") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(rows) + "\n", "utf-8")
    assert rows == file.read_text("utf-8").removesuffix("\n").split("\n")


def test_no_snapshot_is_left_of_something_that_is_gone() -> None:
    assert set(HERE.rglob("*.txt")) == {file_of(*case) for case in CASES}
