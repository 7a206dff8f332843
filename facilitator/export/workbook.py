"""``actions.xlsx``: the action list and all results as six sheets that can be sorted, filtered and gone on with.

Whatever is text is written as text and never read as a formula, a number or a link; a text that would become a formula
when somebody edits its cell is marked as one that stays text. Dates are dates.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from facilitator.export.blocks import text_of
from facilitator.export.parts import head
from facilitator.export.report import Report
from facilitator.export.sheets import Sheet, Value, sheets

DATE_FORMAT = {"fi": "d\\.m\\.yyyy", "sv": "d\\.m\\.yyyy", "en": "d mmmm yyyy"}
"""Dates as people write them; the value in the cell is a date whatever it looks like."""

PAPER = 250
"""Characters that can be read when they are side by side on one sheet of A4; more go on two."""

LINE, HIGHEST = 15, 409
"""Points of one line, and the most that a row can have."""

ROOM = 50
"""Empty rows below the actions that have the list of states too."""


def write(report: Report, language: str, made: datetime) -> bytes:
    """The workbook in ``language``; ``made`` is when, in UTC."""
    import xlsxwriter  # takes a tenth of a second, and few commands want it

    kept = io.BytesIO()
    # Nothing but what is asked for: no text is turned into a link, a number or a formula. In memory, for speed.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(kept, options)
    title = text_of(head.title(report, language))
    book.set_properties({"title": title, "author": "facilitator", "created": made.replace(tzinfo=None)})
    formats = _formats(book, language)
    for sheet in sheets(report, language):
        _write(book.add_worksheet(sheet.name), sheet, formats)
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


def _write(page: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    for column, (title, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, title, formats["head"])
    _fit(page, 0, sheet.heads, sheet.widths)
    for number, row in enumerate(sheet.rows, 1):
        _fit(page, number, row, sheet.widths)
        for column, value in enumerate(row):
            _cell(page, number, column, value, formats)
    last, width = len(sheet.rows), len(sheet.heads) - 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, last), width)
    page.set_landscape()
    page.set_paper(9)  # A4
    wide = sum(sheet.widths) > PAPER
    page.fit_to_pages(2 if wide else 1, 0)
    page.repeat_rows(0)
    if wide:
        page.repeat_columns(0, 1)
    if sheet.choices:
        wanted = {"validate": "list", "source": list(sheet.choices), "ignore_blank": True}
        page.data_validation(1, sheet.chosen, last + ROOM, sheet.chosen, wanted)


def _fit(page: Any, number: int, row: Sequence[Value], widths: Sequence[int]) -> None:
    """Make a row as high as its longest text; not every program does that by itself."""
    lines = max((_lines(value, width) for value, width in zip(row, widths, strict=True)), default=1)
    if lines > 1:
        page.set_row(number, min(HIGHEST, LINE * lines))


def _lines(value: Value, width: int) -> int:
    if not isinstance(value, str):
        return 1
    # A little less fits than the letters of the column's width, because words are not broken.
    return sum(max(1, -(-len(part) // max(1, round(width * 0.9)))) for part in value.splitlines())


def _cell(page: Any, row: int, column: int, value: Value, formats: Mapping[str, Any]) -> None:
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
