"""The exported samples beside the program are what it makes of the sample sessions now."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from make_exports import ALSO, OUT, make
from make_samples import NAMES
from PIL import Image

MOST_BYTES = 1_500_000
"""Of all of them together."""


def inside(content: bytes) -> dict[str, bytes]:
    """The texts of a document or a workbook; what the libraries add about themselves may change with them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        wanted = ("word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
        return {name: package.read(name) for name in wanted if name in package.namelist()}


@pytest.mark.parametrize("name", NAMES)
def test_making_them_again_makes_the_same_files(name: str, tmp_path: Path) -> None:
    made = {path.name: path for path in make(name, tmp_path)}
    assert {path.name for path in (OUT / name).iterdir()} == set(made)
    assert len(made) == 13 + 8 * len(ALSO.get(name, ()))
    for file, path in made.items():
        content, kept = path.read_bytes(), (OUT / name / file).read_bytes()
        again = f"{name}/{file} differs: run tests/samples/make_exports.py"
        if path.suffix in (".docx", ".xlsx"):
            assert inside(content) == inside(kept), again
            assert inside(kept)
        elif path.suffix == ".png":
            # A newer Pillow may pack the same picture in another way.
            with Image.open(io.BytesIO(content)) as fresh, Image.open(io.BytesIO(kept)) as old:
                assert fresh.size == old.size == ((1080, 1080) if "square" in file else (1920, 1080))
        else:
            assert content == kept, again


def test_they_are_small_and_name_neither_a_folder_nor_a_person_of_a_computer() -> None:
    files = [path for path in OUT.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert not [path for path in files if b"/home/" in path.read_bytes()]
    assert not [path for path in files if path.name.startswith(".")]
