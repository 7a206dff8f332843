"""Writes ``actions.xlsx``: the action list and all results as six sheets for sorting, filtering and further work.

Text is written as text, never as a formula, number or link. A text that would turn into a formula when its cell is
edited gets the quote prefix, which keeps it text. Dates are date values.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from facilitator.export.blocks import plain_text
from facilitator.export.parts import head
from facilitator.export.report import WorkshopReport
from facilitator.export.sheets import CellValue, WorkbookSheet, build_sheets

DATE_FORMAT = {"fi": "d\\.m\\.yyyy", "sv": "d\\.m\\.yyyy", "en": "d mmmm yyyy"}
"""Language -> number format of dates."""

PAGE_CHARACTERS = 250
"""Characters side by side that are readable on one page of A4; wider sheets are printed two pages wide."""

LINE_HEIGHT, MAX_ROW_HEIGHT = 15, 409
"""Height of one line, and the greatest height of a row that Excel allows, in points."""

EXTRA_ROWS = 50
"""Empty rows below the actions that offer the list of states too."""


def write(report: WorkshopReport, language: str, made_at: datetime) -> bytes:
    """The file in ``language``. ``made_at``: time of the export, UTC."""
    import xlsxwriter  # imported late: the import takes 0.1 s, and few commands need it

    kept = io.BytesIO()
    # xlsxwriter must not turn text into links, numbers or formulas. In memory: faster than temporary files.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(kept, options)
    title = plain_text(head.title(report, language))
    book.set_properties({"title": title, "author": "facilitator", "created": made_at.replace(tzinfo=None)})
    formats = _formats(book, language)
    for sheet in build_sheets(report, language):
        _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return kept.getvalue()


def _formats(book: Any, language: str) -> Mapping[str, Any]:
    top: dict[str, object] = {"valign": "top", "text_wrap": True}
    return {
        "head": book.add_format({**top, "bold": True, "bg_color": "#E9EDF0", "bottom": 1}),
        "text": book.add_format(top),
        "guarded": book.add_format({**top, "quote_prefix": True}),
        "number": book.add_format({"valign": "top", "align": "center"}),
        "mean": book.add_format({"valign": "top", "align": "center", "num_format": "0.00"}),
        "date": book.add_format({"valign": "top", "num_format": DATE_FORMAT[language], "align": "left"}),
    }


def _write_sheet(page: Any, sheet: WorkbookSheet, formats: Mapping[str, Any]) -> None:
    for column, (title, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, title, formats["head"])
    _set_row_height(page, 0, sheet.heads, sheet.widths)
    for number, row in enumerate(sheet.rows, 1):
        _set_row_height(page, number, row, sheet.widths)
        for column, value in enumerate(row):
            _write_cell(page, number, column, value, formats)
    last, width = len(sheet.rows), len(sheet.heads) - 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, last), width)
    page.set_landscape()
    page.set_paper(9)  # A4
    wide = sum(sheet.widths) > PAGE_CHARACTERS
    page.fit_to_pages(2 if wide else 1, 0)
    page.repeat_rows(0)
    if wide:
        page.repeat_columns(0, 1)
    if sheet.choices:
        wanted = {"validate": "list", "source": list(sheet.choices), "ignore_blank": True}
        page.data_validation(1, sheet.choice_column, last + EXTRA_ROWS, sheet.choice_column, wanted)


def _set_row_height(page: Any, number: int, row: Sequence[CellValue], widths: Sequence[int]) -> None:
    """Sets the height of a row to its longest text: not every program does so by itself."""
    lines = max((_line_count(value, width) for value, width in zip(row, widths, strict=True)), default=1)
    if lines > 1:
        page.set_row(number, min(MAX_ROW_HEIGHT, LINE_HEIGHT * lines))


def _line_count(value: CellValue, width: int) -> int:
    if not isinstance(value, str):
        return 1
    # Only 90 % of the column's width counts, because lines break between words.
    return sum(max(1, -(-len(part) // max(1, round(width * 0.9)))) for part in value.splitlines())


def _write_cell(page: Any, row: int, column: int, value: CellValue, formats: Mapping[str, Any]) -> None:
    if isinstance(value, str):
        if value:
            page.write_string(row, column, value, formats["guarded" if _starts_a_formula(value) else "text"])
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, float):
        page.write_number(row, column, value, formats["mean"])
    elif value is not None:
        page.write_number(row, column, value, formats["number"])


def _starts_a_formula(text: str) -> bool:
    return unicodedata.normalize("NFKC", text.lstrip()[:1])[:1] in ("=", "+", "-", "@")
