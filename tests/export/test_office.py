"""What LibreOffice sees in the files: the same words, values and dates, and nothing that it would calculate."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from assertions import every
from exported_files import one_line, rows
from finished_workshop import HOSTILE, RECORDS, kept
from libreoffice import converted, needs_office

from facilitator.export import actions_csv, task_boards, word, workbook
from facilitator.export.build_report import build_report
from facilitator.export.report import WorkshopReport
from facilitator.export.sheets import WorkbookSheet, build_sheets
from facilitator.i18n.messages import format_date
from store.records import Action, Idea

TODAY = date(2027, 3, 8)
NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)
FORMULAS = ["=1+1", "+1+1", "-1", "@SUM(1)", '=HYPERLINK("http://a.b")', "＝1+1"]
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def full() -> WorkshopReport:
    """A workshop with every hostile text as an idea and as an action."""
    texts = [*HOSTILE, *FORMULAS]
    ideas = [Idea(id=f"h{n:03}", step="ideas", text=text) for n, text in enumerate(texts)]
    actions = [
        Action(id=f"h{n:03}", step="actions", number=n + 3, what=text, owner=text, due="2027-05-09")
        for n, text in enumerate(texts)
    ]
    return build_report(kept(*RECORDS, *ideas, *actions), TODAY)


@needs_office
def test_the_document_opens_with_its_headings_header_rows_language_title_and_picture(
    full: WorkshopReport, tmp_path: Path
) -> None:
    (odt,) = converted(tmp_path, {"summary.docx": word.write(full, "sv", NOW)}, "odt")
    with zipfile.ZipFile(odt) as package:
        body, styles, meta = (
            ElementTree.fromstring(package.read(f"{part}.xml")) for part in ("content", "styles", "meta")
        )
    headings = [int(each.get(f"{TEXT}outline-level", "0")) for each in body.iter(f"{TEXT}h")]
    assert headings[0] == 1
    assert set(headings) == {1, 2, 3, 4}
    assert every(after - before <= 1 for before, after in pairwise(headings))
    tables = list(body.iter(f"{TABLE}table"))
    assert len(tables) >= 3
    assert all(each.find(f"{TABLE}table-header-rows") is not None for each in tables)
    (title,) = meta.iter(f"{DC}title")
    (language,) = meta.iter(f"{DC}language")
    assert title.text == "Vad kan jag göra för en bättre kundupplevelse?"
    assert language.text == "sv-FI"
    usual = next(each for each in styles.iter(f"{STYLE}default-style") if each.get(f"{STYLE}family") == "paragraph")
    properties = usual.find(f"{STYLE}text-properties")
    assert properties is not None
    assert (properties.get(f"{FO}language"), properties.get(f"{FO}country")) == ("sv", "FI")
    others = {each.get(f"{FO}language") for each in body.iter(f"{STYLE}text-properties")}
    assert {"fi", "en"} <= others
    described = [each.text or "" for each in body.iter(f"{SVG}desc")]
    assert any("Kerromme aikataulun heti" in text for text in described)
    told = {one_line("".join(_words(each))) for each in body.iter(f"{TEXT}p")}
    assert [text for text in (*HOSTILE, *FORMULAS) if one_line(text) not in told] == []


def _words(element: ElementTree.Element) -> list[str]:
    """The text as it is read: LibreOffice writes breaks and runs of blanks as elements."""
    parts = [element.text or ""]
    for each in element:
        if each.tag in (f"{TEXT}s", f"{TEXT}line-break", f"{TEXT}tab"):
            parts.append(" ")
        parts += [*_words(each), each.tail or ""]
    return parts


@needs_office
def test_the_workbook_opens_with_the_same_cells_and_computes_none(full: WorkshopReport, tmp_path: Path) -> None:
    books = {f"{language}.xlsx": workbook.write(full, language, NOW) for language in ("fi", "en")}
    every = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,false,true,false,false,-1"
    read = converted(tmp_path, books, every)
    assert len(read) == 2 * 6
    for language in ("fi", "en"):
        _check_sheets({each.stem: each for each in read}, build_sheets(full, language), language)


def _check_sheets(read: Mapping[str, Path], wanted: Sequence[WorkbookSheet], language: str) -> None:
    """Every sheet of one workbook as LibreOffice read it, by its name."""
    assert len(wanted) == 6
    for sheet in wanted:
        path = read[f"{language}-{sheet.name}"]
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.reader(file, delimiter=";"))
        assert found[0][: len(sheet.heads)] == list(sheet.heads)
        for row, cells in zip(sheet.rows, found[1:], strict=True):
            for value, cell in zip(row, cells, strict=False):
                if isinstance(value, date):
                    assert cell == format_date(value, language)
                elif isinstance(value, float):
                    assert float(cell.replace(",", ".")) == pytest.approx(value)
                elif value is not None:
                    assert cell == str(value)


@needs_office
@pytest.mark.parametrize("between", [",", ";"])
def test_tables_open_with_the_same_cells_and_nothing_is_computed(
    full: WorkshopReport, between: str, tmp_path: Path
) -> None:
    """As a person would open them: numbers and formulas are looked for in every cell."""
    boards = {"jira": task_boards.jira, "planner": task_boards.planner, "trello": task_boards.trello}
    writers = boards if between == "," else {"actions": actions_csv.write}
    tables = {f"{name}.csv": write(full, "fi") for name, write in writers.items()}
    taken = f"CSV:{ord(between)},34,76,1,,1035,false,false"
    made = converted(tmp_path, tables, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true", taken)
    assert {path.name for path in made} == set(tables)
    for path in made:
        read, wrote = rows(path.read_bytes(), ";"), rows(tables[path.name], between)
        assert [row[0] for row in read] == [row[0] for row in wrote], path.name
        assert {len(row) for row in read} == {len(wrote[0])}, path.name
