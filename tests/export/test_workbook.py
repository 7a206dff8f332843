"""``actions.xlsx``: six sheets to go on with, read back with another library than the one that wrote them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from assertions import every
from exported_files import workbook as read
from finished_workshop import RECORDS, kept

from facilitator.export import workbook
from facilitator.export.build_report import build_report
from facilitator.i18n.messages import LANGUAGES
from store.records import Session

TODAY = date(2027, 3, 8)
NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)
NAMES = {
    "fi": ["Toimenpiteet", "Jaetut lupaukset", "Teemat ja äänet", "Ideat", "Pulssit", "Tietoja"],
    "sv": ["Åtgärder", "Delade löften", "Teman och röster", "Idéer", "Pulser", "Om"],
    "en": ["Actions", "Shared promises", "Themes and votes", "Ideas", "Pulses", "About"],
}
DATES = {"fi": "d\\.m\\.yyyy", "sv": "d\\.m\\.yyyy", "en": "d mmmm yyyy"}


def written(language: str = "fi") -> bytes:
    return workbook.write(build_report(kept(*RECORDS), TODAY), language, NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_six_sheets_with_a_frozen_header_a_filter_and_columns_that_are_wide_enough(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(language)))
    assert book.sheetnames == NAMES[language]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert every(cell.value and cell.font.bold for cell in sheet[1])
        assert sheet.merged_cells.ranges == set()
        for cell in sheet[1]:
            width = sheet.column_dimensions[cell.coordinate.rstrip("1")].width
            assert max(map(len, str(cell.value).split())) <= width + 2
    assert book.properties.title
    assert book.properties.creator == "facilitator"


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_dates_that_look_as_people_write_them_and_text_is_wrapped(language: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(language))).worksheets[0]
    due = sheet["D2"]
    assert due.is_date
    assert due.value == datetime(2027, 4, 5)
    assert due.number_format == DATES[language]
    assert sheet.cell(2, 2).alignment.wrap_text


def test_the_state_is_chosen_from_a_list_also_in_the_rows_below() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written("sv"))).worksheets[0]
    (chosen,) = sheet.data_validations.dataValidation
    assert chosen.type == "list"
    assert chosen.formula1 == '"Inte påbörjad,Pågår,Klar,Lagd åt sidan,Förd vidare"'
    assert str(chosen.sqref) == "M2:M53"
    assert sheet.cell(1, 13).value == "Status"
    assert sheet.cell(2, 13).value == "Inte påbörjad"


def test_votes_are_numbers_and_few_answers_stay_untold() -> None:
    _, promises, votes, ideas, pulses, about = read(written()).values()
    assert [row[2:7] for row in votes[1:]] == [
        [1, "Kerromme aikataulun heti", "Suomi", 4, 5],
        [2, "Vi ringer tillbaka", "Suomi", 3, 5],
        [3, "We write plainly", "Suomi", 2, 5],
    ]
    assert [row[0] for row in promises[1:]] == ["Soitan ennen kirjettä.", "Jag skriver om mallen."]
    assert [row[3] for row in ideas[1:] if row[2] == "Jag ringer upp samma dag."] == ["Svenska"]
    assert [(row[3], row[4]) for row in pulses[1:] if row[4] is None] == [
        ("Vastauksia: 4. Tulos kerrotaan, kun vastauksia on vähintään 5.", None)
    ]
    assert sum(row[4] for row in pulses[1:] if row[4] is not None) == 6
    assert ["Piilotettuja tekstejä", 1] in about


def test_an_empty_workshop_makes_an_empty_book_that_opens() -> None:
    content = workbook.write(build_report(kept(Session(id="s", created="2027-03-05")), TODAY), "en", NOW)
    assert [len(rows) for rows in list(read(content).values())[:5]] == [1, 1, 1, 1, 1]
