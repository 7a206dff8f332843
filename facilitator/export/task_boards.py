"""Writes ``tasks-*``: the actions for task boards, as CSV with commas, UTF-8 without a byte order mark and ISO dates.

Column names are those that each board expects. The imports have not been tested against the real services.

Jira: https://support.atlassian.com/jira-work-management/docs/prepare-and-structure-your-csv-file (a header row; Summary
is the only required field; people by e-mail address; the date format is chosen in the import wizard: ``yyyy-MM-dd``).
The ``Labels`` column may be repeated, and a label contains no spaces.
Planner has no documented file import; the columns are those of its Excel export, for a flow or for pasting.
Trello has no import; ``name, description, due, completed`` is what https://github.com/jamesgeddes/csv2trello reads,
and lines pasted into a new card become one card each: ``tasks-lines.txt``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from facilitator.export.blocks import plain_text
from facilitator.export.escaping import escape_cell
from facilitator.export.parts import head
from facilitator.export.report import ReportedAction, WorkshopReport
from facilitator.i18n.messages import format_date, pick, say

JIRA_COLUMNS = ("Summary", "Description", "Assignee", "Due date", "Priority", "Issue Type", "Labels", "Labels")
PLANNER_COLUMNS = (
    "Task Name",
    "Bucket Name",
    "Progress",
    "Priority",
    "Assigned To",
    "Start date",
    "Due date",
    "Checklist Items",
    "Labels",
    "Description",
)
TRELLO_COLUMNS = ("name", "description", "due", "completed")

MAX_JIRA_SUMMARY = 255
"""Maximum length of a summary in Jira; the description contains the full text."""

PLANNER_PROGRESS = {"not_started": "Not started", "in_progress": "In progress"}
"""Status -> Planner's progress value; every other status (done, dropped, passed on) is exported as Completed."""

CLOSED_STATUSES = frozenset(("done", "dropped", "passed_on"))
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def jira(report: WorkshopReport, language: str) -> bytes:
    """The content of ``tasks-jira.csv``."""
    return _csv(JIRA_COLUMNS, (_jira_row(report, deed, language) for deed in report.actions))


def planner(report: WorkshopReport, language: str) -> bytes:
    """The content of ``tasks-planner.csv``."""
    return _csv(PLANNER_COLUMNS, (_planner_row(report, deed, language) for deed in report.actions))


def trello(report: WorkshopReport, language: str) -> bytes:
    """The content of ``tasks-trello.csv``."""
    rows = (
        (
            _one_line(deed.what),
            _description(report, deed, language),
            _iso_date(deed.due),
            str(deed.status in CLOSED_STATUSES).lower(),
        )
        for deed in report.actions
    )
    return _csv(TRELLO_COLUMNS, rows)


def task_lines(report: WorkshopReport, language: str) -> bytes:
    """The content of ``tasks-lines.txt``: one task per line, for pasting."""
    found = []
    for deed in report.actions:
        when = format_date(deed.due, language) if deed.due else ""
        found.append(" – ".join(part for part in (_one_line(deed.what), _one_line(deed.owner), when) if part))
    return "".join(f"{line}\n" for line in found).encode()


def _jira_row(report: WorkshopReport, action: ReportedAction, language: str) -> Sequence[str]:
    summary = _one_line(action.what)
    short = (
        summary if len(summary) < MAX_JIRA_SUMMARY else f"{summary[: MAX_JIRA_SUMMARY - 2]}…"
    )  # escape_cell may add an apostrophe
    owner = action.owner if _ADDRESS.fullmatch(action.owner) else ""
    labels = [re.sub(r"\s+", "-", pick(label, language).strip()) for label in (action.lens, action.size)]
    return (short, _description(report, action, language), owner, _iso_date(action.due), "Medium", "Task", *labels)


def _planner_row(report: WorkshopReport, action: ReportedAction, language: str) -> Sequence[str]:
    return (
        _one_line(action.what),
        pick(action.lens, language) or action.theme_in(language),
        PLANNER_PROGRESS.get(action.status, "Completed"),
        "Medium",
        action.owner,
        "",
        _iso_date(action.due),
        action.first_step,
        pick(action.size, language),
        _description(report, action, language),
    )


def _description(report: WorkshopReport, action: ReportedAction, language: str) -> str:
    """A description with everything that the board has no column for, one fact per line."""
    return "\n".join(_description_lines(report, action, language))


def _description_lines(report: WorkshopReport, action: ReportedAction, language: str) -> Iterator[str]:
    def line(column: str, text: str) -> str:
        return f"{say(f'export.column.{column}', language)}: {text}"

    yield f"{action.label} {action.what}"
    if action.owner:
        yield line("owner", action.owner)
    if action.first_step:
        by = f" ({format_date(action.first_step_due, language)})" if action.first_step_due else ""
        yield line("first_step", f"{action.first_step}{by}")
    if action.theme:
        yield line("why", action.theme_in(language))
    if action.votes is not None:
        yield line("votes", f"{action.votes} ({action.voters})")
    if action.notices:
        yield line("notices", action.notices)
    if action.decision_from:
        yield line("decision_from", action.decision_from)
    status = say(f"export.status.{action.status}", language)
    yield line("status", f"{status} ({action.note})" if action.note else status)
    yield line("source", f"{plain_text(head.title(report, language))}, {format_date(report.held, language)}")


def _iso_date(value: date | None) -> str:
    return value.isoformat() if value else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=",", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    table.writerow(heads)
    table.writerows([escape_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()
