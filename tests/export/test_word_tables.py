"""Tables of the minutes on a computer that lacks the usual font: no heading is broken within a word."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from assertions import any_number
from exported_files import W
from finished_workshop import RECORDS, kept

from facilitator.export import word
from facilitator.export.build_report import build_report
from facilitator.media.fonts import text_width

TWIPS, SIZE = 20, 10
"""Twentieths of a point in a point; size of the letters in points."""
SIDES = 2 * 108
"""Twips that a cell keeps free beside its text unless told otherwise."""


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_word_of_a_heading_has_room_in_a_wide_font(language: str) -> None:
    document = word.write(build_report(kept(*RECORDS), date(2027, 3, 8)), language, datetime(2027, 3, 8, 9, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) >= 3
    for table in tables:
        columns = [int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")]
        assert sum(columns) <= word.TEXT_WIDTH
        heads = next(table.iter(f"{W}tr")).findall(f"{W}tc")
        for column, head in zip(columns, heads, strict=True):
            said = "".join(text.text or "" for text in head.iter(f"{W}t"))
            for part in any_number(said.split()):
                assert text_width(part, SIZE * TWIPS, bold=True) <= column - SIDES, (part, column)
