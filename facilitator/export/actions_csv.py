"""Writes ``actions.csv``: the action list for Excel with Finnish settings.

Format: UTF-8 with a byte order mark, semicolons, CRLF, every cell quoted, dates as ``5.4.2027`` in every language. A
cell that a spreadsheet could read as a formula is escaped. Task boards expect another CSV dialect; see ``task_boards``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date

from facilitator.export.escaping import escape_cell
from facilitator.export.report import ReportedAction, WorkshopReport
from facilitator.i18n.messages import pick, say

Column = Callable[[WorkshopReport, ReportedAction, str], str]


def write(report: WorkshopReport, language: str) -> bytes:
    """The file in ``language``: a header row, then one row per action by number."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    rows.writerow([say(f"export.column.{name}", language) for name in COLUMNS])
    for deed in report.actions:
        rows.writerow([escape_cell(column(report, deed, language)) for column in COLUMNS.values()])
    return text.getvalue().encode("utf-8-sig")


def finnish_date(value: date | None) -> str:
    """The date as ``5.4.2027``, which Excel with Finnish settings reads as a date; empty for None."""
    return f"{value.day}.{value.month}.{value.year}" if value else ""


def _votes_text(action: ReportedAction) -> str:
    return f"{action.votes} ({action.voters})" if action.votes is not None else ""


def _source(report: WorkshopReport, language: str) -> str:
    return f"{pick(report.title, language) or say('export.untitled', language)}, {finnish_date(report.held)}"


COLUMNS: Mapping[str, Column] = {
    "number": lambda report, deed, language: deed.label,
    "what": lambda report, deed, language: deed.what,
    "owner": lambda report, deed, language: deed.owner,
    "due": lambda report, deed, language: finnish_date(deed.due),
    "first_step": lambda report, deed, language: deed.first_step,
    "first_step_due": lambda report, deed, language: finnish_date(deed.first_step_due),
    "size": lambda report, deed, language: pick(deed.size, language),
    "lens": lambda report, deed, language: pick(deed.lens, language),
    "why": lambda report, deed, language: deed.theme_in(language),
    "votes": lambda report, deed, language: _votes_text(deed),
    "notices": lambda report, deed, language: deed.notices,
    "decision_from": lambda report, deed, language: deed.decision_from,
    "status": lambda report, deed, language: say(f"export.status.{deed.status}", language),
    "note": lambda report, deed, language: deed.note,
    "follow_up": lambda report, deed, language: finnish_date(report.next_follow_up),
    "source": lambda report, deed, language: _source(report, language),
}
"""Column -> function that fills its cell, in the order of the file; headings are ``export.column.<name>``."""
